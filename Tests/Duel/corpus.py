"""The data of a duel: pydicom's real files and synthetic studies with every trap we know."""

import os
import random

from Harness.dicomgen import Private, make_file, uid

CT, MR = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4"
SOP_CLASSES = {
    "CT": CT, "MR": MR, "US": "1.2.840.10008.5.1.4.1.1.6.1", "CR": "1.2.840.10008.5.1.4.1.1.1",
    "DX": "1.2.840.10008.5.1.4.1.1.1.1", "PT": "1.2.840.10008.5.1.4.1.1.128",
    "NM": "1.2.840.10008.5.1.4.1.1.20", "SR": "1.2.840.10008.5.1.4.1.1.88.22",
    "DOC": "1.2.840.10008.5.1.4.1.1.104.1", "OT": "1.2.840.10008.5.1.4.1.1.7",
}

PRIVATE = Private("ISENGARD DUEL", 0x0011, 0x01, "LO")

NAMES = {
    "": ["SMITH^JOHN", "Smith^Jane", "O'NEIL^PAT", "DOE^JANE^^DR", "VAN DER BERG^ANNA",
         "A_B^C%D", "lower^case", "SMITHSON^J", "Mc Donald^Ron"],
    "ISO_IR 100": ["Müller^Jörg", "MÜLLER^JÖRG", "Ångström^Élise", "Núñez^José", "Dupont^Hélène",
                   "Weiß^Groß", "élan^vital"],
    "ISO_IR 101": ["Łukasz^Żółć", "Dvořák^Antonín"],
    "ISO_IR 126": ["Παπαδόπουλος^Γιώργος", "παπαδόπουλος^νίκος"],
    "ISO_IR 144": ["Иванов^Пётр", "иванов^илья"],
    "ISO_IR 192": ["Ñandú^Ønsker", "王^小明", "Yılmaz^İpek", "Straße^Ärztin", "Ελένη^Μ", "ÿ^ŸŠ"],
    "GB18030": ["张^伟医生", "李^四=Li^Si", "Zhang^Wei=张^伟"],
    "\\ISO 2022 IR 87": ["Yamada^Tarou=山田^太郎", "Suzuki^Hanako=鈴木^花子"],
}

WORDS = {
    "": ["CT Thorax", "ct thorax", "BRAIN", "brain w/o contrast", "100% dose", "under_score",
         "Knee (left)", "a*b", "what?", "ABDOMEN\\PELVIS", "x", "Thorax CT"],
    "ISO_IR 100": ["Échographie", "Kopf-Hals Übersicht", "échographie", "Región lumbar"],
    "ISO_IR 101": ["Płuca", "Hrudník š"],
    "ISO_IR 126": ["Θώρακας", "Κρανίο"],
    "ISO_IR 144": ["Грудная клетка", "ГРУДНАЯ"],
    "ISO_IR 192": ["Übersicht 胸部", "Ångström test", "thorax – façade"],
    "GB18030": ["胸部", "头部 CT"],
    "\\ISO 2022 IR 87": ["胸部CT", "頭部"],
}

IDENTIFIERS = ["A_B", "A%B", "A B", "X1\\X2", "MixedCase-Id", "mixedcase-id2", "12345", "012345",
               "id.with.dots", "L" * 64, "#hash/slash", "plus+sign", "star-less"]

# One patient of each character set has an identifier of its letters.
LETTERS = {"ISO_IR 100": "Zé", "ISO_IR 101": "Łó", "ISO_IR 126": "Θη", "ISO_IR 144": "Жя",
           "ISO_IR 192": "Ÿ王", "GB18030": "张", "\\ISO 2022 IR 87": "山田"}


class Specimen:
    """One DICOM file, and where it belongs if it is synthetic."""

    def __init__(self, content, label, patient=None):
        self.content, self.label, self.patient = content, label, patient


