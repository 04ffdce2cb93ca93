#!/usr/bin/python3
"""Asks a live Orthanc which stored values a search value finds; writes LiveMatches.swift.

Usage: find-matching.py http://127.0.0.1:PORT LiveMatches.swift

The Orthanc must be empty and its own (it gets a study for each value). Needs pydicom, as Debian's
python3-pydicom has it. The last run was against Orthanc 1.10.1.
"""
import io
import json
import sys
import urllib.error
import urllib.request
import warnings

import pydicom
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

warnings.filterwarnings("ignore")
pydicom.config.settings.writing_validation_mode = pydicom.config.IGNORE
CT = "1.2.840.10008.5.1.4.1.1.2"
# Two that SQLite searches folded and stripped ("identifiers"), three that it searches as they are.
TAGS = [(0x00080080, "LO", "InstitutionName"), (0x00081030, "LO", "StudyDescription"),
        (0x00080090, "PN", "ReferringPhysicianName"), (0x00080050, "SH", "AccessionNumber"),
        (0x00200010, "SH", "StudyID")]
TEXTS = [
    "", "ABC", "abc", " ABC", "ABC ", "A B", "A  B", "Müller", "MÜLLER", "mÜLLER", "Muller", "É",
    "é", "e", "ÿ", "Ÿ", "ß", "SS", "ẞ", "Ω", "ω", "ς", "σ", "Σ", "Ж", "ж", "日本", "ǆ", "Ǆ", "ǅ",
    "ı", "i", "I", "İ", "A\\B", "a\\C", "A\\ B \\C", "\\A", "A%B", "A_B", "AXB", "A*B", "A?B",
    "A.B", "A-B", "A-", "A^B=C", "(x)", "[x]", "a+b", "a$", "^a", "{2}", "a|b", "tab\tx", "x\ny",
    "/a/", "a\u00a0b", "ＡＢＣ", "ａｂｃ", "Æ", "æ", "Ⅳ", "ⅳ", "𐐀", "𐐨", "😀", "ά", "Ά", "µ", "μ", "Μ",
    "ö", "ŉ", "ﬁ", "e\u0301", "E\u0301", "É x",
]
DATES = [
    "20200101", "20200102", "20191231", "2020", "202001", "", "20200101\\20210101", "2020.01.01",
    "19700101-", "1", "3", "20200101 ", " 20200101",
]
QUERIES = [value for value in TEXTS if value] + [
    "*", "?", "??", "M?ller", "M??ller", "m*r", "*ü*", "*É", "*é*", "A*", "*B", "a?b", "*\\ABC",
    "A\\", "\\", "\\ABC", "abc\\", "*\\*", "?\\e", "ABC\\A*", "ABC\\Müller", " ABC ", "ABC  ",
    "*(x)*", "[x]*", "a+*", ".*", "*.*", "**", "*?", "?*", "A-*", "A- ", "B", "C", " B ", "B ",
    "%", "_", "A%", "A_B*", "A%*", "*%*", "*_*", "mü*", "MU*", "Mu*", "*\u0301", "é*", "*日*",
    "?本", "??本", "日?", "*x", "x*", "x?y", "abc ", "*c ", "* ", "* ABC", "A* ", "ABC\\ABC", "E\\É",
    "\\\\", "!", "a\\b\\c", "A\\B\\C", "*C", "?C", "a*\\zz", "tab*", "İ*", "i*", "ss", "*\\",
    "ABC*ABC", "É*x", "* *",
]
DATE_QUERIES = [
    "20200101", "20200101-", "-20200101", "20200101-20200102", "2020", "20200101-20191231", "-",
    "2020-", "-2020", "20200101\\20191231", "2020.01.01-", "20200101-20200102-3", "1-3", "--",
    "20200101- 20200102", " 20200101", "20200101 ", "2021-\\2020",
]


def call(path, body=None):
    try:
        answer = urllib.request.urlopen(urllib.request.Request(BASE + path, data=body))
        return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, None


