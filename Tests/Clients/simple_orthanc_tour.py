"""simple-orthanc: the whole tour of its README, in its order."""

import os
import tempfile

import numpy
import pydicom
import simple_orthanc
from checks import check, equal, holds, main, raises


def connect(scene):
    host, _, port = scene.url.partition("//")[2].partition(":")
    return simple_orthanc.Orthanc(host=host, port=int(port), username=scene.user,
                                  password=scene.password)


@check("connects and counts, every resource of all stores once")
def counts(scene):
    orthanc = connect(scene)
    holds(orthanc.patient_count > 5 and orthanc.study_count > 5, "patients and studies")
    equal(orthanc.instance_count, len(set(orthanc.interface.index.Instances)), "instances")
    equal(orthanc.series_count, len(orthanc), "series")


@check("values of a tag over the whole server")
def values(scene):
    orthanc = connect(scene)
    names = orthanc.PatientName
    holds(scene.split.name in map(str, names), "PatientName")
    holds("QA STUDY" in orthanc.StudyDescription, "StudyDescription")
    holds("series 1" in orthanc.SeriesDescription, "SeriesDescription")
    holds(len(orthanc.get_dicom_tag("PatientName", unique=False)) >= len(names), "not unique")


@check("a selection and what it shows, and its end")
def selection(scene):
    orthanc, own = connect(scene), scene.split
    everything = orthanc.instance_count
    orthanc.select(PatientName=own.name, StudyDescription="QA STUDY")
    equal((orthanc.patient_count, orthanc.study_count, orthanc.series_count,
           orthanc.instance_count), (1, 1, 1, len(own.instances)), "counts")
    equal(orthanc.selection, {"PatientName": own.name, "StudyDescription": "QA STUDY"})
    equal([str(n) for n in orthanc.PatientName], [own.name], "PatientName")
    equal(orthanc.SeriesDescription, ["series 1"], "SeriesDescription")
    orthanc.reset("StudyDescription")
    equal(orthanc.selection, {"PatientName": own.name}, "selection")
    orthanc.reset()
    equal((orthanc.selection, orthanc.instance_count), ({}, everything), "reset")


@check("selections at the levels of series and instance")
def deeper(scene):
    orthanc, own = connect(scene), scene.split
    orthanc.select(SeriesInstanceUID=own.series_uid)
    equal((orthanc.study_count, orthanc.instance_count), (1, len(own.instances)), "series")
    orthanc.reset()
    orthanc.select(PatientID=own.patient_id, InstanceNumber="2")
    equal(orthanc.interface.selected.Instances, [own.instances[1]], "instance")


@check("downloads a selection of three stores")
def download(scene):
    orthanc, own = connect(scene).select(PatientID=scene.split.patient_id), scene.split
    with tempfile.TemporaryDirectory() as folder:
        files = orthanc.download(folder)
        equal(len(files), len(own.instances), "files")
        for file in files:
            id = os.path.basename(file).removesuffix(".dcm")
            with open(file, "rb") as mine, open(own.paths.__dict__[id], "rb") as theirs:
                equal(mine.read(), theirs.read(), "bytes")
    holds(all(os.path.exists(f) for f in orthanc.download()), "temporary folder")


@check("uploads a file, a list and a folder, and sees them after a refresh")
def upload(scene):
    orthanc, own = connect(scene), scene.unsent()
    files = scene.files(own)
    orthanc.upload_file(files[0], test_dicom=True)
    orthanc.refresh().select(PatientID=own.patient_id)
    equal(orthanc.instance_count, 1, "one file")
    orthanc.reset()
    orthanc.upload_file(files[1:], test_dicom=True)
    orthanc.refresh().select(PatientID=own.patient_id)
    equal(orthanc.instance_count, 3, "a list")
    orthanc.reset()
    folder = scene.unsent()
    orthanc.upload_folder(os.path.dirname(scene.files(folder)[0]), test_dicom=True,
                          recursive=True)
    orthanc.refresh().select(PatientID=folder.patient_id)
    equal(orthanc.instance_count, 3, "a folder")


