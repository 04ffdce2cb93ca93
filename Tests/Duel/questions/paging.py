"""Whole lists and the walks over their pages."""

from question import find, get, list_walk, walk

from .searches import LEVEL_NAMES, uniform_values


def walks(world, rng):
    for level, resources in world.resources.items():
        count = len(resources)
        yield from list_walk("paging", f"/{level}", max(7, count // rng.randint(3, 5)), count)
    count = len(world.resources["studies"])
    yield from list_walk("paging", "/studies", 40, count, "expand")
    yield from list_walk("paging", "/patients", 25, len(world.resources["patients"]), "expand")
    yield from _limit_zero(world)
    for level, query in [("patients", {}), ("studies", {}), ("studies", {"PatientName": "*a*"}),
                         ("studies", {"ModalitiesInStudy": "CT\\MR"}),
                         ("series", {"Modality": "CT"}), ("studies", {"StudyDate": "2000-"})]:
        hits = len(_ask(world, level, query))
        fields = rng.choice([{}, {"Expand": True}])
        yield from walk("paging", LEVEL_NAMES[level], query, max(1, hits // 3), hits, **fields)
    if not world.newer:  # newer versions refuse Since with a tag that is not indexed
        for level, tag in [("instances", "Rows"), ("studies", "PatientComments")]:
            value = rng.choice(uniform_values(world, level, tag))
            hits = len(_ask(world, level, {tag: value}))
            # Several pages end in the middle of what is asked of the stores at once.
            yield from walk("paging", LEVEL_NAMES[level], {tag: value}, max(1, hits // 5), hits)


def _ask(world, level, query):
    question = find("paging", LEVEL_NAMES[level], query)
    return world.reference.client.post("/tools/find", question.body).json


def _limit_zero(world):
    """`limit=0` is no limit from 1.12.5 on; before, an empty list."""
    for level in ("patients", "series"):
        full = get("paging", f"/{level}")
        yield get("paging", f"/{level}?since=0&limit=0", instead=None if world.newer else full)
    yield find("paging", "Study", {}, Limit=0)
    yield find("paging", "Study", {}, Limit=100000)
    yield find("paging", "Study", {}, Since=100000)
