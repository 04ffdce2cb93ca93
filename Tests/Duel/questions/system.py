"""Routes that say nothing about stored data and must look the same all the same."""

import json

from question import Question, find, get

from .hierarchy import UNKNOWN

STAMP = r"\d{8}T\d{6}"
UID = r"[0-2](\.(0|[1-9]\d*))+"


def system(world, rng):
    for path, pattern in [("/tools/now", STAMP), ("/tools/now-local", STAMP),
                          ("/tools/generate-uid?level=patient", ".+"),
                          ("/tools/generate-uid?level=study", UID),
                          ("/tools/generate-uid?level=series", UID),
                          ("/tools/generate-uid?level=instance", UID),
                          ("/tools/dicom-conformance", r"(?s).*\S.*"),
                          ("/tools/log-level", r"default|verbose|trace"),
                          ("/tools/metrics-prometheus", r"(\S+ \S+ \d+\n)+")]:
        yield get("system", path, shape="pattern", pattern=pattern)
    for path in ["/tools/generate-uid", "/tools/generate-uid?level=Study",
                 "/tools/generate-uid?level=nothing", "/tools/default-encoding",
                 "/tools/unknown-sop-class-accepted", "/tools/metrics", "/modalities", "/peers",
                 "/modalities?expand", "/peers?expand", "/queries",
                 "/exports", "/exports?last", "/tools/accepted-transfer-syntaxes", "/plugins",
                 "//statistics", "/statistics/", "/patients//", "//tools//now/nothing",
                 "/%73tatistics", "/tools/%6eothing"]:
        yield get("system", path)
    if world.number >= (1, 12, 6):
        yield get("system", "/tools/accepted-sop-classes")
    yield Question("system", "DELETE", "/exports", at_stores=get("system", "/exports"))
    study = world.pick("studies")
    for path in [f"/studies/{study}/", f"//studies//{study}", f"/studies/{study}/?full",
                 f"/%73tudies/{study}", f"/studies/{study}?nonsense=1"]:
        yield get("system", path)
    yield from _canonical(world, rng)
    for body, path in [(b"nonsense", "/tools/log-level"), (b"1", "/tools/metrics"),
                       (b"nonsense", "/tools/metrics")]:
        yield Question("system", "PUT", path, body)
    for name in ("", "-generic", "-plugins", "-http", "-sqlite", "-dicom", "-jobs", "-lua"):
        for level in (b"verbose", b"default"):
            yield Question("system", "PUT", f"/tools/log-level{name}", level)
            yield get("system", f"/tools/log-level{name}")
    for path in ("/statistics", f"/studies/{study}/statistics", "/nothing"):
        yield get("system", path, headers={"Accept": "application/xml"})
    yield get("system", "/statistics", headers={"Accept": "application/json"})
    for path in ("/", "/app", "/app/explorer.html"):
        yield get("system", path, shape="pattern", pattern=r"(?s).*")


def _canonical(world, rng):
    """The same question in other words: paths, overridden methods, types of content."""
    instance, series = world.pick("instances"), world.pick("series")
    for path in [f"/instances/{instance}//tags/", f"//instances/{instance}/simplified-tags//?x",
                 f"/%69nstances/{instance}/file", f"/series/{series}//instances/",
                 f"/series/{series[:8]}%2D{series[9:]}", "/statistics//", f"/instances/{instance}/tags?simplify=false",
                 f"/instances/{instance}/tags?short=&full=1"]:
        yield get("system", path)
    for path in (f"/studies/{UNKNOWN}?_method=delete", f"/series/{UNKNOWN}?_method=DELETE",
                 f"/studies/{UNKNOWN}?_method=put", f"/studies/{UNKNOWN}?_method=get"):
        yield get("system", path)
    for method in ("DELETE", "PUT", "delete", "GET"):
        yield get("system", f"/studies/{UNKNOWN}", headers={"X-HTTP-Method-Override": method})
    asked = find("system", "Study", {"PatientName": "*a*"}, Expand=True)
    for type in ("application/json", "application/dicom", "text/plain; charset=utf-8",
                 "application/x-www-form-urlencoded"):
        yield Question("system", "POST", "/tools/find", asked.body, {"Content-Type": type})
    escaped = json.dumps(json.loads(asked.body), indent=3).encode().replace(b"a*", b"\\u0061*")
    yield Question("system", "POST", "//tools//find/", escaped)
    identifier = world.main_tags("studies", world.pick("studies"))["StudyInstanceUID"]
    yield Question("system", "POST", "/tools/lookup", identifier.encode(),
                   {"Content-Type": "application/json"}, shape="ordered")
