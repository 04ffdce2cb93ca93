"""Questions to /tools/find, made from values that the data really has."""

from question import find

LEVEL_NAMES = {"patients": "Patient", "studies": "Study", "series": "Series",
               "instances": "Instance"}

TEXT_TAGS = {
    "patients": ["PatientName", "PatientID", "PatientSex", "OtherPatientIDs"],
    "studies": ["PatientName", "PatientID", "StudyDescription", "AccessionNumber",
                "ReferringPhysicianName", "InstitutionName", "StudyID",
                "RequestedProcedureDescription"],
    "series": ["SeriesDescription", "Modality", "BodyPartExamined", "ProtocolName",
               "StationName", "Manufacturer", "OperatorsName"],
    "instances": ["ImageComments"],
}


def sample(world, rng, level, tags=None):
    """(tag, value) of a resource, the value not empty."""
    tags = tags or TEXT_TAGS[level]
    while True:
        values = world.main_tags(level, world.pick(level))
        tag = rng.choice(tags)
        if values.get(tag):
            return tag, values[tag]


def some_level(rng, instances=False):
    weights = [3, 5, 3, 1 if instances else 0]
    return rng.choices(list(LEVEL_NAMES), weights)[0]


def options(rng):
    """Random fields that shape the answer without choosing it."""
    return rng.choice([{}, {"Expand": True}, {"Expand": True}, {"Expand": 1},
                       {"Expand": True, "Short": True}, {"Expand": True, "Full": True},
                       {"Expand": False}])


def wildcards(world, rng):
    for _ in range(34):
        level = some_level(rng, instances=True)
        tag, value = sample(world, rng, level)
        yield find("wildcards", LEVEL_NAMES[level], {tag: _pattern(rng, value)}, **options(rng))
    for level, tag in [("studies", "PatientName"), ("patients", "PatientID"),
                       ("series", "Modality"), ("studies", "StudyDescription")]:
        for pattern in ["*", "?*", "*?", "**"]:
            yield find("wildcards", LEVEL_NAMES[level], {tag: pattern})
    for pattern in ["A?B", "A_B", "A%B", "A_*", "*%*", "*_*", "X1*", "*X2", "*\\*"]:
        yield find("wildcards", "Patient", {"PatientID": pattern}, Expand=True)
    for pattern in ["a\\*b", "a*b", "what?", "*(left)", "100%*", "100%?dose", "under?score", "x*"]:
        yield find("wildcards", "Study", {"StudyDescription": pattern})


def _pattern(rng, value):
    i = rng.randrange(len(value))
    j = rng.randrange(i, len(value)) + 1
    return rng.choice([
        value[:j] + "*", "*" + value[i:], "*" + value[i:j] + "*",
        value[:i] + "?" + value[i + 1:], value[:i] + "*" + value[j:],
        "?" * len(value), value[:1] + "*" + value[-1:], value[:i] + "?" + value[i + 1:j] + "*",
    ])


def lists(world, rng):
    for _ in range(30):
        level = some_level(rng, instances=True)
        tag, value = sample(world, rng, level)
        values = [value] + [world.main_tags(level, world.pick(level)).get(tag) or "NO SUCH"
                            for _ in range(rng.randint(1, 3))]
        rng.shuffle(values)
        yield find("lists", LEVEL_NAMES[level], {tag: "\\".join(values)}, **options(rng))
    for level, tag in [("studies", "StudyInstanceUID"), ("series", "SeriesInstanceUID"),
                       ("instances", "SOPInstanceUID"), ("patients", "PatientID")]:
        ids = [world.pick(level) for _ in range(5)]
        values = [world.main_tags(level, id)[tag] for id in ids]
        yield find("lists", LEVEL_NAMES[level], {tag: "\\".join(values)}, Expand=True)
        yield find("lists", LEVEL_NAMES[level], {tag: "\\".join(values + ["9.9.9"])})
    for value in ["CT\\MR", "ct\\mr", "CT\\", "\\CT", "CT\\\\MR", "C*\\MR"]:
        yield find("lists", "Series", {"Modality": value})
    for value in ["X1", "X2", "X1\\X2", "X2\\X1", "x1"]:
        yield find("lists", "Patient", {"PatientID": value})
    for value in ["BRAIN", "ABDOMEN", "PELVIS", "ABDOMEN\\BRAIN"]:
        yield find("lists", "Study", {"StudyDescription": value})


