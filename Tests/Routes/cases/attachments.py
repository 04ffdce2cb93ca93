"""Metadata, labels and attachments: written to every holder."""

import hashlib

from . import case, equal, fault, good, holds
from Harness.federation import UNKNOWN

CONTENT = b"attached text " * 20


def _holders(walk, level, id):
    return [store for store in walk.world.stores
            if store.client.get(f"/{level}/{id}").status == 200]


@case("PUT", "/{level}/{id}/metadata/{name}")
def put_metadata(walk, level):
    study = walk.fresh()
    path = f"/{level}/{study.id(level)}/metadata/1024"
    good(walk.ask("PUT", path, "hello"))
    equal(good(walk.ask("GET", path)).text, "hello", "the value")
    for store in _holders(walk, level, study.id(level)):
        equal(store.client.get(path).text, "hello", f"the value in {store.name}")
    for name in ("LastUpdate", "IndexInSeries"):
        refused = walk.ask("PUT", f"/{level}/{study.id(level)}/metadata/{name}", "x")
        equal(refused.status, 403, name)
    walk.down("PUT", path, "later")


@case("DELETE", "/{level}/{id}/metadata/{name}")
def delete_metadata(walk, level):
    study = walk.fresh()
    path = f"/{level}/{study.id(level)}/metadata/1030"
    good(walk.ask("PUT", path, "hello"))
    good(walk.ask("DELETE", path))
    equal(walk.ask("GET", path).status, 404, "what was deleted")
    for store in _holders(walk, level, study.id(level)):
        equal(store.client.get(path).status, 404, f"what was deleted in {store.name}")
    good(walk.ask("PUT", path, "again"))
    walk.down("DELETE", path)


@case("GET", "/{level}/{id}/labels")
def labels(walk, level):
    study = walk.fresh()
    path = f"/{level}/{study.id(level)}/labels"
    equal(good(walk.ask("GET", path)).json, [], "no labels")
    for name in ("zulu", "alpha"):
        good(walk.ask("PUT", f"{path}/{name}"))
    equal(good(walk.ask("GET", path)).json, ["alpha", "zulu"], "labels")
    whole = walk.ask("GET", path.removesuffix("/labels")).json
    equal(whole["Labels"], ["alpha", "zulu"], "Labels of the resource")
    fault(walk.ask("GET", f"/{level}/{UNKNOWN}/labels"), 404, 17)


@case("GET", "/{level}/{id}/labels/{label}")
def label(walk, level):
    path = f"/{level}/{walk.fresh().id(level)}/labels/one"
    equal(walk.ask("GET", path).status, 404, "a label that is not there")
    good(walk.ask("PUT", path))
    good(walk.ask("GET", path))
    walk.down("GET", path)


@case("PUT", "/{level}/{id}/labels/{label}")
def put_label(walk, level):
    study = walk.fresh()
    path = f"/{level}/{study.id(level)}/labels/put-label"
    good(walk.ask("PUT", path))
    good(walk.ask("PUT", path))
    found = walk.ask("POST", "/tools/find", {
        "Level": {"patients": "Patient", "studies": "Study", "series": "Series",
                  "instances": "Instance"}[level], "Query": {}, "Labels": ["put-label"]}).json
    equal(found, [study.id(level)], "found by its label")
    fault(walk.ask("PUT", path + "%20x"), 400, 3)
    walk.down("PUT", path)


@case("DELETE", "/{level}/{id}/labels/{label}")
def delete_label(walk, level):
    path = f"/{level}/{walk.fresh().id(level)}/labels/gone"
    good(walk.ask("PUT", path))
    good(walk.ask("DELETE", path))
    good(walk.ask("DELETE", path))
    equal(walk.ask("GET", path).status, 404, "a deleted label")
    walk.down("DELETE", path)


# MARK: Attachments

READS = ["compressed-data", "compressed-md5", "compressed-size", "data", "info",
         "is-compressed", "md5", "size"]


