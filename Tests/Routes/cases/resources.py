"""Resources, what is above and below them, and what one holder answers."""

from . import case, equal, fault, good, holds
from Harness.federation import SINGULAR, UNKNOWN

CHILD = {"patients": "Studies", "studies": "Series", "series": "Instances"}


@case("GET", "/{level}")
def lists(walk, level):
    everything = sorted(walk.union(level))
    equal(good(walk.ask("GET", f"/{level}")).json, everything, "ids")
    page = good(walk.ask("GET", f"/{level}?since=3&limit=4")).json
    equal(page, everything[3:7], "page")
    fault(walk.ask("GET", f"/{level}?since=3"), 400, 8)
    expanded = good(walk.ask("GET", f"/{level}?expand&since=0&limit=5")).json
    equal([item["ID"] for item in expanded], everything[:5], "expanded page")
    equal(good(walk.ask("GET", f"/{level}?since={2**63 - 1}&limit={2**63 - 1}")).json, [],
          "beyond the end")


@case("GET", "/{level}/{id}")
def one(walk, level):
    study = walk.split
    said = good(walk.ask("GET", f"/{level}/{study.id(level)}")).json
    equal((said["ID"], said["Type"]), (study.id(level), SINGULAR[level]), "identity")
    holds(said["Labels"] == [], "Labels")
    children = {"patients": [study.study], "studies": [study.series],
                "series": study.instances}.get(level)
    if children:
        equal(said[CHILD[level]], sorted(children), "children over all stores")
        holds(said["IsStable"] is True, "IsStable")
    missing = walk.ask("GET", f"/{level}/{UNKNOWN}")
    equal((missing.status, missing.body), (404, b""), "an unknown id")


@case("GET", "/patients/{id}/{studies,series,instances}")
def below_patient(walk, child):
    _below(walk, "patients", child)


@case("GET", "/studies/{id}/{series,instances}")
def below_study(walk, child):
    _below(walk, "studies", child)


@case("GET", "/series/{id}/instances")
def below_series(walk, _):
    _below(walk, "series", "instances")


def _below(walk, level, child):
    study = walk.split
    ids = {"studies": [study.study], "series": [study.series],
           "instances": study.instances}[child]
    path = f"/{level}/{study.id(level)}/{child}"
    said = good(walk.ask("GET", path)).json
    equal([item["ID"] for item in said], sorted(ids), "expanded")
    equal(good(walk.ask("GET", path + "?expand=false")).json, sorted(ids), "ids")
    fault(walk.ask("GET", f"/{level}/{UNKNOWN}/{child}"), 404, 17)


@case("GET", "/{studies,series,instances}/{id}/patient")
def patient(walk, level):
    _above(walk, level, "patient")


@case("GET", "/{series,instances}/{id}/study")
def study(walk, level):
    _above(walk, level, "study")


@case("GET", "/instances/{id}/series")
def series(walk, _):
    _above(walk, "instances", "series")


def _above(walk, level, parent):
    plural = {"patient": "patients", "study": "studies", "series": "series"}[parent]
    said = good(walk.ask("GET", f"/{level}/{walk.split.id(level)}/{parent}")).json
    whole = walk.ask("GET", f"/{plural}/{walk.split.id(plural)}").json
    equal(said, whole, "the merged ancestor")
    fault(walk.ask("GET", f"/{level}/{UNKNOWN}/{parent}"), 404, 17)


@case("GET", "/{level}/{id}/statistics")
def statistics(walk, level):
    said = good(walk.ask("GET", f"/{level}/{walk.split.id(level)}/statistics")).json
    ids = walk.split.instances if level != "instances" else walk.split.instances[:1]
    equal(said["DicomDiskSize"], str(sum(len(walk.split.files[id]) for id in ids)), "size")
    if level != "instances":
        equal(said["CountInstances"], len(ids), "CountInstances")


@case("GET", "/{level}/{id}/module")
def module(walk, level):
    path = f"/{level}/{walk.split.id(level)}/module?simplify"
    said = good(walk.ask("GET", path)).json
    name, value = {
        "patients": ("PatientID", walk.split.patient_id),
        "studies": ("StudyInstanceUID", walk.split.study_uid),
        "series": ("SeriesInstanceUID", walk.split.series_uid),
        "instances": ("SOPInstanceUID", walk.split.sop_uids[walk.split.instances[0]])}[level]
    equal(said[name], value, name)


@case("GET", "/studies/{id}/module-patient")
def patient_module(walk, _):
    said = good(walk.ask("GET", f"/studies/{walk.split.study}/module-patient?simplify")).json
    equal(said["PatientName"], walk.split.name, "PatientName")


# MARK: What one holder answers as it is

OWNED = ["file", "tags", "simplified-tags", "header", "content", "content/{path}", "frames",
         "frames/{frame}", "frames/{frame}/raw", "frames/{frame}/raw.gz",
         *[f"{before}{name}" for before in ("", "frames/{frame}/") for name in (
             "preview", "rendered", "image-int16", "image-uint16", "image-uint8", "matlab",
             "numpy")]]
VOLATILE = {"frames/{frame}/raw.gz": 10}  # bytes of a gzip head, which holds the time


@case("GET", *[f"/instances/{{id}}/{route}" for route in OWNED])
def owned(walk, _):
    for route in OWNED:
        begin = VOLATILE.get(route, 0)
        asked = route.replace("{frame}", "0").replace("{path}", "PatientName")
        for id in walk.split.instances[:3]:
            path = f"/instances/{id}/{asked}"
            mine, theirs = walk.ask("GET", path), walk.world.holder(id).client.get(path)
            equal(good(mine).body[begin:], good(theirs).body[begin:], path)
            equal(mine.headers.get("x-federation-store"), walk.world.holder(id).name, "who")
        # Orthanc itself calls an unknown id of a picture an empty 404.
        equal(walk.ask("GET", f"/instances/{UNKNOWN}/{asked}").status, 404, "an unknown id")
    equal(walk.ask("GET", f"/instances/{walk.split.instances[0]}/file").body,
          walk.split.files[walk.split.instances[0]], "the file")
    named = walk.ask("GET", f"/instances/{walk.split.instances[0]}/file?filename=a%0D%0AX-Evil:%201")
    holds("x-evil" not in named.headers and len(named.body) == len(
        walk.split.files[walk.split.instances[0]]), "a header in the name of a file")


@case("GET", "/instances/{id}/pdf")
def pdf(walk, _):
    document = walk.document
    answer = good(walk.ask("GET", f"/instances/{document.instances[0]}/pdf"))
    equal(answer.headers["content-type"], "application/pdf", "type")
    holds(answer.body.startswith(b"%PDF-1.4"), "no PDF")
    equal(walk.ask("GET", f"/instances/{walk.split.instances[0]}/pdf").status, 404, "no PDF")


@case("GET", "/{level}/{id}/metadata")
def metadata(walk, level):
    path = f"/{level}/{walk.split.id(level)}/metadata"
    said = good(walk.ask("GET", path)).json
    holds(("ReceptionDate" if level == "instances" else "LastUpdate") in said, f"{said}")
    expanded = good(walk.ask("GET", path + "?expand")).json
    equal(sorted(expanded), sorted(said), "names")


@case("GET", "/{level}/{id}/metadata/{name}")
def metadatum(walk, level):
    name = "IndexInSeries" if level == "instances" else "LastUpdate"
    path = f"/{level}/{walk.split.id(level)}/metadata/{name}"
    said = good(walk.ask("GET", path)).text
    latest = max(a.text for a in walk.world.everywhere(path) if a.status == 200)
    equal(said, latest, name)