def ranges(world, rng):
    tags = [("studies", "StudyDate"), ("studies", "StudyDate"), ("studies", "StudyTime"),
            ("series", "SeriesDate"), ("patients", "PatientBirthDate"),
            ("studies", "PatientBirthDate")]
    for _ in range(36):
        level, tag = rng.choice(tags)
        _, first = sample(world, rng, level, [tag])
        _, second = sample(world, rng, level, [tag])
        first, second = sorted([first, second])
        value = rng.choice([f"{first}-{second}", f"{first}-{second}", f"-{second}", f"{first}-",
                            f"{first}-{first}", f"{second}-{first}", first,
                            f"{first}\\{second}"])
        yield find("ranges", LEVEL_NAMES[level], {tag: value}, **options(rng))
    for value in ["20000101-20101231", "2000-2010", "-", "1990-", "-99999999", "2005", "--",
                  "20000101-20051231-20101231", " 20000101-20101231"]:
        yield find("ranges", "Study", {"StudyDate": value})
    yield find("ranges", "Series", {"StudyDate": "20000101-20201231"})
    yield find("ranges", "Study", {"StudyTime": "080000-120000", "StudyDate": "2000-2020"})


def charsets(world, rng):
    for _ in range(34):
        level = rng.choice(["patients", "studies", "studies", "series"])
        pool = [id for id in world.resources[level]
                if any(not value.isascii() for value in _texts(world, level, id).values())]
        several = [id for id in pool if len(world.holders[id]) > 1] or pool
        id = rng.choice(sorted(several if rng.random() < 0.75 else pool))
        values = {k: v for k, v in _texts(world, level, id).items() if not v.isascii()}
        tag = rng.choice(sorted(values))
        yield find("charsets", LEVEL_NAMES[level], {tag: _changed(rng, values[tag])},
                   **options(rng), **rng.choice([{}, {}, {"CaseSensitive": True}]))
    for value in ["Muller*", "MÜLLER*", "müller*", "M?ller*", "*é*", "*É*", "weiss^gross",
                  "WEIß^GROß", "WEISS*", "*ÿ*", "*Ÿ*", "*i*", "*İ*", "*ı*", "*=山田*", "*山*", "?*太郎",
                  "ИВАНОВ*", "иванов*", "Παπαδόπουλος*", "παπαδόπουλοσ*", "ΠΑΠΑΔΌΠΟΥΛΟΣ*", "*^Ж*",
                  "Ñ*", "ñ*", "n*", "王*", "*=张*"]:
        yield find("charsets", "Study", {"PatientName": value}, Expand=rng.random() < 0.3)


def _texts(world, level, id):
    tags = world.main_tags(level, id)
    return {tag: tags[tag] for tag in TEXT_TAGS[level] if tags.get(tag)}


def _changed(rng, value):
    i = rng.randrange(len(value))
    return rng.choice([value, value.lower(), value.upper(), value[:i + 1] + "*",
                       "*" + value[i:], value[:i] + "?" + value[i + 1:], value.swapcase()])


def empty_values(world, rng):
    tags = [("studies", "StudyDescription"), ("studies", "AccessionNumber"),
            ("studies", "StudyDate"), ("patients", "PatientSex"), ("patients", "PatientBirthDate"),
            ("series", "SeriesDescription"), ("series", "BodyPartExamined"),
            ("studies", "ReferringPhysicianName"), ("studies", "StudyID"),
            ("instances", "ImageComments"), ("instances", "AcquisitionNumber")]
    for level, tag in tags:
        yield find("empty values", LEVEL_NAMES[level], {tag: ""})
        if "Date" not in tag and tag != "AcquisitionNumber":
            yield find("empty values", LEVEL_NAMES[level], {tag: "*"}, **options(rng))
        _, value = sample(world, rng, level, [tag])
        yield find("empty values", LEVEL_NAMES[level], {tag: "\\" + value})
    for level in LEVEL_NAMES:
        yield find("empty values", LEVEL_NAMES[level], {}, Expand=level == "patients")
    yield find("empty values", "Study", {"PatientID": "", "StudyDate": "", "Modality": ""})
    yield find("empty values", "Study", {"StudyTime": " "})
    yield find("empty values", "Study", {"StudyDescription": " "})
    yield find("empty values", "Patient", {"PatientID": " "})


