"""Writes that every holder carries out, each followed by reads of what it did, then undone."""

from hashlib import md5

from question import Question, get

from .hierarchy import UNKNOWN

CATEGORY = "writes"
LEVELS = ("patients", "studies", "series", "instances")


def write(method, path, body=None):
    """Only the gateway and the reference get it; the stores are asked whether they have it."""
    resource = "/".join(path.split("/")[:3])
    return Question(CATEGORY, method, path, body, at_stores=get(CATEGORY, resource))


def writes(world, rng):
    for level in LEVELS:
        for id in rng.sample(sorted(world.resources[level]), 3):
            path = f"/{level}/{id}"
            yield from _metadata(path)
            yield from _attachments(path)
            if world.newer:
                yield from _labels(path, level, id)
        yield from _unknown(f"/{level}/{UNKNOWN}", world)
    yield from _protection(world.pick("patients"))
    for body in (b"", b"{}", b"[]", b'{"Resources":"x"}', b'{"Resources":[1]}',
                 b'{"Resources":["nonsense"]}', f'{{"Resources":["{UNKNOWN}"]}}'.encode()):
        yield Question(CATEGORY, "POST", "/tools/bulk-delete", body,
                       at_stores=get(CATEGORY, "/system"))


def _metadata(path):
    for name, value in [("1024", b"one"), ("1024", b"two \xc3\xa9"), ("1025", b""),
                        ("65535", b"x" * 2000), ("LastUpdate", b"x"), ("5", b"x"),
                        ("65536", b"x"), ("NoSuchName", b"x")]:
        yield write("PUT", f"{path}/metadata/{name}", value)
        if name in ("1024", "1025", "65535"):
            yield get(CATEGORY, f"{path}/metadata/{name}")
    for query in ("", "?expand"):
        yield get(CATEGORY, f"{path}/metadata{query}")
    for tag in (f'"1-{md5(b"two " + bytes([0xc3, 0xa9])).hexdigest()}"', '"1"', "*"):
        yield get(CATEGORY, f"{path}/metadata/1024", headers={"If-None-Match": tag})
    for name in ("1024", "1024", "1025", "65535", "LastUpdate", "NoSuchName", "1999"):
        yield write("DELETE", f"{path}/metadata/{name}")
        yield get(CATEGORY, f"{path}/metadata/{name}")


def _attachments(path):
    attachment = f"{path}/attachments/1024"
    for content in (b"a text that is attached " * 40, b"\x00\x01\x02"):
        yield write("PUT", attachment, content)
        for part in ("", "/data", "/size", "/md5", "/is-compressed", "/compressed-data",
                     "/compressed-size", "/compressed-md5", "/info"):
            yield get(CATEGORY, f"{attachment}{part}")
        for tag in (f'"0-{md5(content).hexdigest()}"', f'"1-{md5(content).hexdigest()}"', '"0"'):
            yield get(CATEGORY, f"{attachment}/data", headers={"If-None-Match": tag})
    yield get(CATEGORY, f"{path}/attachments")
    yield get(CATEGORY, f"{path}/attachments?full")
    for verb, wanted in (("compress", "1"), ("uncompress", "0")):
        yield write("POST", f"{attachment}/{verb}", b"")
        yield get(CATEGORY, f"{attachment}/is-compressed")
        for part in ("data", "compressed-data", "compressed-size", "compressed-md5", "md5"):
            yield get(CATEGORY, f"{attachment}/{part}")
    for name in ("1024", "1025", "NoSuchName"):
        yield write("POST", f"{path}/attachments/{name}/verify-md5", b"")
    for name in ("dicom", "5", "65536", "NoSuchName"):
        yield write("PUT", f"{path}/attachments/{name}", b"x")
        yield write("DELETE", f"{path}/attachments/{name}")
    yield write("POST", f"{path}/attachments/1025/compress", b"")
    for _ in range(2):
        yield write("DELETE", attachment)
        yield get(CATEGORY, f"{attachment}/data")


def _labels(path, level, id):
    body = (f'{{"Level":"{level}","Query":{{}},"Labels":["duel-b","duel-a"],'
            '"LabelsConstraint":"%s","Expand":true}')
    for label in ("duel-b", "duel-a", "duel-b", "a%20b", "x" * 64, "y" * 65, "%c3%a9"):
        yield write("PUT", f"{path}/labels/{label}", b"")
        yield get(CATEGORY, f"{path}/labels")
        yield get(CATEGORY, f"{path}/labels/{label}")
    yield get(CATEGORY, path)
    yield get(CATEGORY, "/tools/labels")
    for constraint in ("All", "Any"):
        yield Question(CATEGORY, "POST", "/tools/find", (body % constraint).encode())
    for labels, constraint in [(["duel-a"], "None"), ([], "None"), ([], "Any"), (["none"], "All"),
                               (["a b"], "All"), (["none"], "Nonsense")]:
        text = (f'{{"Level":"{level}","Query":{{}},"Labels":{labels},'
                f'"LabelsConstraint":"{constraint}"}}').replace("'", '"')
        if labels or constraint != "None":  # unlabelled: only from 1.12.11 on
            yield Question(CATEGORY, "POST", "/tools/find", text.encode())
            yield Question(CATEGORY, "POST", "/tools/count-resources", text.encode())
    for label in ("duel-a", "duel-a", "duel-b", "x" * 64, "a%20b"):
        yield write("DELETE", f"{path}/labels/{label}")
        yield get(CATEGORY, f"{path}/labels")
    yield get(CATEGORY, "/tools/labels")


def _protection(patient):
    path = f"/patients/{patient}/protected"
    yield get(CATEGORY, path)
    for body in (b"1", b"0", b"true", b"false", b"1\n", b"x", b"", b"0"):
        yield write("PUT", path, body)
        yield get(CATEGORY, path)


def _unknown(path, world):
    yield write("PUT", f"{path}/metadata/1024", b"x")
    yield write("PUT", f"{path}/metadata/LastUpdate", b"x")
    yield write("DELETE", f"{path}/metadata/1024")
    if world.newer:  # 1.10.1 attaches things to nothing
        yield write("PUT", f"{path}/attachments/1024", b"x")
        for method in ("GET", "PUT", "DELETE"):
            yield write(method, f"{path}/labels/x")
    yield write("DELETE", f"{path}/attachments/1024")
    yield write("POST", f"{path}/attachments/1024/compress", b"")
    yield write("POST", f"{path}/attachments/1024/verify-md5", b"")
    yield write("POST", f"{path}/reconstruct", b"")
    yield get(CATEGORY, f"{path}/labels" if world.newer else f"{path}/metadata")
    if path.startswith("/patients"):
        yield get(CATEGORY, f"{path}/protected")
        yield write("PUT", f"{path}/protected", b"1")
