"""The raw rule of /tools/find, for resources that a reference misses.

Orthanc narrows a search by values without their non-ASCII letters, or by SQLite's folding, which
knows ASCII alone, before it compares the values themselves. So it may lack matches; the federation
must not, and this module says what it should have found.
"""

import re

RANGES = {"StudyDate", "SeriesDate", "PatientBirthDate", "StudyTime", "SeriesTime"}


def fold(text):
    """Upper case letter by letter; a letter whose upper case has two letters stays."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def tags_of(world, level, id):
    """Main tags of a resource and of all above it."""
    resource = world.resources[level][id]
    tags = dict(resource["MainDicomTags"])
    for name, above in (("ParentSeries", "series"), ("ParentStudy", "studies"),
                        ("ParentPatient", "patients")):
        if name in resource:
            tags = {**tags_of(world, above, resource[name]), **tags}
    return tags


def _one(wanted, value, sensitive):
    if not sensitive:
        wanted, value = fold(wanted), fold(value)
    if "*" in wanted or "?" in wanted:
        pattern = re.escape(wanted).replace(r"\*", ".*").replace(r"\?", ".")
        return re.fullmatch(pattern, value, re.DOTALL) is not None
    return wanted == value


def _constraint(tag, wanted, value, sensitive):
    if wanted == "":
        return True
    if value is None:
        return False
    if tag in RANGES and "-" in wanted:
        low, _, high = wanted.partition("-")
        return (not low or low <= value) and (not high or value <= high)
    values = value.split("\\")
    if "\\" in wanted:
        equal = [w if sensitive else fold(w) for w in wanted.split("\\")]
        return any((v if sensitive else fold(v)) in equal for v in values)
    return any(_one(wanted, v.strip(), sensitive) for v in (*values, value))


def matches(world, level, id, body):
    """Whether a resource matches the question in `body`, every tag being a main one."""
    tags = tags_of(world, level, id)
    for tag, wanted in body["Query"].items():
        if tag == "ModalitiesInStudy":
            value = "\\".join(modalities(world, id))
        else:
            value = tags.get(tag)
        if not _constraint(tag, wanted, value, body.get("CaseSensitive", False)):
            return False
    return True


def modalities(world, study):
    """Modalities of a study's series."""
    return [series["MainDicomTags"].get("Modality", "")
            for series in world.resources["series"].values() if series["ParentStudy"] == study]


def beyond_ascii(world, level, id, body):
    """Whether some value that decides is not ASCII."""
    tags = tags_of(world, level, id)
    return any(wanted and not (wanted + tags.get(tag, "")).isascii()
               for tag, wanted in body["Query"].items())


def has_twin(world, id):
    """Whether another study bears the same StudyInstanceUID."""
    uid = world.resources["studies"][id]["MainDicomTags"].get("StudyInstanceUID")
    return sum(study["MainDicomTags"].get("StudyInstanceUID") == uid
               for study in world.resources["studies"].values()) > 1