def case(world, rng):
    for _ in range(36):
        level = some_level(rng, instances=True)
        tag, value = sample(world, rng, level)
        text = rng.choice([value.lower(), value.upper(), value.swapcase(), value,
                           value.lower()[:3] + "*", "*" + value.upper()[-3:]])
        sensitive = rng.choice([{"CaseSensitive": True}, {"CaseSensitive": False}, {}])
        yield find("case", LEVEL_NAMES[level], {tag: text}, **sensitive, **options(rng))
    for level in ["study", "STUDIES", "Studies", "image", "Images", "series", "SERIES",
                  "instances", "patients"]:
        yield find("case", level, {"PatientID": "P001*"})
    uid = world.main_tags("studies", world.pick("studies"))["StudyInstanceUID"]
    for key in ["StudyInstanceUID", "0020,000d", "0020-000D", "0020000d", "0020,000D"]:
        yield find("case", "Study", {key: uid}, Expand=True)


def computed_tags(world, rng):
    modalities = ["CT", "MR", "US", "SR", "PT", "NM", "DX", "OT", "DOC"]
    for modality in modalities:
        yield find("computed tags", "Study", {"ModalitiesInStudy": modality}, **options(rng))
    for _ in range(14):
        some = "\\".join(rng.sample(modalities + ["XX"], rng.randint(2, 3)))
        yield find("computed tags", "Study", {"ModalitiesInStudy": some}, **options(rng))
    yield find("computed tags", "Study", {"ModalitiesInStudy": "ct"})
    yield find("computed tags", "Study", {"ModalitiesInStudy": "ct"}, CaseSensitive=True)
    yield find("computed tags", "Study", {"ModalitiesInStudy": ""})
    yield find("computed tags", "Study", {"ModalitiesInStudy": "XX"})
    yield find("computed tags", "Study", {"0008,0061": "CT"})
    for _ in range(8):
        study = world.pick("studies", lambda s: s["MainDicomTags"].get("StudyDate"))
        tags = world.main_tags("studies", study)
        modality = _modality(world, rng, study)
        yield find("computed tags", "Study", {
            "ModalitiesInStudy": modality, "StudyDate": "19960101-" + tags["StudyDate"]},
            Expand=True)
        yield find("computed tags", "Study", {
            "ModalitiesInStudy": modality, "PatientID": tags["PatientID"]})
    yield from _requested(world, rng)


def _modality(world, rng, study):
    found = [series["MainDicomTags"].get("Modality") for series in
             world.resources["series"].values() if series["ParentStudy"] == study]
    return rng.choice(sorted(filter(None, found)) or ["CT"])


def _requested(world, rng):
    """Older references ignore RequestedTags; rule R17 answers in their place."""
    for level, tags in [("Patient", ["NumberOfPatientRelatedStudies", "PatientID"]),
                        ("Patient", ["NumberOfPatientRelatedInstances",
                                     "NumberOfPatientRelatedSeries"]),
                        ("Study", ["ModalitiesInStudy", "NumberOfStudyRelatedSeries"]),
                        ("Study", ["NumberOfStudyRelatedInstances", "SOPClassesInStudy"]),
                        ("Series", ["NumberOfSeriesRelatedInstances"])]:
        yield find("computed tags", level, {}, Expand=True, RequestedTags=tags)


