"""What Orthanc wrote down about resources above the instance: metadata and attachments."""

from question import get

from .hierarchy import UNKNOWN

CATEGORY = "records"
ABOVE = ("patients", "studies", "series")
METADATA = ["LastUpdate", "RemoteAET", "ExpectedNumberOfInstances", "MainDicomTagsSignature",
            "ModifiedFrom", "AnonymizedFrom", "1024", "7", "65535", "0", "NoSuchName"]


def records(world, rng):
    for level in ABOVE:
        numeric = ("?numeric", "?expand&numeric") if world.number >= (1, 12) else ()
        for query in ("", "?expand", *numeric):
            yield get(CATEGORY, f"/{level}/{world.pick(level)}/metadata{query}")
        for name in METADATA:
            yield get(CATEGORY, f"/{level}/{world.pick(level)}/metadata/{name}")
        for query in ("", "?full"):
            yield get(CATEGORY, f"/{level}/{world.pick(level)}/attachments{query}")
        for name in ("dicom", "1", "1025", "nothing", "dicom/data", "1025/data", "1025/info"):
            yield get(CATEGORY, f"/{level}/{world.pick(level)}/attachments/{name}")
        for path in ("metadata", "metadata/LastUpdate", "attachments", "attachments/dicom"):
            yield get(CATEGORY, f"/{level}/{UNKNOWN}/{path}")
    yield from _validators(world)


def _validators(world):
    """Reads on condition, and parts of a file."""
    for _ in range(4):
        path = f"/instances/{world.pick('instances')}"
        yield get(CATEGORY, f"{path}/metadata/TransferSyntax",
                  headers={"If-None-Match": '"0-nothing"'})
        if world.number >= (1, 12, 5):  # older ones send the whole, which is allowed
            for part in ("bytes=0-131", "bytes=128-", "bytes=5-5"):
                yield get(CATEGORY, f"{path}/attachments/dicom/data", headers={"Range": part})
