"""Questions about resources, their parents, children and sums."""

from question import get, post

UNKNOWN = "00000000-11111111-22222222-33333333-44444444"
CHILDREN = [("patients", "studies"), ("patients", "series"), ("patients", "instances"),
            ("studies", "series"), ("studies", "instances"), ("series", "instances")]
PARENTS = [("studies", "patient"), ("series", "patient"), ("series", "study"),
           ("instances", "patient"), ("instances", "study"), ("instances", "series")]


def lookups(world, rng):
    tags = [("patients", "PatientID"), ("studies", "StudyInstanceUID"),
            ("series", "SeriesInstanceUID"), ("instances", "SOPInstanceUID")]
    for level, tag in tags:
        for _ in range(5):
            value = world.main_tags(level, world.pick(level)).get(tag, "")
            yield _lookup(value)
    for value in ["mixedcase-id", "MIXEDCASE-ID", "p0020", "P0020", " P0020", "P0020 ", "P002",
                  "A_B", "A%B", "A B", "X1\\X2", "X1", "no such thing", "1.2.3.4", "*", "P00?0",
                  "", "012345", "12345", "#hash/slash", "L" * 64, '"P0020"']:
        yield _lookup(value)
    uids = [study["MainDicomTags"]["StudyInstanceUID"]
            for study in world.resources["studies"].values()]
    for uid in [*rng.sample(sorted(uids), 3), *sorted(u for u in set(uids) if uids.count(u) > 1)]:
        yield _lookup(uid)


def _lookup(value):
    return post("lookup", "/tools/lookup", value, shape="ordered")


def statistics(world, rng):
    yield get("statistics", "/statistics")
    for level in world.resources:
        for _ in range(7):
            yield get("statistics", f"/{level}/{world.pick(level)}/statistics")
        yield get("statistics", f"/{level}/{UNKNOWN}/statistics")


def hierarchy(world, rng):
    for level in world.resources:
        yield get("hierarchy", f"/{level}")
        yield get("hierarchy", f"/{level}?expand")
        for _ in range(6):
            yield get("hierarchy", f"/{level}/{world.pick(level)}")
        for format in ("short", "full", "simplify"):
            yield get("hierarchy", f"/{level}/{world.pick(level)}?{format}")
        yield get("hierarchy", f"/{level}/{UNKNOWN}")
    for level, child in CHILDREN:
        for _ in range(4):
            yield get("hierarchy", f"/{level}/{world.pick(level)}/{child}")
        yield get("hierarchy", f"/{level}/{UNKNOWN}/{child}")
        yield get("hierarchy", f"/{level}/{world.pick(level)}/{child}?full")
    for level, parent in PARENTS:
        for _ in range(3):
            yield get("hierarchy", f"/{level}/{world.pick(level)}/{parent}")
        yield get("hierarchy", f"/{level}/{UNKNOWN}/{parent}")
    yield from _without_expansion(world)
    yield from _bulk(world, rng)


def _without_expansion(world):
    """`expand=false` gives ids from 1.12.2 on; before, the value is ignored."""
    for level, child in CHILDREN[:4]:
        path = f"/{level}/{world.pick(level)}/{child}"
        yield get("hierarchy", f"{path}?expand=false",
                  instead=None if world.newer else get("hierarchy", path))
    yield get("hierarchy", "/studies?expand=false",
              instead=None if world.newer else get("hierarchy", "/studies"))


def _bulk(world, rng):
    for level in ("patients", "studies", "series", "instances"):
        ids = [world.pick(level) for _ in range(4)]
        yield post("hierarchy", "/tools/bulk-content", {"Resources": ids + [UNKNOWN]},
                   shape="ordered")
        yield post("hierarchy", "/tools/bulk-content",
                   {"Resources": ids, "Level": "Study", "Metadata": False})
