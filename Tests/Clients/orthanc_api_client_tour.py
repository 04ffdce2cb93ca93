"""orthanc-api-client: the tour of its documentation, and the rest of its REST part."""

import datetime
import os
import tempfile
import zipfile

from checks import check, equal, holds, main, raises, until
from orthanc_api_client import (ChangeType, InstancesSet, LabelsConstraint, OrthancApiClient,
                                ResourceType, exceptions, helpers)


def client(scene):
    return OrthancApiClient(scene.url, user=scene.user, pwd=scene.password)


@check("it is alive, says what it can, and counts")
def alive(scene):
    orthanc = client(scene)
    holds(orthanc.wait_started(timeout=20) and orthanc.is_alive(), "not alive")
    holds(orthanc.is_orthanc_version_at_least(1, 10, 1), "version")
    holds(orthanc.capabilities.has_extended_find and orthanc.capabilities.has_label_support
          and orthanc.capabilities.has_extended_changes, "capabilities")
    statistics = orthanc.get_statistics()
    equal(statistics.studies_count, len(orthanc.studies.get_all_ids()), "studies")
    equal(orthanc.get_metrics().get("orthanc_count_instances"),
          str(statistics.instances_count), "metrics")


@check("plugins are listed and described")
def plugins(scene):
    orthanc = client(scene)
    for name in orthanc.get_json("plugins"):
        if name != "explorer.js":
            holds(orthanc.has_loaded_plugin(name), name)
    equal(orthanc.has_loaded_plugin("no-such-plugin"), False, "no-such-plugin")


@check("files, folders and ZIPs are uploaded")
def uploads(scene):
    orthanc, study = client(scene), scene.unsent()
    first, second, _ = scene.files(study)
    equal(orthanc.upload_file(first), [study.instances[0]], "file")
    with open(second, "rb") as file:
        equal(orthanc.upload(file.read()), [study.instances[1]], "bytes")
    equal(sorted(set(orthanc.upload_folder(os.path.dirname(first), ignore_errors=True))),
          sorted(study.instances), "folder")
    zipped = scene.unsent()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.zip")
        with zipfile.ZipFile(path, "w") as archive:
            for file in scene.files(zipped):
                archive.write(file, os.path.basename(file))
        equal(sorted(orthanc.upload_file(path)), sorted(zipped.instances), "ZIP")
        broken = os.path.join(folder, "a.txt")
        with open(broken, "w") as file:
            file.write("not DICOM")
        raises(exceptions.BadFileFormat, orthanc.upload_file, broken)
        equal(orthanc.upload_file(broken, ignore_errors=True), [], "ignored")


@check("a generated file is uploaded and deleted")
def generated(scene):
    orthanc = client(scene)
    content = helpers.generate_test_dicom_file(width=32, height=32, tags={
        "PatientName": "Toto", "PatientID": "TOTO", "StudyInstanceUID": "1.2.3.99",
        "SeriesInstanceUID": "1.2.3.99.1", "SOPInstanceUID": "1.2.3.99.1.1"})
    [instance] = orthanc.upload(content)
    equal(orthanc.instances.get_file(instance), content, "file")
    study = orthanc.instances.get_parent_study_id(instance)
    equal(orthanc.studies.lookup("1.2.3.99"), study, "lookup")
    orthanc.studies.delete(study)
    equal(orthanc.studies.exists(study), False, "exists")


