"""Answers made of the instances of several stores."""

import ast
import struct

from . import case, equal, fault, good, holds, members
from Harness.federation import UNKNOWN


@case("GET", "/{patients,studies,series}/{id}/instances-tags")
def instances_tags(walk, level):
    study = walk.split
    said = good(walk.ask("GET", f"/{level}/{study.id(level)}/instances-tags?simplify")).json
    equal(sorted(said), sorted(study.instances), "instances")
    for id, tags in said.items():
        equal(tags["SOPInstanceUID"], study.sop_uids[id], "SOPInstanceUID")
    fault(walk.ask("GET", f"/{level}/{UNKNOWN}/instances-tags"), 404, 17)


@case("GET", "/{patients,studies,series}/{id}/shared-tags")
def shared_tags(walk, level):
    said = good(walk.ask("GET", f"/{level}/{walk.split.id(level)}/shared-tags?simplify")).json
    equal(said["PatientName"], walk.split.name, "PatientName")
    holds(not {"SOPInstanceUID", "InstanceNumber", "ImagePositionPatient"} & set(said),
          "a tag that differs between stores")


@case("GET", "/series/{id}/ordered-slices")
def ordered_slices(walk, _):
    said = good(walk.ask("GET", f"/series/{walk.split.series}/ordered-slices")).json
    equal(said["Type"], "Volume", "Type")
    ids = [path.split("/")[2] for path in said["Dicom"]]
    holds(ids in (walk.split.instances, walk.split.instances[::-1]), "order of the slices")
    equal([short[0] for short in said["SlicesShort"]], ids, "SlicesShort")


@case("GET", "/series/{id}/numpy")
def numpy(walk, _):
    shape, _, values = _array(good(walk.ask("GET", f"/series/{walk.split.series}/numpy")).body)
    equal(shape, (len(walk.split.instances), 16, 16, 1), "shape")
    single = [_array(walk.ask("GET", f"/instances/{id}/numpy").body)[2]
              for id in walk.split.instances]
    holds(values in (b"".join(single), b"".join(single[::-1])), "the slices")
    walk.down("GET", f"/series/{walk.split.series}/numpy")


def _array(body):
    """(shape, type, bytes) of an array in NumPy's own format, version 1."""
    holds(body[:8] == b"\x93NUMPY\x01\x00", "no array")
    length = struct.unpack("<H", body[8:10])[0]
    head = ast.literal_eval(body[10:10 + length].decode().strip())
    return head["shape"], head["descr"], body[10 + length:]


# MARK: Archives

def _all_files(walk, files, study=None):
    """Whether an archive has exactly the files of a study, whatever their names."""
    study = study or walk.split
    images = [body for name, body in files.items() if name != "DICOMDIR"]
    equal(sorted(images), sorted(study.files.values()), "the files of the archive")


@case("GET", "/{patients,studies,series}/{id}/archive")
def archive(walk, level):
    answer = walk.ask("GET", f"/{level}/{walk.split.id(level)}/archive")
    _all_files(walk, members(answer))
    equal(answer.headers["content-type"], "application/zip", "type")
    holds(walk.split.id(level) in answer.headers["content-disposition"], "name")
    equal(walk.ask("GET", f"/{level}/{UNKNOWN}/archive").status, 404, "an unknown id")


@case("POST", "/{patients,studies,series}/{id}/archive")
def post_archive(walk, level):
    path = f"/{level}/{walk.split.id(level)}/archive"
    _all_files(walk, members(walk.ask("POST", path, "{}")))
    _all_files(walk, _as_job(walk, path, {"Asynchronous": True}))


@case("GET", "/{patients,studies,series}/{id}/media")
def media(walk, level):
    files = members(walk.ask("GET", f"/{level}/{walk.split.id(level)}/media"))
    _all_files(walk, files)
    holds("DICOMDIR" in files, "no DICOMDIR")
    for id in walk.split.instances:
        holds(walk.split.sop_uids[id].encode() in files["DICOMDIR"], "a UID that DICOMDIR lacks")


@case("POST", "/{patients,studies,series}/{id}/media")
def post_media(walk, level):
    path = f"/{level}/{walk.split.id(level)}/media"
    holds("DICOMDIR" in members(walk.ask("POST", path, "{}")), "no DICOMDIR")
    _all_files(walk, _as_job(walk, path, {"Synchronous": False}))


def _as_job(walk, path, body):
    made = good(walk.ask("POST", path, body)).json
    equal(walk.wait(made["ID"])["State"], "Success", "State")
    return members(walk.ask("GET", f"/jobs/{made['ID']}/archive"))


NAMES = ["create-archive", "create-media", "create-media-extended"]


@case("POST", "/tools/{" + ",".join(NAMES) + "}")
def create(walk, name):
    asked = [walk.split.study, walk.document.series]
    for body in (asked, {"Resources": asked}):
        files = members(walk.ask("POST", f"/tools/{name}", body))
        equal(len([one for one in files if one != "DICOMDIR"]), len(walk.split.instances) + 1,
              "files")
    _all_files(walk, _as_job(walk, f"/tools/{name}", {
        "Resources": [walk.split.study], "Asynchronous": True}))
    equal(members(walk.ask("POST", f"/tools/{name}", [])).keys() - {"DICOMDIR"}, set(), "nothing")
    equal(walk.ask("POST", f"/tools/{name}", [UNKNOWN]).status, 404, "an unknown id")


@case("GET", "/tools/{" + ",".join(NAMES) + "}")
def get_create(walk, name):
    _all_files(walk, members(walk.ask("GET", f"/tools/{name}?resources={walk.split.study}")))
    fault(walk.ask("GET", f"/tools/{name}"), 400, 8)