@check("uploads a data set")
def data_set(scene):
    orthanc, own = connect(scene), scene.unsent()
    read = pydicom.dcmread(scene.files(own)[0])
    read.filename = None
    orthanc.upload_pydicom_dataset(read)
    holds(own.instances[0] in orthanc.refresh().interface.index.Instances, "instance")


@check("deletes the selected series, study and patient")
def delete(scene):
    for verb in ("serie", "study", "patient"):
        orthanc, own = connect(scene), scene.take()
        before = orthanc.patient_count
        orthanc.select(PatientID=own.patient_id)
        level = {"serie": "Series", "study": "Studies", "patient": "Patients"}[verb]
        # The client's own verbs look for the level beside the selection that has it.
        id = getattr(orthanc.interface.selected, level)[0]
        raises(AttributeError, getattr(orthanc, f"delete_selected_{verb}"))
        orthanc.api.delete_oid(oid=id, level=level)
        orthanc.reset()
        orthanc.refresh()
        equal(orthanc.patient_count, before - 1, f"patients after {verb}")


@check("headers as pydicom data sets")
def headers(scene):
    orthanc, own = connect(scene).select(PatientID=scene.split.patient_id), scene.split
    found = orthanc.get_headers()
    equal(sorted(str(h.SOPInstanceUID) for h in found), sorted(own.sop_uids.__dict__.values()))
    equal(str(orthanc.get_header(index=0).PatientName), own.name, "PatientName")
    raises(IndexError, connect(scene).get_header)
    orthanc.select(InstanceNumber="1")
    equal(orthanc.get_header().InstanceNumber, 1, "the only one")


@check("pixels of a series that three stores share, as one volume")
def pixels(scene):
    orthanc, own = connect(scene).select(PatientID=scene.split.patient_id), scene.split
    volume = orthanc.get_array()
    equal(volume.shape, (len(own.instances), 16, 16, 1), "shape")
    slices = [pydicom.dcmread(path).pixel_array for path in scene.files(own)]
    holds(any(numpy.array_equal(volume[..., 0], numpy.stack(order))
              for order in (slices, slices[::-1])), "values")
    raises(IndexError, connect(scene).get_array)
    equal(orthanc.select(InstanceNumber="3").get_array().shape, (1, 16, 16, 1), "one slice")


@check("sorts a series by a tag")
def sort(scene):
    orthanc = connect(scene).select(PatientID=scene.split.patient_id)
    orthanc.sort_by("InstanceNumber").sort_by("SeriesDescription")
    orthanc.sort_by("InstanceNumber", order="descending")
    equal(len(orthanc.get_headers()), len(scene.split.instances), "headers")
    equal(sorted(orthanc.get_dicom_tag("InstanceNumber", unique=False)),
          list(range(1, len(scene.split.instances) + 1)), "InstanceNumber")


@check("all tags of a selection, and the fast ones")
def tags(scene):
    orthanc = connect(scene).select(PatientID=scene.split.patient_id)
    names = [str(tag) for tag in orthanc.get_all_dicom_tags()]
    holds({"PatientName", "PixelData", "ImagePositionPatient"} <= set(names), "tags")
    fast = [str(tag) for tag in orthanc.interface.main_dicom_tags]
    holds({"PatientID", "StudyInstanceUID", "Modality", "InstanceNumber"} <= set(fast), "fast")
    equal(orthanc.ImagePositionPatient[0][:2], [0, 0], "ImagePositionPatient")


@check("one line reads an image")
def one_line(scene):
    image = connect(scene).select(PatientName=scene.split.name,
                                  SeriesDescription="series 1").get_array()
    equal(image.shape[0], len(scene.split.instances), "slices")


@check("instances are sent to a peer")
def peer(scene):
    orthanc, own = connect(scene), scene.take()
    equal(list(orthanc.api.get_json(orthanc.api.request_peers())), ["remote"], "peers")
    said = orthanc.api.send_oids(orthanc.api.request_send("remote"), own.instances).json()
    equal(said["InstancesCount"], 3, "InstancesCount")


if __name__ == "__main__":
    main()