@check("ids, parents and children over three stores")
def hierarchy(scene):
    orthanc, own = client(scene), scene.split
    for ids, one in [(orthanc.patients.get_all_ids(), own.patient),
                     (orthanc.studies.get_all_ids(), own.study),
                     (orthanc.series.get_all_ids(), own.series),
                     (orthanc.instances.get_all_ids(), own.instances[0])]:
        holds(one in ids and len(ids) == len(set(ids)), "ids")
    equal(orthanc.patients.get_studies_ids(own.patient), [own.study], "studies")
    equal(orthanc.studies.get_series_ids(own.study), [own.series], "series")
    for ids in (orthanc.series.get_instances_ids(own.series),
                orthanc.studies.get_instances_ids(own.study),
                orthanc.patients.get_instances_ids(own.patient)):
        equal(sorted(ids), sorted(own.instances), "instances")
    equal(orthanc.studies.get_parent_patient_id(own.study), own.patient, "patient")
    equal(orthanc.series.get_parent_study_id(own.series), own.study, "study")
    equal(orthanc.instances.get_parent_series_id(own.instances[2]), own.series, "series")
    equal(orthanc.instances.get_parent_patient_id(own.instances[2]), own.patient, "patient")
    equal(orthanc.studies.get_modalities(own.study), {"CT"}, "modalities")


@check("slices in order, and the middle one as a picture")
def slices(scene):
    orthanc, own = client(scene), scene.split
    ids = orthanc.series.get_ordered_instances_ids(own.series)
    holds(ids in (own.instances, own.instances[::-1]), "order")
    holds(orthanc.series.get_middle_instance_id(own.series) in own.instances, "middle")
    holds(orthanc.series.get_preview_file(own.series).startswith(b"\x89PNG"), "PNG")
    holds(orthanc.series.get_preview_file(own.series, jpeg_format=True)[:2] == b"\xff\xd8", "JPEG")


@check("study, series, patient and instance as objects")
def objects(scene):
    orthanc, own = client(scene), scene.split
    study = orthanc.studies.get(own.study)
    equal(study.patient_main_dicom_tags.get("PatientID"), own.patient_id, "PatientID")
    equal((study.main_dicom_tags.get("StudyDescription"), study.dicom_id),
          ("QA STUDY", own.study_uid))
    equal(study.statistics.instances_count, len(own.instances), "instances")
    equal((study.info.patient_orthanc_id, study.labels, study.is_stable), (own.patient, [], True))
    equal([s.orthanc_id for s in study.series], [own.series], "series")
    holds(isinstance(study.last_update, datetime.datetime), "last_update")
    series = orthanc.series.get(own.series)
    equal((series.dicom_id, series.study.orthanc_id), (own.series_uid, own.study))
    equal(sorted(i.orthanc_id for i in series.instances), sorted(own.instances), "instances")
    patient = orthanc.patients.get(own.patient)
    equal((patient.dicom_id, patient.statistics.studies_count), (own.patient_id, 1))
    instance = orthanc.instances.get(own.instances[1])
    equal((instance.dicom_id, instance.tags["PatientName"], instance.series.orthanc_id),
          (own.sop_uids.__dict__[own.instances[1]], own.name, own.series))


@check("tags by name and by number")
def tags(scene):
    tags = client(scene).instances.get_tags(scene.split.instances[0])
    equal((tags["PatientName"], tags["0010,0020"], tags["0010-0040"]),
          (scene.split.name, scene.split.patient_id, "F"))
    equal(client(scene).studies.get_first_instance_tags(scene.split.study)["StudyInstanceUID"],
          scene.split.study_uid, "StudyInstanceUID")