def real_files():
    """pydicom's test files, in a fixed order; Orthanc refuses some."""
    import pydicom
    base = os.path.join(os.path.dirname(pydicom.__file__), "data", "test_files")
    paths = [os.path.join(folder, name) for folder, _, names in os.walk(base) for name in names]
    for path in sorted(paths):
        with open(path, "rb") as file:
            content = file.read()
        if content[128:132] == b"DICM" or path.endswith(".dcm"):
            yield Specimen(content, os.path.relpath(path, base))


def synthetic_files(seed, patients=44):
    """Patients with some studies with some series with some instances, all from the seed."""
    rng = random.Random(f"corpus {seed}")
    identifiers = IDENTIFIERS + [f"P{i:04}" for i in range(patients - len(IDENTIFIERS))]
    charsets = [charset for charset, names in NAMES.items() for _ in names]
    for charset, letters in LETTERS.items():
        identifiers[len(charsets) - 1 - charsets[::-1].index(charset)] = letters + "-1"
    twin = uid(rng)  # one StudyInstanceUID under two PatientIDs
    for number, identifier in enumerate(identifiers):
        charset = charsets[number % len(charsets)]
        names = NAMES[charset]
        patient = {
            "PatientID": identifier, "PatientName": names[number % len(names)],
            "PatientBirthDate": rng.choice([_date(rng, 1930, 2015), _date(rng, 1930, 2015), "",
                                            None]),
            "PatientSex": rng.choice(["M", "F", "O", "", None]),
            "OtherPatientIDs": rng.choice([None, f"O{number}\\X{number}", f"O{number}"]),
        }
        for index in range(rng.choice([1, 1, 2, 2, 3])):
            study_uid = twin if number in (3, 9) and index == 0 else uid(rng)
            yield from _study(rng, patient, charset, study_uid, f"s{number}.{index}")


def _study(rng, patient, charset, study_uid, label):
    words = WORDS[charset]
    plain = charset in ("", "ISO_IR 192", "GB18030")
    study = {
        **patient, "StudyInstanceUID": study_uid,
        "StudyDate": rng.choice([_date(rng, 1996, 2025)] * 6 + ["", None]),
        "StudyTime": rng.choice([_time(rng), _time(rng), _time(rng) + ".25", "", None]),
        "AccessionNumber": rng.choice([f"ACC{rng.randrange(10**5):05}", f"acc-{rng.randrange(99)}",
                                       f"A_{rng.randrange(9)}", f"A%{rng.randrange(9)}", "",
                                       None]),
        "StudyDescription": rng.choice(words + ["", None]),
        "StudyID": rng.choice([str(rng.randrange(100)), "", None]),
        "ReferringPhysicianName": rng.choice(NAMES[charset] + ["", None]),
        "InstitutionName": rng.choice(["HOSPITAL A", "Hospital B", "hospital a", None]),
        "RequestedProcedureDescription": rng.choice(words + [None]),
        # Not indexed, the same in the whole study:
        "PatientAge": rng.choice(["042Y", "007Y", "003M", None]),
        "PatientWeight": rng.choice(["70", "82.5", None]),
        "ManufacturerModelName": rng.choice(["Model One", "MODEL two", "Modèle" if charset in (
            "ISO_IR 100", "ISO_IR 192", "GB18030") else "Model 3"]),
        "PatientComments": rng.choice(["nothing to note", "see letter", None]),
        PRIVATE: rng.choice(["alpha", "beta", "gamma", None]),
    }
    modalities = rng.choice([["CT"], ["MR"], ["US"], ["CT", "PT"], ["CT", "SR"], ["MR", "DOC"],
                             ["CR"], ["DX", "OT"], ["NM", "CT", "SR"], ["CT", "CT", "MR"]])
    for index, modality in enumerate(modalities):
        yield from _series(rng, study, charset if plain or charset else "", modality, index, label)