def non_indexed(world, rng):
    tags = ["Rows", "Columns", "BitsAllocated", "KVP", "SliceThickness", "PatientAge",
            "PatientWeight", "ManufacturerModelName", "DeviceSerialNumber", "SoftwareVersions",
            "PatientComments", "PhotometricInterpretation", "SOPClassUID", "ImageType"]
    for _ in range(30):
        level = rng.choice(["studies", "series", "series", "instances", "patients"])
        tag = rng.choice(tags)
        values = uniform_values(world, level, tag)
        if not values:
            continue
        value = rng.choice(values)
        if tag in ("ManufacturerModelName", "PatientComments", "DeviceSerialNumber"):
            value = rng.choice([value, value.lower(), value[:3] + "*", "*" + value[-2:]])
        if tag == "PhotometricInterpretation":
            value = rng.choice([value, value[:4] + "*"])
        yield find("non-indexed tags", LEVEL_NAMES[level], {tag: value}, **options(rng))
    for value in ["alpha", "ALPHA", "al*", "alpha\\beta", "*", "zeta"]:
        yield find("non-indexed tags", "Study", {"0011,1001": value})
        yield find("non-indexed tags", "Series", {"0011-1001": value}, Expand=True)
    for _ in range(6):
        patient = world.main_tags("patients", world.pick("patients"))["PatientID"]
        yield find("non-indexed tags", "Instance", {"PatientID": patient, "Rows": "8\\12\\16"})
        yield find("non-indexed tags", "Series", {"Modality": "CT", "Rows": rng.choice(
            ["8", "12", "16"])}, Expand=True)
    yield from _several_tags(world, rng)


def _several_tags(world, rng):
    """Two tags of one instance, and one of them beside a value that it doesn't have."""
    tags = ["Rows", "Columns", "BitsAllocated", "KVP", "SliceThickness", "PatientAge"]
    for number in range(8):
        id = world.pick("instances")
        own = {tag: world.tags[id][tag] for tag in tags if world.tags[id].get(tag)}
        if len(own) < 2:
            continue
        query = dict(rng.sample(sorted(own.items()), 2))
        if number % 2:
            query[rng.choice(sorted(query))] = "7"
        yield find("non-indexed tags", "Instance", query | {"PatientID": world.tags[id].get(
            "PatientID", "")})


def uniform_values(world, level, tag):
    """Values of a tag that not every resource need have, if no resource has two of them.

    Orthanc tests such a tag on one arbitrary instance of the resource: a question whose answer
    depends on which one it is would compare luck.
    """
    if level != "instances":
        for id in world.resources[level]:
            below = {str(world.tags[i].get(tag)) for i in world.instances_of(level, id)}
            if len(below) > 1:
                return []
    values = sorted({tags[tag] for tags in world.tags.values()
                     if isinstance(tags.get(tag), str) and tags[tag]})
    # Old versions read ISO_IR 13's backslash as the yen sign that it looks like in Japan.
    return [value for value in values if "¥" not in value] if world.mixed else values


def combinations(world, rng):
    for _ in range(30):
        level = some_level(rng, instances=True)
        id = world.pick(level)
        query = {}
        for _ in range(rng.randint(2, 4)):
            values = _texts(world, level, id)
            tag = rng.choice(sorted(values) or ["PatientID"])
            value = values.get(tag, "*")
            query[tag] = rng.choice([value, value, value.lower(), value[:2] + "*", ""])
        yield find("combinations", LEVEL_NAMES[level], query, **options(rng))
    for _ in range(12):
        series = world.pick("series")
        study = world.resources["series"][series]["ParentStudy"]
        tags = world.main_tags("studies", study) | world.main_tags("series", series)
        yield find("combinations", "Series", {
            "StudyInstanceUID": tags["StudyInstanceUID"], "Modality": tags.get("Modality", "")})
        yield find("combinations", "Instance", {
            "SeriesInstanceUID": tags["SeriesInstanceUID"], "PatientID": tags["PatientID"]},
            Expand=True)
    yield find("combinations", "Study", {"SeriesInstanceUID": "*"[:0] + tags["SeriesInstanceUID"]})
    yield find("combinations", "Study", {"Modality": "CT"})
    yield find("combinations", "Patient", {"StudyDate": "20000101-"})
    yield find("combinations", "Study", {"Modality": "CT", "PatientName": "*"})
