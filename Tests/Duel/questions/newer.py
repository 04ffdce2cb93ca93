"""Fields that Orthanc 1.10.1 ignores; asked where the reference knows them."""

from oracle import PLURAL
from question import Slice, find, get, post

from .hierarchy import UNKNOWN

CATEGORY = "newer fields"


def fields(world, rng):
    if not world.newer:
        return
    yield from _orders(rng)
    yield from _ancestors(world)
    yield from _contents(world)
    yield from _counts(world, rng)


def _orders(rng):
    """Lists in an asked order, and a page of each.

    Orthanc sorts names without their letters beyond ASCII, and what is no number as SQLite makes
    one of it; the values here are ASCII, and numbers where numbers are compared.
    """
    for level, type, key in [
            ("Study", "DicomTag", "StudyDate"), ("Study", "DicomTag", "StudyTime"),
            ("Patient", "DicomTag", "PatientBirthDate"), ("Series", "DicomTag", "Modality"),
            ("Series", "DicomTag", "SeriesInstanceUID"),
            ("Series", "DicomTagAsInt", "SeriesNumber"),
            ("Instance", "DicomTagAsInt", "AcquisitionNumber"),
            ("Instance", "MetadataAsInt", "IndexInSeries")]:
        for direction in ("ASC", "DESC"):
            query = {"PatientID": "P00*"} if type.endswith("AsInt") else {}
            body = {"Level": level, "Query": query, "OrderBy": [
                {"Type": type, "Key": key, "Direction": direction}]}
            options = {"shape": "ordered", "order": (PLURAL[level], key)}
            full = post(CATEGORY, "/tools/find", body, **options)
            yield full
            since, limit = rng.randrange(60), rng.randint(1, 30)
            yield post(CATEGORY, "/tools/find", body | {"Since": since, "Limit": limit},
                       slice=Slice(full, since, limit), **options)


def _ancestors(world):
    for parent, above, level in [("ParentPatient", "patients", "Study"),
                                 ("ParentPatient", "patients", "Instance"),
                                 ("ParentStudy", "studies", "Series"),
                                 ("ParentStudy", "studies", "Instance"),
                                 ("ParentSeries", "series", "Instance")]:
        for _ in range(2):
            yield find(CATEGORY, level, {}, **{parent: world.pick(above)})
        yield find(CATEGORY, level, {}, **{parent: UNKNOWN})
    yield find(CATEGORY, "Study", {}, ParentSeries=world.pick("series"))
    for parent, level, name in [("ParentPatient", "patients", "Patient"),
                                ("ParentStudy", "studies", "Study"),
                                ("ParentSeries", "series", "Series")]:
        yield find(CATEGORY, name, {}, **{parent: world.pick(level)})
        yield find(CATEGORY, name, {}, **{parent: UNKNOWN})


def _contents(world):
    """Answers of chosen parts; not Status, which Orthanc then calls Unknown, whatever it is."""
    for parts in [["MainDicomTags"], ["Children", "Parent"], ["Labels", "IsStable"], ["Parent"],
                  ["RequestedTags"], [], ["Nonsense"]]:
        for level in ("Study", "Series"):
            yield find(CATEGORY, level, {}, ResponseContent=parts, Limit=5)
        yield get(CATEGORY, f"/series/{world.pick('series')}?response-content={';'.join(parts)}")
    for path in ["/studies?expand&requested-tags=ModalitiesInStudy;NumberOfStudyRelatedInstances",
                 "/patients?expand&requested-tags=NumberOfPatientRelatedSeries;PatientName",
                 f"/series/{world.pick('series')}?requested-tags=NumberOfSeriesRelatedInstances",
                 f"/studies/{world.pick('studies')}/series?requested-tags=Nonsense"]:
        yield get(CATEGORY, path)


def _counts(world, rng):
    for level, query in [("Patient", {}), ("Study", {"PatientName": "*a*"}), ("Instance", {}),
                         ("Study", {"ModalitiesInStudy": "CT\\MR"}), ("Series", {"Modality": "CT"}),
                         ("Study", {"StudyDate": "20000101-20101231"})]:
        body = {"Level": level, "Query": query}
        yield post(CATEGORY, "/tools/count-resources", body)
        yield post(CATEGORY, "/tools/count-resources", body | {
            "Since": rng.randrange(5), "Limit": 3})