def _series(rng, study, charset, modality, number, label):
    count = rng.choice([1, 2, 3, 4, 5])
    series = {
        **study, "SOPClassUID": SOP_CLASSES[modality], "SeriesInstanceUID": uid(rng),
        "Modality": modality, "SeriesNumber": str(number + 1),
        "SeriesDescription": rng.choice(WORDS[charset] + ["", None]),
        "SeriesDate": study["StudyDate"], "SeriesTime": study["StudyTime"],
        "BodyPartExamined": rng.choice(["CHEST", "HEAD", "chest", "", None]),
        "ProtocolName": rng.choice(["Routine", "ROUTINE", "Dose 50%", None]),
        "StationName": rng.choice(["STATION1", "station_2", None]),
        "Manufacturer": rng.choice(["ACME", "acme", "Other & Co", None]),
        "OperatorsName": rng.choice(NAMES[charset] + [None]),
        "ImagesInAcquisition": rng.choice([None, None, str(count), str(count + 1), "1"]),
        "KVP": rng.choice(["120", "80", None]), "SliceThickness": rng.choice(["1.5", "5", None]),
        "DeviceSerialNumber": rng.choice(["SN-1", "sn-2", None]),
        "SoftwareVersions": rng.choice(["1.0\\2.0", "2.0", "V3_beta", None]),
        "ImageType": rng.choice(["ORIGINAL\\PRIMARY\\AXIAL", "DERIVED\\SECONDARY"]),
        "FrameOfReferenceUID": uid(rng) if modality in ("CT", "MR") else None,
        **_image(rng, modality),
    }
    for index in range(count):
        sop = uid(rng)
        values = {
            **series, "SOPInstanceUID": sop, "InstanceNumber": str(index + 1),
            "AcquisitionNumber": rng.choice(["1", "2", None]),
            "ImageComments": rng.choice(["good", "GOOD", "motion artefact", "", None]),
        }
        if "CT" in modality or modality == "MR":
            values["ImagePositionPatient"] = f"-10\\-20\\{index * 2.5:g}"
            values["ImageOrientationPatient"] = "1\\0\\0\\0\\1\\0"
        if index and rng.random() < 0.2:
            values["ReferencedImageSequence"] = [
                {"ReferencedSOPClassUID": CT, "ReferencedSOPInstanceUID": uid(rng)}]
        values.update(_pixels(rng, values))
        yield Specimen(make_file(values, charset), f"{label}.{number}.{index}",
                       study["PatientID"])


def _image(rng, modality):
    """The image's description, the same in the whole series."""
    if modality == "SR":
        return {}
    if modality == "DOC":
        return {"MIMETypeOfEncapsulatedDocument": "application/pdf", "DocumentTitle": "Report"}
    wide = modality in ("CT", "MR", "PT", "NM")
    colour = modality in ("US", "OT") and rng.random() < 0.5
    return {
        "SamplesPerPixel": 3 if colour else 1,
        "PhotometricInterpretation": "RGB" if colour else "MONOCHROME2",
        "PlanarConfiguration": 0 if colour else None,
        "NumberOfFrames": "3" if modality in ("US", "NM") and not colour else None,
        "Rows": rng.choice([8, 12, 16]), "Columns": rng.choice([8, 10, 32]),
        "BitsAllocated": 16 if wide else 8, "BitsStored": 12 if wide else 8,
        "HighBit": 11 if wide else 7, "PixelRepresentation": 0,
        "WindowCenter": "1024" if wide else None, "WindowWidth": "4096" if wide else None,
    }


def _pixels(rng, values):
    if values["Modality"] == "DOC":
        return {"EncapsulatedDocument": b"%PDF-1.4\n%" + rng.randbytes(32).hex().encode()}
    if "Rows" not in values:
        return {}
    samples = (values["Rows"] * values["Columns"] * values["SamplesPerPixel"]
               * int(values["NumberOfFrames"] or 1))
    if values["BitsAllocated"] == 8:
        return {"PixelData": rng.randbytes(samples)}
    return {"PixelData": b"".join(
        rng.randrange(4096).to_bytes(2, "little") for _ in range(samples))}


def _date(rng, first, last):
    return f"{rng.randint(first, last)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"


def _time(rng):
    return f"{rng.randrange(24):02}{rng.randrange(60):02}{rng.randrange(60):02}"
