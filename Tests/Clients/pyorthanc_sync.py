"""PyOrthanc as its documentation uses it."""

import io
import os
import tempfile
import zipfile
from datetime import datetime

import httpx
import pydicom
import pyorthanc
from checks import check, equal, holds, main, raises, until
from pyorthanc import Job, Modality, Orthanc, upload


def client(scene):
    return Orthanc(scene.url, username=scene.user, password=scene.password)


def refused(status, call, *arguments):
    """The client's exception names the status."""
    cause = raises(httpx.HTTPError, call, *arguments)
    holds(f"HTTP code: {status}" in str(cause), f"{cause}")


# MARK: Upload

@check("a file, a data set and a folder are uploaded, and found at once")
def uploads(scene):
    orthanc, study = client(scene), scene.unsent()
    first, second, third = scene.files(study)
    equal([i.id_ for i in upload(orthanc, first)], [study.instances[0]])
    equal([i.id_ for i in upload(orthanc, pydicom.dcmread(second))], [study.instances[1]])
    made = upload(orthanc, os.path.dirname(third), recursive=True, check_before_upload=True)
    equal(sorted({i.id_ for i in made}), sorted(study.instances), "instances of the folder")
    equal(made[0].parent_study.id_, study.study, "study")
    equal(len(orthanc.get_series_id_instances(study.series)), 3, "instances of the series")


@check("a ZIP of several files gives all its instances")
def zips(scene):
    orthanc, study = client(scene), scene.unsent()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "several.zip")
        with zipfile.ZipFile(path, "w") as archive:
            for file in scene.files(study):
                archive.write(file, os.path.basename(file))
        equal(sorted(i.id_ for i in upload(orthanc, path)), sorted(study.instances))


# MARK: Find

@check("finds give every resource of all stores once, page by page")
def paging(scene):
    orthanc = client(scene)
    for find, ids in [(pyorthanc.find_patients, orthanc.get_patients()),
                      (pyorthanc.find_studies, orthanc.get_studies()),
                      (pyorthanc.find_series, orthanc.get_series()),
                      (pyorthanc.find_instances, orthanc.get_instances())]:
        found = [r.id_ for r in find(orthanc, query={}, limit=7)]
        equal(len(found), len(set(found)), "resources found twice")
        equal(sorted(found), sorted(ids), find.__name__)


@check("a tag outside the index is paged, too", beyond=True)
def rare_tag(scene):
    found = [i.id_ for i in pyorthanc.find_instances(
        client(scene), query={"PatientID": scene.split.patient_id, "Rows": "16"}, limit=2)]
    equal(sorted(found), sorted(scene.split.instances))


@check("names, dates and wildcards find a study that three stores share")
def finds(scene):
    orthanc, study = client(scene), scene.split
    for query in ({"PatientName": study.name.lower()}, {"StudyInstanceUID": study.study_uid},
                  {"PatientID": study.patient_id[:-1] + "?", "StudyDate": "20240101-20240103"}):
        holds(study.study in [s.id_ for s in pyorthanc.find_studies(orthanc, query=query)], query)
    equal(pyorthanc.find_studies(orthanc, query={"PatientID": "NOBODY HAS THIS"}), [])


@check("the recursive find with filters gives trimmed trees")
def recursive(scene):
    patients = pyorthanc.find(
        client(scene), patient_filter=lambda p: p.patient_id == scene.split.patient_id,
        instance_filter=lambda i: i.instance_number <= 2)
    patients = pyorthanc.trim_patients(patients)
    equal([p.id_ for p in patients], [scene.split.patient], "patients")
    equal(len(patients[0].studies[0].series[0].instances), 2, "instances")


# MARK: Resources

