"""Writes with one result whoever makes it: modifications that keep or give all UIDs, deletions.

A write goes to the reference and to the subject alone; its stores are asked for the resource.
"""

from Harness.dicomgen import orthanc_id, uid
from question import delete, get, post

from .hierarchy import UNKNOWN

LEVELS = ("patients", "studies", "series", "instances")
UIDS = {"studies": "StudyInstanceUID", "series": "SeriesInstanceUID", "instances": "SOPInstanceUID"}
IDENTIFIERS = {"patients": "PatientID", **UIDS}


def _kept(category, level, id):
    """What to ask the stores instead of a write."""
    return {"at_stores": get(category, f"/{level}/{id}/statistics")}


def modifications(world, rng):
    """A resource under another identifier, all UIDs below kept: one result, whoever makes it."""
    for level in LEVELS[:3]:
        for number in range(3):
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
        for path in ("/simplified-tags", "/metadata/ModifiedFrom", "/file"):
            yield get("modifications", f"/instances/{instance}{path}")
    yield delete("modifications", f"/{level}/{made}", **kept)


def _is_ours(world, level, item):
    return all("ISENGARD DUEL" in world.tags[id].values()
               for id in world.instances_of(level, item["ID"]))


def _renamed(world, level, source, identifier):
    """(id, instances) that a resource gets under another identifier."""
    named = [[identifier if name == level else world.tags[id][tag]
              for name, tag in IDENTIFIERS.items()] for id in world.instances_of(level, source)]
    depth = LEVELS.index(level) + 1
    return orthanc_id(*named[0][:depth]), sorted(orthanc_id(*names) for names in named)


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
