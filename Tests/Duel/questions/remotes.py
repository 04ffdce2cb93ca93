"""A modality and a peer that reference and subject are given, asked by either, and taken away.

Over stores of several versions the words of the one that acts are its version's: what differs
between versions is asked only where all are of one.
"""

import json

from question import Question, delete, get, put

KEPT = {"at_stores": get("remotes", "/statistics")}  # who of the stores acts is not determined
LEVELS = {"patient": "PatientID", "study": "StudyInstanceUID", "series": "SeriesInstanceUID",
          "instance": "SOPInstanceUID"}
PATH = "/modalities/duel"


def modalities(world, rng):
    yield from _registered("modalities", PATH, world.remote.modality, world)
    yield _post(f"{PATH}/echo", {})
    yield _post("/tools/dicom-echo", world.remote.modality)
    yield from _finds(world)
    for level, asked in [("Study", {"PatientID": "P00*", "StudyDate": ""}),
                         ("Patient", {"PatientID": "P00*", "PatientName": ""}),
                         ("Series", {"Modality": "CT", "StudyInstanceUID": ""}),
                         ("Instance", {"SOPInstanceUID": "", "InstanceNumber": "1"}),
                         ("Study", {"PatientID": "nobody"})]:
        yield from _query({"Level": level, "Query": asked}, level)
    yield from _sent("modalities", PATH, world)
    yield from _moves(world)
    yield from _refused()
    yield from _removed("modalities", PATH)


def peers(world, rng):
    path = "/peers/duel"
    yield from _registered("peers", path, world.remote.peer, world)
    yield _get(f"{path}/system", "peers")
    yield from _sent("peers", path, world)
    for body in ("", "nonsense", {}, {"Resources": []}, ["nonsense"]):
        yield _post(f"{path}/store", body, "peers")
    yield from _removed("peers", path)


def _registered(category, path, value, world):
    for body in ("{}", "[]", "nonsense"):
        yield put(category, path, body, **KEPT)
    yield put(category, path, json.dumps(value), **KEPT)
    for asked in ("/configuration", "/nothing", *([] if world.mixed else [""])):
        yield _get(f"{path}{asked}", category)
    for asked in ("", "?expand"):
        yield _get(f"/{category}{asked}", category)


def _removed(category, path):
    for _ in range(2):
        yield delete(category, path, **KEPT)
    for asked in (path, f"{path}/configuration", f"/{category}", f"/{category}?expand"):
        yield _get(asked, category)


def _finds(world):
    known = world.tags[world.files[0][0]]  # the remote has every fifth
    above = {}
    for level, tag in LEVELS.items():
        for query in ({tag: ""}, {"PatientID": "P001*", tag: ""}, {"PatientID": "nobody"}):
            yield _post(f"{PATH}/find-{level}", query)
        yield _post(f"{PATH}/find-{level}", {**above, tag: ""})
        above[tag] = known[tag]
    for body in ({"PatientID": "P00*"}, {"PatientID": "nobody"}, "nonsense"):
        yield _post(f"{PATH}/find", body)


def _query(body, level):
    """A query with its answers, and what is asked about one of them."""
    query = _post(f"{PATH}/query", body, makes=True)
    yield query
    for path in ("", "/level", "/modality", "/query", "/query?simplify", "/answers",
                 "/answers?expand", "/answers?expand&simplify", "/answers/0",
                 "/answers/0/content", "/answers/0/content?simplify", "/answers/999/content",
                 "/nothing"):
        yield _get(f"/queries/{{made}}{path}", after=query)
    for name in ("studies", "series", "instances"):
        child = _post(f"/queries/{{made}}/answers/0/query-{name}", {"Query": {}}, after=query,
                      makes=True)
        yield child
        for path in ("/level", "/answers?expand&simplify"):
            yield _get(f"/queries/{{made}}{path}", after=child)
        yield Question("modalities", "DELETE", "/queries/{made}", after=child, **KEPT)
    yield _post("/queries/{made}/answers/0/retrieve", {"TargetAet": "REMOTE"}, after=query)
    if level == "Study":
        yield _post("/queries/{made}/retrieve", {"TargetAet": "REMOTE"}, after=query)
    yield Question("modalities", "DELETE", "/queries/{made}", after=query, **KEPT)
    yield _get("/queries/{made}", after=query)


def _sent(category, path, world):
    """Resources, spread ones first, and a file, sent to the remote."""
    if not world.mixed:
        for level in ("instances", "series", "studies", "patients"):
            yield _post(f"{path}/store", world.pick(level), category)
        ids = [world.pick("instances"), world.pick("series")]
        yield _post(f"{path}/store", ids, category)
        yield _post(f"{path}/store", {"Resources": ids, "Synchronous": True}, category)
    for _, content in world.files[3:30:9]:
        yield _post(f"{path}/store-straight", content, category)


def _moves(world):
    study = world.main_tags("studies", world.pick("studies"))["StudyInstanceUID"]
    yield _post(f"{PATH}/move", {"Level": "Study", "TargetAet": "REMOTE",
                                 "Resources": [{"StudyInstanceUID": study}]})
    if world.number >= (1, 12, 6):
        yield _post(f"{PATH}/get", {"Level": "Study",
                                    "Resources": [{"StudyInstanceUID": study}]})


def _refused():
    for path, body in [("query", {"Level": "Nothing", "Query": {}}), ("query", "nonsense"),
                       ("query", {"Query": {}}), ("store", ""), ("store", {}), ("store", "[3]"),
                       ("store", ["nonsense"]), ("store-straight", "nonsense"), ("move", {}),
                       ("find-worklist", {}), ("find-study", "nonsense")]:
        yield _post(f"{PATH}/{path}", body)


def _get(path, category="modalities", **options):
    return get(category, path, **KEPT, **options)


def _post(path, body, category="modalities", **options):
    if isinstance(body, (dict, list)):
        body = json.dumps(body)
    return Question(category, "POST", path, body.encode() if isinstance(body, str) else body,
                    **KEPT, **options)
