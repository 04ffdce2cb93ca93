"""A ZIP as it is compared: every member by name and content; a DICOMDIR record by record.

Which image of a medium bears which number is nobody's promise: its images are compared by content,
its names apart from them, and a record by the content of the file that it names. A missing date or
time of a study is that of the making, shown as `now`.
"""

import hashlib
import io
import re
import time
import zipfile

IMAGE = re.compile(r"IMAGES/IM\d+$")
TYPES = ["PATIENT", "STUDY", "SERIES"]
# Where a record stands in the file (offsets, flags), which depends on the order of the records.
PLACES = {0x00041400, 0x00041410, 0x00041420}
REFERENCE, STUDY_DATE, STUDY_TIME = 0x00041500, 0x00080020, 0x00080030


def members(body):
    """("zip", sorted [name, digest or records]); ("bytes", why) if it is no whole ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            found = [(item.filename, archive.read(item)) for item in archive.infolist()]
    except zipfile.BadZipFile as cause:
        return "bytes", f"not a ZIP: {cause}".encode()
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in found}
    images = sorted(name for name, _ in found if IMAGE.match(name))
    shown = [["IMAGES", images]] if images else []
    for name, content in found:
        if name == "DICOMDIR":
            shown.append([name, _records(content, digests)])
        else:
            shown.append(["IMAGES/IM" if IMAGE.match(name) else name, digests[name]])
    return "zip", sorted(shown, key=str)


def _records(content, digests):
    """The records of a DICOMDIR, each as the text of its tags and of those above it, sorted."""
    import pydicom
    directory = pydicom.dcmread(io.BytesIO(content))
    found, above = [], {}
    for record in directory.DirectoryRecordSequence:
        type = record.DirectoryRecordType
        above[type] = [_element(element, digests) for element in record
                       if int(element.tag) not in PLACES]
        depth = TYPES.index(type) if type in TYPES else len(TYPES)
        found.append([above.get(name, []) for name in TYPES[:depth]] + [above[type]])
    return sorted(found, key=str)


def _element(element, digests):
    value = element.value
    if int(element.tag) == REFERENCE:
        path = value if isinstance(value, str) else "/".join(value)
        value = digests.get(path, path)
    elif int(element.tag) in (STUDY_DATE, STUDY_TIME) and _is_now(str(value)):
        value = "now"
    return f"{element.tag} {element.VR} {value!r}"


def _is_now(text):
    """Whether a date is today's, or a time lies within the last two minutes, a fraction or not."""
    moments = [time.localtime(time.time() - age) for age in range(120)]
    return any(text == time.strftime("%Y%m%d", m) or
               text.partition(".")[0] == time.strftime("%H%M%S", m) for m in moments)
