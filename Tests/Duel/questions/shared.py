"""Answers made of the instances of several stores: tags, slices, archives and media."""

from question import get, post

from .hierarchy import UNKNOWN

CATEGORY = "shared reads"
ABOVE = ("patients", "studies", "series")
FORMATS = ("", "?simplify", "?short", "?full")


def shared_reads(world, rng):
    for level in ABOVE:
        for format in FORMATS:
            yield get(CATEGORY, f"/{level}/{world.pick(level)}/instances-tags{format}")
            yield get(CATEGORY, f"/{level}/{world.pick(level)}/shared-tags{format}")
        for path in ("instances-tags", "shared-tags"):
            yield get(CATEGORY, f"/{level}/{UNKNOWN}/{path}")
    for level in (*ABOVE, "instances"):
        for format in FORMATS:
            id = _uniform(world, rng, level)
            yield get(CATEGORY, f"/{level}/{id}/module{format}")
        yield get(CATEGORY, f"/{level}/{UNKNOWN}/module")
    for format in FORMATS:
        yield get(CATEGORY,
                  f"/studies/{_uniform(world, rng, 'studies')}/module-patient{format}")
    for id in [*(world.pick("patients") for _ in range(3)), UNKNOWN]:
        yield get(CATEGORY, f"/patients/{id}/protected")
    yield from _slices(world, rng)


def _slices(world, rng):
    """Series in the order of their slices, and stacked."""
    for modality in ("CT", "MR", "PT", "US"):
        having = lambda series: series["MainDicomTags"].get("Modality") == modality
        if not any(map(having, world.resources["series"].values())):
            continue
        for _ in range(3):
            series = world.pick("series", lambda s: having(s) and _is_ours(world, s["ID"]))
            yield get(CATEGORY, f"/series/{series}/ordered-slices")
            for query, shape in (("", "auto"), ("?compress", "zip"), ("?rescale=0", "auto")):
                yield get(CATEGORY, f"/series/{series}/numpy{query}", shape=shape)
    yield get(CATEGORY, f"/series/{UNKNOWN}/ordered-slices")
    yield get(CATEGORY, f"/series/{UNKNOWN}/numpy")


def archives(world, rng):
    for kind in ("archive", "media"):
        for level in ABOVE:
            for _ in range(2):
                yield _zip(f"/{level}/{world.pick(level)}/{kind}")
            id = world.pick(level)
            yield post("archives", f"/{level}/{id}/{kind}", "{}", shape="zip")
            yield post("archives", f"/{level}/{id}/{kind}", '{"Synchronous":true}', shape="zip")
    yield _zip(f"/studies/{world.pick('studies')}/media?extended")
    for kind in ("archive", "media", "media-extended"):
        ids = [world.pick(level) for level in ("studies", "series", "instances", "patients")]
        for body in (ids, {"Resources": ids[:2]}, [ids[2], ids[2]], []):
            yield post("archives", f"/tools/create-{kind}", body, shape="zip")
        if world.number >= (1, 12, 2):
            yield _zip(f"/tools/create-{kind}?resources={','.join(ids[:3])}")


def _zip(path):
    return get("archives", path, shape="zip")


def _is_ours(world, series):
    return "ISENGARD DUEL" in world.tags[world.instances_of("series", series)[0]].values()


def _uniform(world, rng, level):
    """A synthetic resource: its instances agree in the tags of the modules above them."""
    def agree(id):
        tags = [world.tags[instance] for instance in world.instances_of(level, id)]
        return tags[0].get("PrivateCreator") == "ISENGARD DUEL" and len(
            {t.get("PatientComments") for t in tags}) == 1
    synthetic = [id for id in sorted(world.resources[level]) if agree(id)]
    several = [id for id in synthetic if len(world.holders[id]) > 1]
    return rng.choice(several if several and rng.random() < 0.75 else synthetic)