@check("a patient, a study, a series and an instance show their attributes")
def attributes(scene):
    orthanc, own = client(scene), scene.split
    patient = pyorthanc.Patient(own.patient, orthanc)
    equal((patient.patient_id, patient.name, patient.sex), (own.patient_id, own.name, "F"))
    equal(patient.birth_date, datetime(1970, 1, 2), "birth_date")
    holds(patient.is_stable is True and isinstance(patient.last_update, datetime), "state")
    equal([s.id_ for s in patient.studies], [own.study], "studies")
    study = patient.studies[0]
    equal((study.uid, study.description, study.study_id), (own.study_uid, "QA STUDY", "1"))
    equal(study.date, datetime(2024, 1, 2, 10, 11, 12), "date")
    equal((study.parent_patient.id_, study.patient_information["PatientID"]),
          (own.patient, own.patient_id), "parent")
    equal((study.referring_physician_name, study.accession_number),
          ("WHO^DR", "A" + own.patient_id))
    series = study.series[0]
    equal((series.uid, series.modality, series.series_number), (own.series_uid, "CT", 1))
    equal(series.parent_study.id_, own.study, "parent_study")
    equal(sorted(i.id_ for i in series.instances), sorted(own.instances), "instances")
    for instance in series.instances:
        equal(instance.uid, own.sop_uids.__dict__[instance.id_], "uid")
        holds(instance.file_size > 0 and instance.parent_patient.id_ == own.patient, "instance")
    holds(patient.labels == [] and series.is_stable is True, "labels")


@check("an instance gives its file, tags and contents")
def contents(scene):
    orthanc, own = client(scene), scene.split
    for id in own.instances:
        instance = pyorthanc.Instance(id, orthanc)
        with open(own.paths.__dict__[id], "rb") as file:
            content = file.read()
        equal(instance.get_dicom_file_content(), content, "file")
        kept = io.BytesIO()
        instance.download(kept)
        equal(kept.getvalue(), content, "download")
        equal(instance.get_pydicom().PatientName, own.name, "PatientName")
        equal(instance.simplified_tags["SOPInstanceUID"], own.sop_uids.__dict__[id], "tags")
        equal(instance.tags["0010,0020"]["Value"], own.patient_id, "tags")
        equal(instance.get_content_by_tag("PatientID").strip(), own.patient_id, "content")
        equal(instance.first_level_tags, instance.tags, "first_level_tags")


@check("shared tags are those that all instances of all stores share")
def shared(scene):
    orthanc, own = client(scene), scene.split
    for resource in (pyorthanc.Patient(own.patient, orthanc),
                     pyorthanc.Study(own.study, orthanc), pyorthanc.Series(own.series, orthanc)):
        tags = resource.get_shared_tags(simplify=True)
        equal(tags["PatientName"], own.name, "PatientName")
        holds("InstanceNumber" not in tags and "SOPInstanceUID" not in tags, "surplus")
        equal(resource.shared_tags["PatientID"], own.patient_id, "shared_tags")


@check("the patient's module and protection")
def patient_only(scene):
    orthanc, own = client(scene), scene.take()
    patient = pyorthanc.Patient(own.patient, orthanc)
    equal(patient.get_patient_module(simplify=True)["PatientID"], own.patient_id, "module")
    equal(patient.protected, False, "before")
    patient.protected = True
    equal(patient.protected, True, "protected")
    patient.protected = False
    equal(patient.protected, False, "unprotected")


# MARK: Labels

@check("labels are added at every level, found and removed")
def labels(scene):
    orthanc, own = client(scene), scene.take()
    for kind, find, id in [(pyorthanc.Patient, pyorthanc.find_patients, own.patient),
                           (pyorthanc.Study, pyorthanc.find_studies, own.study),
                           (pyorthanc.Series, pyorthanc.find_series, own.series),
                           (pyorthanc.Instance, pyorthanc.find_instances, own.instances[1])]:
        resource = kind(id, orthanc)
        resource.add_label("qa-label")
        resource.add_label("another")
        equal(sorted(resource.labels), ["another", "qa-label"], "labels")
        equal([r.id_ for r in find(orthanc, labels="qa-label")], [id], "found")
        equal([r.id_ for r in find(orthanc, labels=["qa-label", "none"],
                                   labels_constraint="Any")], [id], "found by any")
        holds(id not in [r.id_ for r in find(orthanc, labels="qa-label",
                                             labels_constraint="None")], "found by none")
        resource.remove_label("qa-label")
        resource.remove_label("another")
        equal(resource.labels, [], "labels")
        equal(find(orthanc, labels="qa-label"), [], "found")


# MARK: Modify and anonymize