@check("lookup and find, with order, labels and requested tags")
def find(scene):
    orthanc, own, labelled = client(scene), scene.split, scene.take()
    equal(orthanc.studies.lookup(own.study_uid), own.study, "study")
    equal(orthanc.series.lookup(own.series_uid), own.series, "series")
    equal(orthanc.patients.lookup(own.patient_id), own.patient, "patient")
    equal(orthanc.instances.lookup(own.sop_uids.__dict__[own.instances[0]]), own.instances[0])
    equal(orthanc.studies.lookup("1.2.3.4.5.6"), None, "unknown")
    equal(orthanc.lookup(own.study_uid, filter="Study"), [own.study], "filtered")
    found = orthanc.studies.find(query={"PatientName": own.name, "StudyDate": "20240101-20240109"},
                                 requested_tags=["NumberOfStudyRelatedInstances"])
    equal([s.orthanc_id for s in found], [own.study], "found")
    equal(found[0].requested_tags.get("NumberOfStudyRelatedInstances"), str(len(own.instances)))
    everything = orthanc.studies.find(query={"PatientID": "QA*"}, order_by=[
        {"Type": "DicomTag", "Key": "PatientID", "Direction": "DESC"}])
    names = [s.patient_main_dicom_tags.get("PatientID") for s in everything]
    equal(names, sorted(names, reverse=True), "order")
    orthanc.studies.add_labels(labelled.study, ["tour", "second"])
    equal([s.orthanc_id for s in orthanc.studies.find(
        query={}, labels=["tour", "second"], labels_constraint=LabelsConstraint.ALL)],
        [labelled.study], "labelled")
    equal([p.orthanc_id for p in orthanc.patients.find(query={"PatientID": own.patient_id})],
          [own.patient], "patients")


@check("labels at every level")
def labels(scene):
    orthanc, own = client(scene), scene.take()
    for resources, id in [(orthanc.patients, own.patient), (orthanc.studies, own.study),
                          (orthanc.series, own.series), (orthanc.instances, own.instances[0])]:
        resources.add_label(id, "one")
        resources.add_labels(id, ["two", "three"])
        equal(resources.get_labels(id), ["one", "three", "two"], "labels")
        resources.delete_labels(id, ["one", "two"])
        equal(resources.get_labels(id), ["three"], "labels")
    holds("three" in orthanc.get_all_labels(), "all labels")


@check("metadata and attachments, with their revisions")
def metadata(scene):
    orthanc, own = client(scene), scene.take()
    for resources, id in [(orthanc.instances, own.instances[0]), (orthanc.studies, own.study)]:
        equal(resources.has_metadata(id, "1024"), False, "before")
        equal(resources.get_string_metadata(id, "1024", default_value="none"), "none", "default")
        resources.set_string_metadata(id, metadata_name=1024, content="my-value")
        value, revision = resources.get_string_metadata_with_revision(id, "1024")
        equal(value, "my-value", "value")
        resources.set_string_metadata(id, 1024, "other", match_revision=revision)
        equal(resources.get_string_metadata(id, "1024"), "other", "value")
        resources.set_attachment(id, "1025", content=b"attached", content_type="text/plain")
        content, revision = resources.get_attachment_with_revision(id, "1025")
        equal(content, b"attached", "attachment")
        resources.set_attachment(id, "1025", content=b"again", match_revision=revision)
        equal(resources.get_attachment(id, "1025"), b"again", "attachment")
    holds("ReceptionDate" in orthanc.instances.get_metadata(own.instances[0]), "metadata")


# MARK: Changes to data

@check("a study is anonymized as the tour does it")
def anonymize(scene):
    orthanc, own = client(scene), scene.take()
    made = orthanc.studies.anonymize(
        orthanc_id=own.study, keep_tags=["PatientName"], replace_tags={"PatientID": "ANON"},
        force=True, delete_original=False)
    equal(len(orthanc.studies.get_instances_ids(made)), 3, "instances")
    tags = orthanc.studies.get_first_instance_tags(made)
    equal((tags["PatientID"], tags["PatientName"]), ("ANON", own.name), "tags")
    holds(orthanc.studies.exists(own.study), "the original is gone")


@check("what is modified without its original is the only one left")
def modify(scene):
    orthanc = client(scene)
    for resources, level, replace in [
            (orthanc.patients, "patient", {"PatientID": "MOD-{}"}),
            (orthanc.studies, "study", {"StudyDescription": "mod"}),
            (orthanc.series, "series", {"SeriesDescription": "mod"})]:
        own = scene.take()
        replace = {k: v.format(own.patient_id) for k, v in replace.items()}
        made = resources.modify(getattr(own, level), replace_tags=replace, force=True,
                                delete_original=True)
        equal(len(orthanc.get_json(f"{level if level == 'series' else level + 's'}/{made}"
                                   "/instances" if level != "study" else
                                   f"studies/{made}/instances")), 3, f"{level}: instances")
        equal([orthanc.instances.exists(id) for id in own.instances], [False] * 3, level)


