"""DICOM files made byte by byte: Explicit VR Little Endian, any character set, fast."""

import hashlib
import struct

EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"

# Keyword: (tag, VR). Only what the corpora use.
TAGS = {
    "SpecificCharacterSet": (0x00080005, "CS"), "ImageType": (0x00080008, "CS"),
    "SOPClassUID": (0x00080016, "UI"), "SOPInstanceUID": (0x00080018, "UI"),
    "StudyDate": (0x00080020, "DA"), "SeriesDate": (0x00080021, "DA"),
    "StudyTime": (0x00080030, "TM"), "SeriesTime": (0x00080031, "TM"),
    "AccessionNumber": (0x00080050, "SH"), "Modality": (0x00080060, "CS"),
    "Manufacturer": (0x00080070, "LO"), "InstitutionName": (0x00080080, "LO"),
    "ReferringPhysicianName": (0x00080090, "PN"), "StationName": (0x00081010, "SH"),
    "StudyDescription": (0x00081030, "LO"), "SeriesDescription": (0x0008103E, "LO"),
    "OperatorsName": (0x00081070, "PN"), "ManufacturerModelName": (0x00081090, "LO"),
    "ReferencedImageSequence": (0x00081140, "SQ"),
    "ReferencedSOPClassUID": (0x00081150, "UI"),
    "ReferencedSOPInstanceUID": (0x00081155, "UI"),
    "PatientName": (0x00100010, "PN"), "PatientID": (0x00100020, "LO"),
    "PatientBirthDate": (0x00100030, "DA"), "PatientSex": (0x00100040, "CS"),
    "OtherPatientIDs": (0x00101000, "LO"), "PatientAge": (0x00101010, "AS"),
    "PatientWeight": (0x00101030, "DS"), "PatientComments": (0x00104000, "LT"),
    "BodyPartExamined": (0x00180015, "CS"), "SliceThickness": (0x00180050, "DS"),
    "KVP": (0x00180060, "DS"), "DeviceSerialNumber": (0x00181000, "LO"),
    "SoftwareVersions": (0x00181020, "LO"), "ProtocolName": (0x00181030, "LO"),
    "StudyInstanceUID": (0x0020000D, "UI"), "SeriesInstanceUID": (0x0020000E, "UI"),
    "StudyID": (0x00200010, "SH"), "SeriesNumber": (0x00200011, "IS"),
    "AcquisitionNumber": (0x00200012, "IS"), "InstanceNumber": (0x00200013, "IS"),
    "ImagePositionPatient": (0x00200032, "DS"),
    "ImageOrientationPatient": (0x00200037, "DS"),
    "FrameOfReferenceUID": (0x00200052, "UI"), "ImagesInAcquisition": (0x00201002, "IS"),
    "ImageComments": (0x00204000, "LT"), "SamplesPerPixel": (0x00280002, "US"),
    "PhotometricInterpretation": (0x00280004, "CS"), "PlanarConfiguration": (0x00280006, "US"),
    "NumberOfFrames": (0x00280008, "IS"), "Rows": (0x00280010, "US"),
    "Columns": (0x00280011, "US"), "BitsAllocated": (0x00280100, "US"),
    "BitsStored": (0x00280101, "US"), "HighBit": (0x00280102, "US"),
    "PixelRepresentation": (0x00280103, "US"), "WindowCenter": (0x00281050, "DS"),
    "WindowWidth": (0x00281051, "DS"), "RequestedProcedureDescription": (0x00321060, "LO"),
    "DocumentTitle": (0x00420010, "ST"), "EncapsulatedDocument": (0x00420011, "OB"),
    "MIMETypeOfEncapsulatedDocument": (0x00420012, "LO"),
    "PixelData": (0x7FE00010, "OW"),
}

# DICOM's name of a character set: Python's codec.
CODECS = {
    "": "ascii", "ISO_IR 100": "latin-1", "ISO_IR 101": "iso8859-2", "ISO_IR 126": "iso8859-7",
    "ISO_IR 144": "iso8859-5", "ISO_IR 192": "utf-8", "GB18030": "gb18030",
    "\\ISO 2022 IR 87": "iso2022_jp",
}

LONG = {"OB", "OW", "SQ", "UN", "UT", "UC", "UR"}
CHARSET_DEPENDENT = {"SH", "LO", "ST", "PN", "LT", "UT", "UC"}


class Private:
    """The key of a private element: its creator's name, group, element offset and VR."""

    def __init__(self, creator, group, offset, vr):
        self.creator, self.group, self.offset, self.vr = creator, group, offset, vr