@check("a patient, a study and a series are anonymized: whole, new, and the source is kept")
def anonymize(scene):
    orthanc = client(scene)
    for level, kind in [("patient", pyorthanc.Patient), ("study", pyorthanc.Study),
                        ("series", pyorthanc.Series)]:
        own = scene.take()
        made = kind(getattr(own, level), orthanc).anonymize(
            replace={"PatientName": "NOBODY"}, force=True)
        holds(made.id_ != getattr(own, level), "the result is its source")
        equal(_tags(made)["PatientName"], "NOBODY", f"{level}: PatientName")
        equal(_size(made), 3, f"{level}: instances of the result")
        equal(_size(kind(getattr(own, level), orthanc)), 3, f"{level}: instances of the source")


@check("a patient, a study and a series are modified")
def modify(scene):
    orthanc = client(scene)
    for level, kind, replace in [
            ("patient", pyorthanc.Patient, {"PatientID": "CHANGED-{}", "PatientName": "NEW^ONE"}),
            ("study", pyorthanc.Study, {"StudyDescription": "changed"}),
            ("series", pyorthanc.Series, {"SeriesDescription": "changed"})]:
        own = scene.take()
        replace = {name: value.format(own.patient_id) for name, value in replace.items()}
        made = kind(getattr(own, level), orthanc).modify(replace=replace, force=True)
        tags = _tags(made)
        for name, value in replace.items():
            equal(tags[name], value, f"{level}: {name}")
        equal(_size(made), 3, f"{level}: instances of the result")


@check("the same as jobs, that are waited for")
def as_jobs(scene):
    orthanc = client(scene)
    for level, kind in [("patient", pyorthanc.Patient), ("study", pyorthanc.Study),
                        ("series", pyorthanc.Series)]:
        own = scene.take()
        resource = kind(getattr(own, level), orthanc)
        jobs = [resource.anonymize_as_job(priority=1),
                resource.modify_as_job(
                    replace={"PatientID": "JOB" + own.patient_id} if level == "patient" else {
                        "SeriesDescription": "x"}, force=True)]
        for job in jobs:
            job.wait_until_completion(time_interval=0.05)
            equal(job.state.value, "Success", f"{level}: state ({job.error_details})")
            equal((job.error.value, job.progress, job.type), (0, 100, "ResourceModification"))
            holds(job.creation_time and job.completion_time and job.timestamp, "times")
            holds(job.effective_runtime >= 0, "effective_runtime")
            equal(_size(kind(job.content["ID"], orthanc)), 3, f"{level}: instances")


@check("an instance is modified and anonymized into a file; nothing is stored")
def derive(scene):
    orthanc, own = client(scene), scene.split
    before = orthanc.get_instances()
    instance = pyorthanc.Instance(own.instances[2], orthanc)
    for content in (instance.modify(replace={"PatientName": "FILE^ONE"}),
                    instance.anonymize(replace={"PatientName": "FILE^ONE"}, force=True)):
        equal(str(pydicom.dcmread(io.BytesIO(content)).PatientName), "FILE^ONE")
    equal(orthanc.get_instances(), before, "instances")


def _tags(resource):
    while not isinstance(resource, pyorthanc.Instance):
        resource = _children(resource)[0]
    return resource.simplified_tags


def _children(resource):
    return next(getattr(resource, name) for name in ("studies", "series", "instances")
                if hasattr(resource, name))


def _size(resource):
    if isinstance(resource, pyorthanc.Instance):
        return 1
    return sum(_size(child) for child in _children(resource))


# MARK: Archives

@check("archives of a split patient, study and series are whole")
def archives(scene):
    orthanc, own = client(scene), scene.split
    for resource in (pyorthanc.Patient(own.patient, orthanc),
                     pyorthanc.Study(own.study, orthanc), pyorthanc.Series(own.series, orthanc)):
        kept = io.BytesIO()
        resource.download(kept)
        for content in (resource.get_zip(), kept.getvalue()):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                equal(sorted(archive.read(n) for n in archive.namelist()),
                      sorted(_read(path) for path in scene.files(own)), "files")