@check("a set of instances is modified in bulk and deleted")
def instances_set(scene):
    orthanc, own = client(scene), scene.take()
    made = InstancesSet.from_study(orthanc, study_id=own.study)
    equal(sorted(made.instances_ids), sorted(own.instances), "instances")
    changed = made.modify(replace_tags={"InstitutionName": "MY"}, force=True, keep_source=True)
    holds(changed is not None, "not modified")
    equal(len(changed.instances_ids), 3, "instances")
    equal(orthanc.instances.get_tags(changed.instances_ids[0])["InstitutionName"], "MY")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("archive", "media"):
            path = os.path.join(folder, name)
            getattr(changed, f"download_{name}")(path)
            with zipfile.ZipFile(path) as archive:
                holds(len(archive.namelist()) == 3 + (name == "media"), name)
    changed.delete()
    equal(orthanc.instances.exists(changed.instances_ids[0]), False, "deleted")
    equal(len(orthanc.studies.get_instances_ids(own.study)), 3, "the source")


@check("bulk modify and anonymize, also as jobs")
def bulk(scene):
    orthanc, own, other = client(scene), scene.take(), scene.take()
    made = orthanc.studies.modify_bulk([own.study, other.study],
                                       replace_tags={"StudyDescription": "bulk"},
                                       delete_original=False)
    holds(made, "nothing modified")
    job = orthanc.studies.anonymize_bulk_async([own.study, other.study], delete_original=False)
    holds(job.wait_completed(timeout=30, polling_interval=0.05), "not completed")
    equal(job.refresh().info.status, "Success", "status")


@check("series of one study are merged into another")
def merge(scene):
    orthanc, target, source = client(scene), scene.take(), scene.take()
    orthanc.studies.merge(target.study, source.series, keep_source=False)
    equal(len(orthanc.studies.get_instances_ids(target.study)), 6, "instances")
    equal(orthanc.series.exists(source.series), False, "source")


@check("a PDF is attached to a study and found")
def pdf(scene):
    orthanc, own = client(scene), scene.take()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.pdf")
        with open(path, "wb") as file:
            file.write(b"%PDF-1.4\n%%EOF\n")
        made = orthanc.studies.attach_pdf(own.study, path, series_description="report")
        equal(orthanc.studies.get_pdf_instances(own.study), [made], "PDFs")
        back = os.path.join(folder, "back.pdf")
        orthanc.instances.download_pdf(made, back)
        with open(back, "rb") as file:
            holds(file.read().startswith(b"%PDF-1.4"), "PDF")
    equal(orthanc.instances.is_pdf(own.instances[0]), False, "an image is a PDF")


@check("archives, media and instances are downloaded")
def downloads(scene):
    orthanc, own = client(scene), scene.split
    with tempfile.TemporaryDirectory() as folder:
        for resources, id in [(orthanc.patients, own.patient), (orthanc.studies, own.study),
                              (orthanc.series, own.series)]:
            path = os.path.join(folder, "a.zip")
            resources.download_archive(id, path)
            with zipfile.ZipFile(path) as archive:
                equal(len(archive.namelist()), len(own.instances), "archive")
            resources.download_media(id, path)
            with zipfile.ZipFile(path) as archive:
                holds("DICOMDIR" in archive.namelist(), "media")
        files = orthanc.studies.download_instances(own.study, folder)
        equal(len(files), len(own.instances), "downloaded")


# MARK: Others

@check("the log of changes is followed to its end")
def changes(scene):
    orthanc, since, seen = client(scene), 0, []
    while True:
        some, since, done = orthanc.get_changes(since=since, limit=50)
        seen += some
        if done:
            break
    holds(any(c.change_type == ChangeType.NEW_STUDY and c.resource_id == scene.split.study
              and c.resource_type == ResourceType.STUDY for c in seen), "the study is not new")
    numbers = [c.sequence_id for c in seen]
    equal(numbers, sorted(set(numbers)), "Seq")