def _value_bytes(vr, value, codec):
    if isinstance(value, bytes):
        raw = value
    elif vr == "US":
        values = value if isinstance(value, (list, tuple)) else [value]
        raw = struct.pack(f"<{len(values)}H", *values)
    else:
        text = str(value)
        raw = text.encode(codec if vr in CHARSET_DEPENDENT else "ascii")
    if len(raw) % 2:
        raw += b"\0" if vr in ("UI", "OB", "UN") else b" "
    return raw


def element(tag, vr, raw):
    """One encoded data element; `raw` has even length."""
    head = struct.pack("<HH", tag >> 16, tag & 0xFFFF) + vr.encode()
    if vr in LONG:
        return head + b"\0\0" + struct.pack("<I", len(raw)) + raw
    return head + struct.pack("<H", len(raw)) + raw


def _sequence(items, codec):
    content = b""
    for item in items:
        body = encode(item, codec)
        content += struct.pack("<HHI", 0xFFFE, 0xE000, len(body)) + body
    return content


def encode(values, codec):
    """A data set: elements in ascending order of tag.

    `values` maps keywords and `Private` keys to values; lists of dicts make sequences, `None`
    leaves an element out, the empty text makes an empty element.
    """
    elements = []
    for key, value in values.items():
        if value is None:
            continue
        if isinstance(key, Private):
            creator = (key.group << 16) | 0x10
            elements.append((creator, "LO", _value_bytes("LO", key.creator, codec)))
            tag, vr = (key.group << 16) | 0x1000 | key.offset, key.vr
        else:
            tag, vr = TAGS[key]
        raw = _sequence(value, codec) if vr == "SQ" else _value_bytes(vr, value, codec)
        elements.append((tag, vr, raw))
    unique = {tag: (tag, vr, raw) for tag, vr, raw in elements}
    return b"".join(element(*unique[tag]) for tag in sorted(unique))


def make_file(values, charset="ISO_IR 192", syntax=EXPLICIT_LITTLE):
    """A whole DICOM file."""
    if charset:
        values = {"SpecificCharacterSet": charset, **values}
    meta = b"".join([
        element(0x00020001, "OB", b"\0\1"),
        element(0x00020002, "UI", _value_bytes("UI", values["SOPClassUID"], "ascii")),
        element(0x00020003, "UI", _value_bytes("UI", values["SOPInstanceUID"], "ascii")),
        element(0x00020010, "UI", _value_bytes("UI", syntax, "ascii")),
        element(0x00020012, "UI", _value_bytes("UI", "2.25.1", "ascii")),
    ])
    length = element(0x00020000, "UL", struct.pack("<I", len(meta)))
    return b"\0" * 128 + b"DICM" + length + meta + encode(values, CODECS[charset])


def uid(rng):
    """A UID of constant length (39 characters) under 2.25."""
    return "2.25." + str(rng.randrange(10**33, 10**34))


def orthanc_id(*identifiers):
    """Orthanc's id of a patient (PatientID), study (+ UID), series (+ UID) or instance (+ UID)."""
    digest = hashlib.sha1("|".join(identifiers).encode()).hexdigest()
    return "-".join(digest[i:i + 8] for i in range(0, 40, 8))


class SmallInstances:
    """An endless supply of small valid instances for load: new UIDs, seeded content.

    `sizes` is the range of the pixel data's length in bytes.
    """

    def __init__(self, rng, sizes=(512, 4096), patients=20):
        self.rng, self.sizes = rng, sizes
        self.patients = [f"LOAD{rng.randrange(10**9):09}" for _ in range(patients)]
        self.studies = {}

    def make(self, study_limit=8):
        """(file, Orthanc ids of instance, series, study, patient)."""
        rng = self.rng
        patient = rng.choice(self.patients)
        series = self.studies.setdefault(patient, [])
        if len(series) < study_limit or rng.random() < 0.05:
            series.append((uid(rng), uid(rng)))
        study_uid, series_uid = rng.choice(series[-study_limit:])
        sop = uid(rng)
        size = rng.randrange(*self.sizes) & ~1
        columns = 16
        rows = max(1, size // (2 * columns))
        values = {
            "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2", "SOPInstanceUID": sop,
            "StudyDate": "20240102", "Modality": "CT", "PatientName": "LOAD^TEST",
            "PatientID": patient, "StudyInstanceUID": study_uid,
            "SeriesInstanceUID": series_uid, "InstanceNumber": "1",
            "SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2", "Rows": rows,
            "Columns": columns, "BitsAllocated": 16, "BitsStored": 16, "HighBit": 15,
            "PixelRepresentation": 0, "PixelData": rng.randbytes(rows * columns * 2),
        }
        ids = [orthanc_id(patient, study_uid, series_uid, sop),
               orthanc_id(patient, study_uid, series_uid),
               orthanc_id(patient, study_uid), orthanc_id(patient)]
        return make_file(values), ids
