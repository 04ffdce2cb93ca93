"""Wrong requests for a row: ids, methods, bodies, types and sizes."""

from dataclasses import dataclass

from Harness.federation import LEVELS, UNKNOWN

MEBIBYTE = 1 << 20
# What ends an Orthanc for good (its JSON reader throws where nobody catches): never for one.
BOMBS = [b"[" * 5000, b'{"Replace":' + b'{"a":' * 3000]
GOOD = {  # segments that stand for a parameter, by its name
    "frame": "0", "index": "0", "label": "label", "path": "PatientName", "key": "archive",
}
BODIES = [b"", b"{", b"[", b"3", b'"x"', b"null", b"true", b"[]", b"\xff\xfe\x00", b"[" * 60,
          b'{"Resources":"x"}', b'{"Resources":[3]}', b'{"Resources":{}}', b'{"Replace":"x"}',
          b'{"Replace":{"PatientID":3}}', b'{"Remove":{}}', b'{"Keep":3}', b'{"KeepSource":"x"}',
          b'{"Asynchronous":"x"}', b'{"Priority":"x"}', b'{"Level":3}', b'{"Query":3}',
          b'{"Replace":{"NoSuchTag":"x"}}', b'{"Series":3}', b'{"Tags":[]}', b'{} trailing']
ARGUMENTS = ["since=x&limit=5", "since=0&limit=y", "limit=-1&since=0", "since=-1&limit=1",
             "since=0", "limit=3", "expand&requested-tags=Nonsense",
             "response-content=Nonsense"]
# Settings whose routes are asked for no body: it would be a good one.
TAKES_ANYTHING = ("metadata", "attachments", "log-level", "instances", "lookup", "store-straight",
                  "/modalities/{id}", "/peers/{id}", "metrics", "labels")


@dataclass(frozen=True)
class Wrong:
    kind: str
    method: str
    path: str
    body: bytes | None = None

    def __str__(self):
        shown = "" if self.body is None else f" {self.body[:60]!r}"
        return f"{self.method} {self.path}{shown}"


def requests(row, methods, study):
    """All wrong requests for a row; `methods` are those of its path."""
    route = row["route"]
    yield from _ids(row, study)
    yield from _segments(row, study)
    if row["method"] == sorted(methods)[0]:  # once a path
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"):
            if method not in methods:
                body = b"x" if method in ("POST", "PUT", "PATCH") else None
                yield Wrong("method", method, filled(route, study), body)
    if row["method"] in ("POST", "PUT"):
        yield from _bodies(row, study)
    if row["method"] == "GET" and route.count("/") == 1 and route[1:] in LEVELS:
        for text in ARGUMENTS:
            yield Wrong("argument", "GET", f"{route}?{text}")


def filled(route, study, **instead):
    """A route with good segments for its parameters, or those of `instead`."""
    parts = route.split("/")
    for index, part in enumerate(parts):
        if part.startswith("{"):
            name = part.strip("{}")
            parts[index] = instead.get(name) or _good(name, parts[index - 1], study)
    return "/".join(parts)


def _good(name, parent, study):
    if name == "id":
        return study.id(parent) if parent in LEVELS else {
            "modalities": "pacs", "peers": "remote"}.get(parent, "nothing")
    if name == "name":
        return "1024" if parent == "metadata" else "dicom"
    return GOOD[name]


def _body(row):
    """Something that only a wrong id makes wrong."""
    return b"{}" if row["method"] in ("POST", "PUT") else None


def _ids(row, study):
    route = row["route"]
    if "{id}" not in route:
        return
    wrong = [UNKNOWN, "x", "%20"]
    level = route.split("/")[1]
    if level in LEVELS:
        foreign = LEVELS[LEVELS.index(level) - 1]
        wrong += [study.id(level).upper(), study.id(level)[:-1], study.id(foreign)]
    for id in wrong:
        yield Wrong("id", row["method"], filled(route, study, id=id), _body(row))


def _segments(row, study):
    route = row["route"]
    wrong = {"frame": ["x", "99", "-1"], "label": ["b%20d", "x" * 65, "a.b"],
             "path": ["NoSuchTag", "PatientName/0", "0008-0018/x"], "index": ["x", "99"],
             "key": ["nothing"], "name": ["NoSuchName", "70000", "-1"]}
    for name, values in wrong.items():
        if f"{{{name}}}" in route:
            for value in values:
                path = filled(route, study, **{name: value})
                yield Wrong("segment", row["method"], path, _body(row))
    if "{id}" in route and "/{name}" in route:
        yield Wrong("id", row["method"], filled(route, study, id=UNKNOWN, name="NoSuchName"),
                    _body(row))
    if "metadata/{name}" in route and row["method"] != "GET":
        yield Wrong("segment", row["method"], filled(route, study, name="LastUpdate"), b"x")
    if route.endswith("attachments/{name}") and row["method"] != "GET":
        yield Wrong("segment", row["method"], filled(route, study, name="dicom"), b"x")


def _bodies(row, study):
    route, path = row["route"], filled(row["route"], study)
    if not any(part in route for part in TAKES_ANYTHING):
        for body in BODIES:
            yield Wrong("body", row["method"], path, body)
    elif route == "/instances":
        for body in (b"", b"not DICOM", b"{}", b"\0" * 200, b"PK\3\4 no archive"):
            yield Wrong("body", "POST", path, body)
    if row["method"] == "POST" and route != "/instances":
        yield Wrong("size", "POST", path, b" " * (5 * MEBIBYTE) + b"{")
