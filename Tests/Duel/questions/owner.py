"""Every route of one instance that its owner answers, on instances of every kind."""

from question import get, post

from .hierarchy import UNKNOWN

ROUTES = [
    "", "/file", "/tags", "/tags?simplify", "/tags?short", "/tags?full", "/tags?ignore-length=10",
    "/simplified-tags", "/header", "/header?simplify", "/header?short", "/content",
    "/content/PatientName", "/content/0008-0018", "/content/0010,0020", "/content/NoSuchTag",
    "/content/ReferencedImageSequence", "/content/ReferencedImageSequence/0",
    "/content/ReferencedImageSequence/0/0008-1155", "/content/PixelData", "/content/0042-0011",
    "/frames", "/frames/0", "/frames/0/preview", "/frames/0/rendered", "/frames/0/image-int16",
    "/frames/0/image-uint16", "/frames/0/image-uint8", "/frames/0/matlab", "/frames/0/numpy",
    "/frames/0/raw", "/frames/0/raw.gz", "/frames/2/preview", "/frames/99/preview", "/frames/x",
    "/frames/99/raw", "/preview", "/preview?quality=50", "/preview?returnUnsupportedImage",
    "/rendered", "/rendered?width=5", "/image-int16", "/image-uint16", "/image-uint8", "/matlab",
    "/numpy", "/numpy?compress", "/pdf", "/module", "/module?short", "/statistics", "/metadata",
    "/metadata?expand", "/metadata/TransferSyntax", "/metadata/SopClassUid",
    "/metadata/IndexInSeries", "/metadata/Origin", "/metadata/ReceptionDate",
    "/metadata/PixelDataOffset", "/metadata/1024", "/metadata/NoSuchName", "/attachments",
    "/attachments?full", "/attachments/dicom", "/attachments/dicom/data",
    "/attachments/dicom/compressed-data", "/attachments/dicom/size", "/attachments/dicom/md5",
    "/attachments/dicom/compressed-size", "/attachments/dicom/compressed-md5",
    "/attachments/dicom/info", "/attachments/dicom/is-compressed", "/attachments/nothing",
    "/attachments/1", "/attachments/1/md5", "/nothing", "/patient", "/study", "/series",
]

ACCEPTED = [
    ("/preview", "image/jpeg"), ("/preview", "image/png"),
    ("/preview", "image/x-portable-arbitrarymap"), ("/preview", "text/html"),
    ("/rendered", "image/jpeg"), ("/file", "application/dicom+json"), ("/file", "*/*"),
]


def routes(world, rng):
    kinds = _kinds(world, rng)
    for number, route in enumerate(ROUTES):
        for turn in range(3):
            instance = kinds[(number * 3 + turn) % len(kinds)]
            yield get("owner routes", f"/instances/{instance}{route}")
    for instance in kinds:
        yield get("owner routes", f"/instances/{instance}/file")
        yield get("owner routes", f"/instances/{instance}/tags")
    for route, accept in ACCEPTED:
        instance = rng.choice(kinds)
        yield get("owner routes", f"/instances/{instance}{route}", headers={"Accept": accept})
    for id in sorted(id for id, tags in world.tags.items() if tags.get("Modality") == "DOC")[:4]:
        yield get("owner routes", f"/instances/{id}/pdf")
    for route in ("/file", "/tags", "/preview", "/content", "/frames", "/metadata",
                  "/attachments", "/attachments/dicom/data", "/pdf", "/header"):
        yield get("owner routes", f"/instances/{UNKNOWN}{route}")
    for level in ("patients", "studies", "series"):
        for route in ("/metadata", "/metadata/LastUpdate", "/metadata/NoSuch", "/attachments",
                      "/attachments/dicom"):
            yield get("owner routes", f"/{level}/{world.pick(level)}{route}")
    yield post("owner routes", f"/instances/{kinds[0]}/export", "nowhere.dcm")


def _kinds(world, rng):
    """Instances that differ in kind: two of each class and pixel format, spread ones first."""
    groups = {}
    for id in sorted(world.tags):
        tags = world.tags[id]
        key = (tags.get("SOPClassUID"), tags.get("PhotometricInterpretation"),
               tags.get("BitsAllocated"), "NumberOfFrames" in tags,
               "ReferencedImageSequence" in tags)
        groups.setdefault(key, []).append(id)
    chosen = []
    for key in sorted(groups, key=str):
        ids = groups[key]
        rng.shuffle(ids)
        chosen += sorted(ids, key=lambda id: -len(world.holders[id]))[:2]
    rng.shuffle(chosen)
    return chosen