def upload(number, values):
    """Stores one instance of a new patient; gives the ids of its study and its patient."""
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.is_little_endian, ds.is_implicit_VR = True, False
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = CT
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.PatientID = f"M{number}"
    ds.StudyInstanceUID = f"2.{number}"
    ds.SeriesInstanceUID = f"2.{number}.1"
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f"2.{number}.1.1"
    for tag, vr, value in values:
        ds[tag] = DataElement(tag, vr, value.split("\\") if "\\" in value else value)
    file = io.BytesIO()
    pydicom.dcmwrite(file, ds, write_like_original=False)
    status, answer = call("/instances", file.getvalue())
    assert status == 200, (status, values)
    return answer["ParentStudy"], answer["ParentPatient"]


def ask(owner, names, queries):
    """(query, case counts) -> every stored value that one of the attributes found."""
    found = {}
    for query in queries:
        for counts in (False, True):
            values = found.setdefault((query, counts), set())
            for name in names:
                level = "Patient" if name == "PatientName" else "Study"
                body = {"Level": level, "Query": {name: query}, "CaseSensitive": counts}
                status, answer = call("/tools/find", json.dumps(body).encode())
                if status == 200:
                    values.update(owner[id] for id in answer if id in owner)
    return found


def encoded(value):
    if value.endswith(" "):
        value = value[:-1] + "\0"
    for old, new in (("\\", "\\\\"), ("\n", "⏎"), ("\t", "⇥"), ("\u00a0", "\\u{A0}"),
                     ("\u0301", "\\u{301}"), ("\0", "\\u{20}")):
        value = value.replace(old, new)
    return value


def block(name, found, queries, values):
    yield f'    static let {name} = """'
    for query in dict.fromkeys(queries):
        loose, strict = ([v for v in values if v in found[query, c]] for c in (False, True))
        rows = [("b", loose)] if loose == strict else [("i", loose), ("s", strict)]
        for rule, hits in rows:
            line = "        " + "¦".join([rule, encoded(query)] + [encoded(v) for v in hits])
            while len(line) > 98 and line.rfind("¦", 20, 96) > 0:
                cut = line.rfind("¦", 20, 96)
                yield line[:cut] + "\\"
                line = "        " + line[cut:]
            yield line
    yield '        """'


def array(name, values):
    yield f"    static let {name} = ["
    line = "       "
    for value in values:
        text = encoded(value).replace("⏎", "\\n").replace("⇥", "\\t")
        if len(line) + len(text) > 92:
            yield line
            line = "       "
        line += f' "{text}",'
    yield line
    yield "    ]"
    yield ""


HEAD = """// Answers of a live Orthanc 1.10.1, made by Tests/Fuzz/oracle/find-matching.py; do not edit.

/// What `/tools/find` found: case rule (i: any case, s: case counts, b: both alike), the search
/// value, then every stored value that was found. ⏎ is a line feed, ⇥ a tab.
///
/// A value counts as found when one of five attributes found it: before it looks at values
/// itself, this Orthanc asks SQLite, which folds ASCII alone in some columns, and drops blanks
/// and accents in others.
enum LiveMatches {"""


def main():
    number, text_owner, date_owner = 0, {}, {}
    for value in TEXTS:
        number += 1
        values = [(tag, vr, value) for tag, vr, _ in TAGS] + [(0x00100010, "PN", value)]
        text_owner.update(dict.fromkeys(upload(number, values), value))
    for value in DATES:
        number += 1
        values = [(0x00080020, "DA", value), (0x00080030, "TM", value)]
        date_owner.update(dict.fromkeys(upload(number, values), value))
    texts = ask(text_owner, [name for _, _, name in TAGS] + ["PatientName"], QUERIES)
    dates = ask(date_owner, ["StudyDate", "StudyTime"], DATE_QUERIES)
    lines = [HEAD, *array("texts", TEXTS), *array("dates", DATES),
             *block("textMatches", texts, QUERIES, TEXTS), "",
             *block("dateMatches", dates, DATE_QUERIES, DATES), "}"]
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


BASE = sys.argv[1]
main()