@check("a modality is asked, moved from, and sent to")
def modalities(scene):
    orthanc, far, own = client(scene), scene.remote, scene.take()
    holds("pacs" in orthanc.modalities.get_all_ids(), "names")
    equal(orthanc.modalities.get_id_from_aet("PACS"), "pacs", "AET")
    [found] = orthanc.modalities.query_studies("pacs", {"PatientID": far.patient_id})
    equal((found.dicom_id, found.remote_modality_id), (far.study_uid, "pacs"), "found")
    equal([s.dicom_id for s in orthanc.modalities.query_series(
        "pacs", {"StudyInstanceUID": far.study_uid})], [far.series_uid], "series")
    orthanc.modalities.move_study("pacs", far.study_uid, to_modality_aet="STOREB")
    until(lambda: orthanc.studies.exists(far.study))
    orthanc.studies.delete(far.study)
    orthanc.modalities.send("pacs", [own.study])
    job = orthanc.modalities.send_async("pacs", [own.study])
    holds(job.wait_completed(timeout=30, polling_interval=0.05), "not completed")
    there = OrthancApiClient(scene.pacs.url, user=scene.pacs.user, pwd=scene.pacs.password)
    equal(len(there.studies.get_instances_ids(own.study)), 3, "sent")
    there.studies.delete(own.study)


@check("a study is retrieved to the delegate, whose title is in /system")
def retrieve(scene):
    orthanc, far = client(scene), scene.remote
    orthanc.modalities.retrieve_study(from_modality="pacs", dicom_id=far.study_uid)
    until(lambda: orthanc.studies.exists(far.study))
    orthanc.studies.delete(far.study)


@check("modalities are configured everywhere, and forgotten")
def configure(scene):
    orthanc = client(scene)
    orthanc.modalities.configure("tour", {"AET": "TOUR", "Host": "127.0.0.1", "Port": 104})
    equal(orthanc.modalities.get_configuration("tour")["AET"], "TOUR", "AET")
    orthanc.modalities.delete("tour")
    holds("tour" not in orthanc.modalities.get_all_ids(), "names")


@check("a peer gets a study")
def peers(scene):
    orthanc, own = client(scene), scene.take()
    orthanc.peers.send("remote", [own.study])
    there = OrthancApiClient(scene.pacs.url, user=scene.pacs.user, pwd=scene.pacs.password)
    equal(len(there.studies.get_instances_ids(own.study)), 3, "sent")
    there.studies.delete(own.study)


@check("the log level is set; a script is forbidden")
def administration(scene):
    orthanc = client(scene)
    before = orthanc.get_log_level()
    equal(orthanc.set_log_level("verbose"), "verbose", "log level")
    orthanc.set_log_level(before)
    raises(exceptions.Forbidden, orthanc.execute_lua_script, b"print(1)")


@check("errors are the client's own exceptions")
def errors(scene):
    orthanc = client(scene)
    raises(exceptions.ResourceNotFound, orthanc.studies.get_json, "unknown")
    raises(exceptions.ResourceNotFound, orthanc.studies.delete, "unknown")
    orthanc.studies.delete("unknown", ignore_errors=True)
    raises(exceptions.NotAuthorized,
           OrthancApiClient(scene.url, user=scene.user, pwd="x").get_system)
    cause = raises(exceptions.HttpError, orthanc.post, "tools/find", json={"Level": "Study"})
    equal(cause.http_status_code, 400, "status")


@check("daily statistics are printed")
def daily(scene):
    client(scene).studies.print_daily_stats(from_date=datetime.date(2024, 1, 1),
                                            to_date=datetime.date(2024, 1, 3))


if __name__ == "__main__":
    main()
