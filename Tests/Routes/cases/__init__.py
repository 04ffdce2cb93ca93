"""One case a row of rest-routes.csv. `ALL` is {(method, pattern): case}."""

import io
import re
import zipfile

from table import normal

ALL = {}


def case(method, *routes):
    """The decorated function is the case of these rows. Braces with commas are alternatives, and
    the function gets the alternative that it stands for (None without braces).
    """
    def add(function):
        for route in routes:
            for pattern, choice in _expanded(route):
                key = method, normal(pattern)
                if key in ALL:
                    raise ValueError(f"two cases of {method} {pattern}")
                ALL[key] = (lambda walk, f=function, c=choice: _once(walk, f, c))
        return function
    return add


def _once(walk, function, choice):
    """Runs a case that several rows share for the first of them; the others get what it got."""
    key = function.__name__, function.__module__, choice
    if key not in walk.results:
        try:
            walk.results[key] = function(walk, choice)
        except Exception as cause:
            walk.results[key] = cause
    if isinstance(walk.results[key], Exception):
        raise walk.results[key]


def _expanded(route):
    found = re.search(r"\{(\w[\w-]*(?:,[\w-]+)+|level)\}", route)
    if not found:
        return [(route, None)]
    names = "patients,studies,series,instances" if found[1] == "level" else found[1]
    return [(route.replace(found[0], name), name) for name in names.split(",")]


def equal(left, right, what):
    if left != right:
        raise AssertionError(f"{what}: {_short(left)} instead of {_short(right)}")


def holds(condition, what):
    if not condition:
        raise AssertionError(what)


def _short(value):
    text = repr(value)
    return text if len(text) < 300 else f"{text[:300]}… ({len(text)})"


def good(answer, status=200):
    """The answer, which has this status and, if it is a success, says what it is."""
    equal(answer.status, status, f"status ({answer.text[:200]!r})")
    if answer.ok:
        holds("content-type" in answer.headers, "no Content-Type")
    return answer


def fault(answer, status, code):
    """A refusal in Orthanc's longer form."""
    equal(answer.status, status, f"status ({answer.text[:200]!r})")
    equal(answer.json["OrthancStatus"], code, "OrthancStatus")
    return answer


def members(answer):
    """{name: bytes} of a ZIP whose checksums are right."""
    with zipfile.ZipFile(io.BytesIO(good(answer).body)) as archive:
        names = archive.namelist()
        holds(len(set(names)) == len(names), "a name stands twice in the archive")
        return {name: archive.read(name) for name in names}


from . import attachments, jobs, refused, remotes, resources, shared, system, writes  # noqa: E402,F401
