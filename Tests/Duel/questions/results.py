"""Writes with one result whoever makes it: modifications that keep or give all UIDs, deletions.

A write goes to the reference and to the subject alone; its stores are asked for the resource.
"""

from Harness.dicomgen import orthanc_id, uid
from question import delete, get, post

from .hierarchy import UNKNOWN

LEVELS = ("patients", "studies", "series", "instances")
UIDS = {"studies": "StudyInstanceUID", "series": "SeriesInstanceUID", "instances": "SOPInstanceUID"}
ALL_UIDS = list(UIDS.values())
IDENTIFIERS = {"patients": "PatientID", **UIDS}
# What Orthanc would choose by itself in an anonymisation, given.
ANONYMOUS = {"Replace": {"PatientID": "DUEL-A", "PatientName": "DUEL^ANONYMOUS"},
             "Keep": [*ALL_UIDS, "FrameOfReferenceUID", "ReferencedSOPInstanceUID"]}


def _kept(category, level, id):
    """What to ask the stores instead of a write."""
    return {"at_stores": get(category, f"/{level}/{id}/statistics")}


def modifications(world, rng):
    """A resource under another identifier, all UIDs below kept: one result, whoever makes it."""
    for level in LEVELS[:3]:
        for number in range(2):
            source = world.pick(level, lambda item, level=level: _is_ours(world, level, item))
            identifier = f"DUEL-{number}" if level == "patients" else uid(rng)
            yield from _modified(world, level, source, identifier)


def _modified(world, level, source, identifier):
    kept = _kept("modifications", level, source)
    made, instances = _renamed(world, level, source, identifier)
    below = LEVELS[LEVELS.index(level) + 1:]
    yield post("modifications", f"/{level}/{source}/modify", {
        "Replace": {IDENTIFIERS[level]: identifier}, "Keep": [UIDS[name] for name in below],
        "Force": True}, **kept)
    for path in ("/statistics", "/shared-tags?simplify", "/metadata/ModifiedFrom"):
        yield get("modifications", f"/{level}/{made}{path}")
    yield post("modifications", "/tools/lookup", identifier, shape="ordered")
    for instance in instances[:2]:
        for path in ("/simplified-tags", "/metadata/ModifiedFrom", *_bytes(world)):
            yield get("modifications", f"/instances/{instance}{path}")
    yield delete("modifications", f"/{level}/{made}", **kept)


def _is_ours(world, level, item):
    return all("ISENGARD DUEL" in world.tags[id].values()
               for id in world.instances_of(level, item["ID"]))


def _renamed(world, level, source, identifier, instances=None):
    """(id, instances) that a resource, or some instances, get under another identifier."""
    named = [[identifier if name == level else world.tags[id][tag]
              for name, tag in IDENTIFIERS.items()]
             for id in instances or world.instances_of(level, source)]
    depth = LEVELS.index(level) + 1
    return orthanc_id(*named[0][:depth]), sorted(orthanc_id(*names) for names in named)


def single(world, rng):
    """Files made without being stored, resources made anew, and what is made from tags alone."""
    yield from _from_tags(rng)
    for level in LEVELS:
        path = f"/{level}/{world.pick(level)}"
        yield _single(f"{path}/reconstruct", {})
        for part in ("/statistics", "/metadata"):
            yield get("single results", f"{path}{part}")
    if not world.mixed:
        yield from _made(world)


def _bytes(world):
    """A file that a store has made is as its version makes it."""
    return [] if world.mixed else ["/file"]


def _made(world):
    for _ in range(4):
        path = f"/instances/{world.pick('instances', lambda i: _is_ours(world, 'instances', i))}"
        for body in ({"Replace": {"PatientID": "DUEL"}}, {"Remove": ["PatientName"]},
                     {"Replace": {"StudyDate": "20200202"}, "Transcode": "1.2.840.10008.1.2"}):
            yield _single(f"{path}/modify", {**body, "Keep": ALL_UIDS, "Force": True})
        yield _single(f"{path}/anonymize", {**ANONYMOUS, "Force": True})
    for level in LEVELS[:3]:
        yield from _anonymized(world, level)
    yield from _bulk(world)


def _single(path, body, **options):
    return post("single results", path, body, at_stores=get("single results", "/statistics"),
                **options)


def _anonymized(world, level):
    source = world.pick(level, lambda item: _is_ours(world, level, item))
    yield _single(f"/{level}/{source}/anonymize", {**ANONYMOUS, "Force": True})
    made, instances = _renamed(world, "patients", None, "DUEL-A", world.instances_of(level, source))
    yield get("single results", f"/patients/{made}/statistics")
    for instance in instances[:2]:
        for path in ("/simplified-tags", "/metadata/AnonymizedFrom"):
            yield get("single results", f"/instances/{instance}{path}")
    yield delete("single results", f"/patients/{made}",
                 at_stores=get("single results", "/statistics"))


def _bulk(world):
    patient = world.pick("patients", lambda item: _is_ours(world, "patients", item))
    body = {"Resources": [patient], "Level": "Patient", "Keep": ALL_UIDS, "Force": True}
    for path, change in [("/tools/bulk-modify", {"Replace": {"PatientID": "DUEL-A"}}),
                         ("/tools/bulk-anonymize", ANONYMOUS)]:
        yield _single(path, body | change)
        yield delete("single results", f"/patients/{orthanc_id('DUEL-A')}",
                     at_stores=get("single results", "/statistics"))


def _from_tags(rng):
    tags = {"PatientID": "DUEL-C", "StudyDate": "20200101", "StudyTime": "101010",
            "SeriesDate": "20200101", "SeriesTime": "101010", "Modality": "OT",
            "InstanceCreationDate": "20200101", "InstanceCreationTime": "101010",
            "ContentDate": "20200101", "ContentTime": "101010", "AcquisitionDate": "20200101",
            "AcquisitionTime": "101010", "SOPClassUID": "1.2.840.10008.5.1.4.1.1.7",
            **{tag: uid(rng) for tag in ALL_UIDS}}
    made = orthanc_id("DUEL-C", *(tags[tag] for tag in ALL_UIDS))
    for body in ({"Tags": tags, "Force": True}, {"Tags": tags}, "nonsense", []):
        yield _single("/tools/create-dicom", body)
    for path in ("/simplified-tags", "/study", "/metadata/Origin"):
        yield get("single results", f"/instances/{made}{path}")
    yield delete("single results", f"/instances/{made}",
                 at_stores=get("single results", "/statistics"))


def deletions(world, rng):
    """Every level, spread resources first; and what is left afterwards."""
    gone = set()
    for level in reversed(LEVELS):
        for id in [*world.spread_out(level)[:3], world.pick(level)]:
            if gone & set(world.instances_of(level, id)):
                continue
            gone |= set(world.instances_of(level, id))
            kept = _kept("deletions", level, id)
            yield delete("deletions", f"/{level}/{id}", **kept)
            yield delete("deletions", f"/{level}/{id}", **kept)
            yield get("deletions", f"/{level}/{id}")
            yield get("deletions", f"/{level}/{id}/statistics")
    ids = [id for id, _ in world.files if id not in gone][:3]
    yield post("deletions", "/tools/bulk-delete", {"Resources": [*ids, UNKNOWN]},
               at_stores=get("deletions", "/statistics"))
    for path in ("/statistics", *(f"/{level}" for level in LEVELS)):
        yield get("deletions", path)
