"""The raw rule of /tools/find, for resources that a reference misses.

Orthanc narrows a search by values without their non-ASCII letters, or by SQLite's folding, which
knows ASCII alone, before it compares the values themselves. So it may lack matches; the federation
must not, and this module says what it should have found.
"""

import re

from Harness.dicomgen import TAGS

PLURAL = {"Patient": "patients", "Study": "studies", "Series": "series",
          "Instance": "instances"}
COMPUTED = {
    "NumberOfPatientRelatedStudies": "studies", "NumberOfPatientRelatedSeries": "series",
    "NumberOfPatientRelatedInstances": "instances", "NumberOfStudyRelatedSeries": "series",
    "NumberOfStudyRelatedInstances": "instances", "NumberOfSeriesRelatedInstances": "instances",
    "ModalitiesInStudy": "modalities", "SOPClassesInStudy": "classes",
}
NUMBERED = {"0008,0061": "ModalitiesInStudy"}
PRIVATE, PRIVATE_TAG = "Unknown Tag & Data", "0011,1001"
# Searched by the questions, and no main tag of any level.
NOT_MAIN = {
    "ModalitiesInStudy", "Rows", "Columns", "BitsAllocated", "KVP", "SliceThickness", "PatientAge",
    "PatientWeight", "ManufacturerModelName", "DeviceSerialNumber", "SoftwareVersions",
    "PatientComments", "PhotometricInterpretation", "SOPClassUID", "ImageType", PRIVATE_TAG,
}
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


def shown(body):
    """Tags of RequestedTags in the answer to a search: those asked for, and those searched."""
    if not body.get("Expand"):
        return []
    searched = [NUMBERED.get(_comma(tag), _comma(tag)) for tag, value in body["Query"].items()
                if value]
    return [*body.get("RequestedTags", []), *(tag for tag in searched if tag in NOT_MAIN)]


def _comma(tag):
    return f"{tag[:4]},{tag[5:]}" if re.fullmatch("[0-9a-f]{4}[-,][0-9a-f]{4}", tag) else tag


def requested(world, resource, wanted, body):
    """The RequestedTags of an expanded resource, as `body` wants them named."""
    level = PLURAL[resource["Type"]]
    values = {tag: _value(world, level, resource["ID"], tag) for tag in wanted}
    present = {tag: value for tag, value in values.items() if value is not None}
    if not (body.get("Short") or body.get("Full")):
        return {PRIVATE if tag == PRIVATE_TAG else tag: value for tag, value in present.items()}
    if body.get("Short"):
        return {_number(tag): value for tag, value in present.items()}
    return {_number(tag): {"Name": PRIVATE if tag == PRIVATE_TAG else tag, "Type": "String",
                           "Value": value} for tag, value in present.items()}


def _number(tag):
    numbers = {name: number for number, name in NUMBERED.items()}
    if tag in numbers or tag == PRIVATE_TAG:
        return numbers.get(tag, tag)
    return f"{TAGS[tag][0] >> 16:04x},{TAGS[tag][0] & 0xFFFF:04x}"


def _value(world, level, id, tag):
    """The text of a tag: computed, a main one, or that of any file of the resource."""
    resource = world.resources[level][id]
    if tag in COMPUTED:
        return computed(world, resource, tag)
    if tag not in NOT_MAIN:
        return resource["MainDicomTags"].get(tag)
    file = world.tags[world.instances_of(level, id)[0]]
    return file.get(PRIVATE if tag == PRIVATE_TAG else tag)


def computed(world, resource, tag):
    """The value of a tag that no file holds."""
    level = PLURAL[resource["Type"]]
    instances = world.instances_of(level, resource["ID"])
    kind = COMPUTED[tag]
    if kind == "instances":
        return str(len(instances))
    if kind == "classes":
        return "\\".join(sorted({world.tags[id]["SOPClassUID"] for id in instances}))
    series = {world.resources["instances"][id]["ParentSeries"] for id in instances}
    if kind == "modalities":
        return "\\".join(sorted(filter(None, set(modalities(world, resource["ID"])))))
    if kind == "series":
        return str(len(series))
    return str(len({world.resources["series"][id]["ParentStudy"] for id in series}))