@check("patients are written to a folder")
def written(scene):
    orthanc, own = client(scene), scene.split
    with tempfile.TemporaryDirectory() as folder:
        pyorthanc.retrieve_and_write_patients([pyorthanc.Patient(own.patient, orthanc)], folder)
        place = os.path.join(folder, own.patient_id, own.study_uid, own.series_uid)
        equal(sorted(os.listdir(place)),
              sorted(own.sop_uids.__dict__[id] + ".dcm" for id in own.instances))


def _read(path):
    with open(path, "rb") as file:
        return file.read()


# MARK: Modalities

@check("a modality is asked, and sends what it has")
def modality(scene):
    orthanc, far = client(scene), scene.remote
    pacs = Modality(orthanc, "pacs")
    equal((pacs.echo(), Modality(orthanc, "nobody").echo()), (True, False), "echo")
    said = pacs.find({"Level": "Study", "Query": {"PatientID": far.patient_id}})
    equal([a["StudyInstanceUID"] for a in said["answers"]], [far.study_uid], "answers")
    pacs.move(said["ID"], {"TargetAet": "STOREB"})
    until(lambda: pyorthanc.find_series(orthanc, query={"SeriesInstanceUID": far.series_uid}))
    until(lambda: _size(pyorthanc.Series(far.series, orthanc)) == len(far.instances))
    orthanc.delete_studies_id(far.study)
    pyorthanc.delete_queries(orthanc)
    equal(orthanc.get_queries(), [], "queries")


@check("a modality gets a split study whole")
def store(scene):
    orthanc, own = client(scene), scene.take()
    said = Modality(orthanc, "pacs").store(own.study)
    equal((said["InstancesCount"], said["FailedInstancesCount"]), (3, 0))
    there = Orthanc(scene.pacs.url, scene.pacs.user, scene.pacs.password)
    equal(sorted(there.get_series_id(own.series)["Instances"]), sorted(own.instances))


@check("C-GET works where the store can, and is refused honestly where it can't")
def c_get(scene):
    orthanc, far = client(scene), scene.remote
    resources = {"StudyInstanceUID": far.study_uid}
    if "get" not in orthanc.get_modalities_id("pacs"):
        refused(501, Modality(orthanc, "pacs").get, "Study", resources)
        return
    Modality(orthanc, "pacs").get("Study", resources)
    until(lambda: far.study in orthanc.get_studies())
    orthanc.delete_studies_id(far.study)


# MARK: The rest

@check("the generated calls answer in the type that they promise")
def generated(scene):
    orthanc, own = client(scene), scene.split
    kinds = {
        dict: ["get_system", "get_statistics", "get_changes", "get_exports"],
        list: ["get_patients", "get_studies", "get_series", "get_instances", "get_jobs",
               "get_modalities", "get_peers", "get_plugins", "get_queries", "get_tools",
               "get_tools_labels", "get_tools_accepted_transfer_syntaxes"],
        str: ["get_tools_now", "get_tools_now_local", "get_tools_dicom_conformance",
              "get_tools_default_encoding", "get_tools_log_level", "get_tools_metrics",
              "get_tools_metrics_prometheus"]}
    for kind, names in kinds.items():
        for name in names:
            holds(isinstance(getattr(orthanc, name)(), kind), f"{name} is no {kind.__name__}")
    equal(orthanc.post_tools_lookup(own.study_uid)[0]["ID"], own.study, "lookup")
    equal(len(orthanc.get_studies_id_instances(own.study)), len(own.instances), "instances")
    equal(orthanc.get_series_id_study(own.series)["ID"], own.study, "study")
    equal(orthanc.get_studies_id_statistics(own.study)["CountInstances"], len(own.instances))


@check("deleted at one level, gone at all")
def delete(scene):
    orthanc, own = client(scene), scene.take()
    orthanc.delete_instances_id(own.instances[0])
    equal(sorted(orthanc.get_series_id(own.series)["Instances"]), sorted(own.instances[1:]))
    orthanc.delete_patients_id(own.patient)
    refused(404, orthanc.get_studies_id, own.study)


@check("a wrong password is refused")
def password(scene):
    refused(401, Orthanc(scene.url, scene.user, "wrong").get_patients)


if __name__ == "__main__":
    main()
