"""One question to a REST API, and what is known about the shape of its answer."""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Slice:
    """The question asks for the part [since, since + limit) of the answer to `full`."""

    full: "Question"
    since: int
    limit: int


@dataclass(frozen=True, eq=False)
class Question:
    """Compared by identity: the same request may stand in two classes.

    `shape` is "auto" (JSON if it is JSON, else bytes), "ordered" (a list whose order is fixed by
    the request), "zip" (the set of members counts, by name and content), or "pattern" (both answers
    must match `pattern`, which is for answers that can't be equal, such as the time).
    """

    category: str
    method: str
    path: str
    body: bytes | None = None
    headers: dict = field(default_factory=dict)
    shape: str = "auto"
    pattern: str = ""
    slice: Slice | None = None
    instead: "Question | None" = None  # what to ask a reference that lacks this form
    order: tuple = ()  # (level, tag) by which the client wants the list sorted
    at_stores: "Question | None" = None  # what to ask the stores, to whom nobody else may write
    makes: bool = False  # the answer names a thing made, by an `ID` of whoever answers
    after: "Question | None" = None  # the question whose thing stands for `{made}` in the path

    def __str__(self):
        body = f" {self._shown()}" if self.body else ""
        headers = f" {self.headers}" if self.headers else ""
        return f"[{self.category}] {self.method} {self.path}{body}{headers}"

    def _shown(self):
        if self.body[128:132] == b"DICM":
            return f"({len(self.body)} bytes of DICOM)"
        return self.body.decode("utf-8", "backslashreplace")


def get(category, path, **options):
    return Question(category, "GET", path, **options)


def post(category, path, body, **options):
    if isinstance(body, str):
        body = body.encode()
    elif not isinstance(body, bytes):
        body = json.dumps(body, ensure_ascii=False).encode()
    return Question(category, "POST", path, body, **options)


def put(category, path, body=b"", **options):
    return Question(category, "PUT", path, body.encode() if isinstance(body, str) else body,
                    **options)


def delete(category, path, **options):
    return Question(category, "DELETE", path, **options)


def find(category, level, query, **fields):
    """A /tools/find; `fields` are its further members."""
    return post(category, "/tools/find", {"Level": level, "Query": query, **fields})


def walk(category, level, query, limit, count, **fields):
    """The whole of a find, then its pages of `limit`, until the empty one behind `count` hits."""
    full = find(category, level, query, **fields)
    yield full
    for since in range(0, count + limit, limit):
        body = {"Level": level, "Query": query, **fields, "Since": since, "Limit": limit}
        yield post(category, "/tools/find", body, slice=Slice(full, since, limit))


def list_walk(category, path, limit, count, arguments=""):
    """The whole of a resource list, then its pages."""
    full = get(category, path + (f"?{arguments}" if arguments else ""))
    yield full
    more = f"&{arguments}" if arguments else ""
    for since in range(0, count + limit, limit):
        yield get(category, f"{path}?since={since}&limit={limit}{more}",
                  slice=Slice(full, since, limit))
