#!/usr/bin/env python3
"""Writes Sources/DICOM/Dictionary/TagTable*.swift from DCMTK's dicom.dic.

Usage: dicom-dictionary.py DICOM_DIC OUTPUT_FOLDER

DICOM_DIC is the fact table of Debian's libdcmtk17 (3.6.7), usr/share/libdcmtk17/dicom.dic: the
very names that Orthanc 1.10.1 of the same Debian speaks. Rows of private, illegal and generic
group lengths are left out. A repeating group (60xx) keeps its first group, and `*` marks it.
"""
import re
import sys

LINES_A_FILE = 420
COLUMNS = 96
# What DCMTK calls na, up, xs, ox, px, lt depends on other elements; the VR most often written.
VR = {"up": "UL", "xs": "US", "ox": "OW", "px": "OW", "lt": "OW", "na": "UN"}


def rows(path):
    for line in open(path, encoding="ascii"):
        if line.startswith("#") or not line.strip():
            continue
        tag, vr, name, _, origin = line.rstrip("\n").split("\t")
        if origin in ("PRIVATE", "ILLEGAL", "GENERIC"):
            continue
        found = re.fullmatch(r"\(([0-9A-F]{4})(?:-[0-9A-F]{4})?,([0-9A-F]{4})(?:-[0-9A-F]{4})?\)",
                             tag.upper())
        group, element = found.group(1).lower(), found.group(2).lower()
        star = "*" if re.search(r"-[0-9A-F]{4},", tag.upper()) else ""
        yield group, element, star, VR.get(vr, vr), name.replace("RETIRED_", "~")


def tokens(path):
    before = None
    for group, element, star, vr, name in sorted(rows(path)):
        if group != before:
            yield "@" + group + star
            before = group
        yield element + vr + name


def lines(path):
    line = ""
    for token in tokens(path):
        if len(line) + 1 + len(token) > COLUMNS - 4:
            yield line
            line = ""
        line += ("" if line == "" else " ") + token
    yield line


def main():
    path, folder = sys.argv[1:]
    all_lines = list(lines(path))
    for part in range(0, len(all_lines), LINES_A_FILE):
        number = part // LINES_A_FILE + 1
        with open(f"{folder}/TagTable{number}.swift", "w", encoding="ascii") as out:
            out.write("// Made by Tests/Fuzz/oracle/dicom-dictionary.py; do not edit.\n\n")
            out.write("extension TagTable {\n")
            out.write(f"    static let part{number} = \"\"\"\n")
            for line in all_lines[part:part + LINES_A_FILE]:
                out.write("        " + line + "\n")
            out.write("        \"\"\"\n}\n")


main()