def _attached(walk, level, name="1025"):
    """The path of a new attachment."""
    study = walk.fresh()
    path = f"/{level}/{study.id(level)}/attachments/{name}"
    good(walk.ask("PUT", path, CONTENT))
    return path


@case("PUT", "/{level}/{id}/attachments/{name}")
def put_attachment(walk, level):
    path = _attached(walk, level)
    _, level, id, *_ = path.split("/")
    for store in _holders(walk, level, id):
        equal(store.client.get(path + "/data").body, CONTENT, f"the attachment in {store.name}")
    equal(walk.ask("PUT", f"/{level}/{id}/attachments/1", CONTENT).status, 403, "a system type")


@case("DELETE", "/{level}/{id}/attachments/{name}")
def delete_attachment(walk, level):
    path = _attached(walk, level)
    good(walk.ask("DELETE", path))
    equal(walk.ask("GET", path + "/data").status, 404, "what was deleted")
    equal([a.status for a in walk.world.everywhere(path + "/data")], [404] * 3, "in the stores")
    walk.down("DELETE", _attached(walk, level, "1026"))


@case("GET", "/{level}/{id}/attachments")
def attachments(walk, level):
    path = _attached(walk, level).rpartition("/")[0]
    said = good(walk.ask("GET", path)).json
    holds("1025" in said, f"{said}")
    text = good(walk.ask("GET", path, headers={"Accept": "application/xml"})).text
    holds(text.startswith("<?xml") and "1025" in text, text)
    if level == "instances":
        holds("dicom" in said, f"{said}")


@case("GET", "/{level}/{id}/attachments/{name}",
      *[f"/{{level}}/{{id}}/attachments/{{name}}/{read}" for read in READS])
def attachment(walk, level):
    path = _attached(walk, level)
    holds("data" in good(walk.ask("GET", path)).json, "operations")
    said = {read: good(walk.ask("GET", f"{path}/{read}")) for read in READS}
    equal(said["data"].body, CONTENT, "data")
    equal(int(said["size"].text), len(CONTENT), "size")
    equal(said["md5"].text, hashlib.md5(CONTENT).hexdigest(), "md5")
    equal(int(said["compressed-size"].text), len(said["compressed-data"].body), "sizes")
    equal(said["compressed-md5"].text, hashlib.md5(said["compressed-data"].body).hexdigest(),
          "compressed-md5")
    equal(said["is-compressed"].text.strip(), "0", "is-compressed")
    equal(said["info"].json["UncompressedMD5"], said["md5"].text, "info")
    equal(walk.ask("GET", path[:-4] + "1999/data").status, 404, "an attachment that isn't there")


@case("POST", "/{level}/{id}/attachments/{name}/compress")
def compress(walk, level):
    path = _attached(walk, level)
    good(walk.ask("POST", path + "/compress"))
    _, level, id, *_ = path.split("/")
    for store in _holders(walk, level, id):
        equal(store.client.get(path + "/is-compressed").text.strip(), "1", store.name)
    equal(good(walk.ask("GET", path + "/data")).body, CONTENT, "data")


@case("POST", "/{level}/{id}/attachments/{name}/uncompress")
def uncompress(walk, level):
    path = _attached(walk, level)
    good(walk.ask("POST", path + "/compress"))
    good(walk.ask("POST", path + "/uncompress"))
    equal(good(walk.ask("GET", path + "/is-compressed")).text.strip(), "0", "is-compressed")
    walk.down("POST", path + "/uncompress")


@case("POST", "/{level}/{id}/attachments/{name}/verify-md5")
def verify(walk, level):
    path = _attached(walk, level)
    equal(good(walk.ask("POST", path + "/verify-md5")).json, {}, "answer")
    equal(walk.ask("POST", path[:-4] + "1999/verify-md5").status in (400, 404), True, "unknown")
