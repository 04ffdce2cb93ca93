"""What may differ between one Orthanc and the federation, rule by rule.

Each rule names the row of the semantics page that allows it, changes copies of the two replies so
that only what the row allows disappears, and counts how often it did. What is right for the
federation is computed from the stores wherever that is possible (an exact value, not a blank).
"""

import json
import re
from collections import Counter
from itertools import groupby
from urllib.parse import unquote

import oracle
from oracle import PLURAL
from reply import TYPES, ID, identifier, is_resource_list, resources_in

NEWER_TAGS = [
    "TimezoneOffsetFromUTC", "PerformedProcedureStepStartDate", "PerformedProcedureStepStartTime",
    "RequestAttributesSequence", "0008,0201", "0040,0244", "0040,0245", "0040,0275",
]
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
FILE_NAME = re.compile(rf'filename="({UUID}|{ID.pattern})(?=[."])')


class Duel:
    """One question with its replies, while rules work on them."""

    def __init__(self, question, reference, subject, stores, copies, world, full=None):
        self.question = question
        self.reference, self.subject = reference.copy(), subject.copy()
        self.given = subject  # as it was
        self.stores = stores  # replies of the subject's stores to the same question
        self.copies = copies  # per store: {level: {id: expanded object}}
        self.full = full  # (reference, subject) replies to the whole of which this is a page
        self.world = world

    def of_holders(self, level, id, name):
        """The values of one field in all copies of a resource."""
        return [copy[level][id][name] for copy in self.copies
                if id in copy[level] and name in copy[level][id]]


class Rules:
    """All rules that apply between one reference and one subject, with their counts."""

    def __init__(self, version, mixed=False):
        self.rules = [rule for rule in ALL if (rule.below is None or version < rule.below)
                      and (mixed or not rule.mixed)]
        self.counts = Counter()

    def apply(self, duel):
        for rule in self.rules:
            if rule.work(duel):
                self.counts[rule.name] += 1

    def report(self):
        for rule in self.rules:
            yield f"  {rule.name:4} {self.counts[rule.name]:5}  {rule.title}  [{rule.row}]"
        unused = [rule.name for rule in self.rules if not self.counts[rule.name]]
        if unused:
            yield f"  unused: {' '.join(unused)}"


class Rule:
    def __init__(self, name, title, row, work, below=None, mixed=False):
        self.name, self.title, self.row, self.work = name, title, row, work
        self.below = below  # the first version of the reference that needs it no more
        self.mixed = mixed  # needed only where stores are of other versions than the reference


ALL = []


def rule(name, title, row, **when):
    def add(work):
        ALL.append(Rule(name, title, row, work, **when))
        return work
    return add


def _changed(reply, body):
    if reply.body == body:
        return False
    reply.body = body
    return True


@rule("R1", "the reference's list is sorted by id", "8.3 list order", below=(1, 12, 5))
def list_order(duel):
    reply = duel.reference
    if duel.question.shape == "auto" and duel.question.slice is None:
        if is_resource_list(reply.body):
            return _changed(reply, sorted(reply.body, key=identifier))
    elif duel.question.path == "/tools/lookup" and is_resource_list(reply.body):
        order = lambda item: (TYPES.index(item["Type"]), item["ID"])
        return _changed(reply, sorted(reply.body, key=order))
    return False


@rule("R2", "the reference's page is that of its list sorted by id", "8.3 list order",
      below=(1, 12, 5))
def page_order(duel):
    if duel.question.slice is None or not isinstance(duel.full[0].body, list):
        return False
    whole = sorted(duel.full[0].body + _excused(duel), key=identifier)
    since = duel.question.slice.since
    return _changed(duel.reference, whole[since:since + duel.question.slice.limit])


@rule("R3", "the reference's children are sorted by id", "2 Studies / Series / Instances",
      below=(1, 12, 5))
def child_order(duel):
    hit = False
    for resource in resources_in(duel.reference.body):
        for name in ("Studies", "Series", "Instances"):
            if isinstance(resource.get(name), list):
                ordered = sorted(resource[name])
                hit |= ordered != resource[name]
                resource[name] = ordered
    return hit


@rule("R4", "`limit=0` and `expand=false` as from 1.12.5 on", "8.3 limit=0, expand=false",
      below=(1, 12, 5))
def newer_form(duel):
    if duel.question.instead is None or duel.question.path == "/tools/find":
        return False
    if "expand=false" in duel.question.path and isinstance(duel.reference.body, list):
        duel.reference.body = [identifier(item) for item in duel.reference.body]
    return True


@rule("R5", "`Labels` is always there", "8.3 resource JSON", below=(1, 12, 5))
def labels(duel):
    expected = {id(r): r for r in resources_in(duel.reference.body)}
    if any("Labels" in resource for resource in expected.values()):
        return False
    hit = False
    for resource in resources_in(duel.subject.body):
        if resource.get("Labels") == []:
            del resource["Labels"]
            hit = True
    return hit


@rule("R5b", "`IsProtected` of a patient is always there", "8.3 resource JSON",
      below=(1, 12, 8))
def protection(duel):
    hit = False
    for resource in resources_in(duel.subject.body):
        if resource.get("Type") == "Patient" and resource.get("IsProtected") is False:
            del resource["IsProtected"]
            hit = True
    return hit


def _paired(duel):
    """Resources that both replies show, in pairs."""
    mine = {r["ID"]: r for r in resources_in(duel.subject.body)}
    for theirs in resources_in(duel.reference.body):
        if theirs["ID"] in mine:
            yield theirs, mine[theirs["ID"]]


@rule("R6", "`FileUuid` is that of a copy", "2 IndexInSeries, FileSize, FileUuid")
def file_uuid(duel):
    hit = False
    for theirs, mine in _paired(duel):
        allowed = duel.of_holders("instances", theirs["ID"], "FileUuid")
        if mine.get("FileUuid") in allowed and mine["FileUuid"] != theirs.get("FileUuid"):
            theirs["FileUuid"] = mine["FileUuid"]
            hit = True
    return hit


@rule("R7", "`LastUpdate` is the latest of the copies", "2 LastUpdate")
def last_update(duel):
    hit = False
    for theirs, _ in _paired(duel):
        values = duel.of_holders(PLURAL[theirs["Type"]], theirs["ID"], "LastUpdate")
        if values and "LastUpdate" in theirs and theirs["LastUpdate"] != max(values):
            theirs["LastUpdate"] = max(values)
            hit = True
        shown = theirs.get("Metadata", {})
        if values and shown.get("LastUpdate", max(values)) != max(values):
            shown["LastUpdate"] = max(values)
            hit = True
    return hit


@rule("R8", "series have tags that newer versions keep", "8.3 series MainDicomTags",
      below=(1, 12, 5))
def newer_main_tags(duel):
    hit = False
    for theirs, mine in _paired(duel):
        for name in NEWER_TAGS:
            tags = mine.get("MainDicomTags", {})
            if name in tags and name not in theirs.get("MainDicomTags", {}):
                del tags[name]
                hit = True
    return hit


@rule("R9", "errors bear a Content-Type", "8.3 error Content-Type", below=(1, 12, 5))
def error_type(duel):
    error = duel.reference.status >= 400 and isinstance(duel.reference.body, dict)
    if error and "content-type" not in duel.reference.headers:
        if duel.subject.headers.get("content-type") == "text/plain":
            return bool(duel.subject.headers.pop("content-type"))
    return False


@rule("R10", "`Details` of an error is prose", "1 item 8")
def details(duel):
    bodies = [reply.body for reply in (duel.reference, duel.subject)]
    if not all(isinstance(body, dict) and "OrthancStatus" in body for body in bodies):
        return False
    found = [body.pop("Details") for body in bodies if isinstance(body.get("Details"), str)]
    return bool(found)


@rule("R11", "a file is named after the id, or after the Uuid of a copy",
      "8.3 file download name")
def download_name(duel):
    name = "content-disposition"
    if name not in duel.reference.headers or name not in duel.subject.headers:
        return False
    mine = FILE_NAME.search(duel.subject.headers[name])
    path = re.match(rf"/+instances/+({ID.pattern})", unquote(duel.question.path))
    if mine and duel.subject.headers[name] in [reply.headers.get(name) for reply in duel.stores]:
        hit = duel.reference.headers[name] != duel.subject.headers[name]
        duel.reference.headers[name] = duel.subject.headers[name]
        return hit
    if not mine or not path:
        return False
    allowed = {path[1], *duel.of_holders("instances", path[1], "FileUuid")}
    if mine[1] not in allowed:
        return False
    expected = FILE_NAME.sub(mine[0], duel.reference.headers[name])
    hit = expected != duel.reference.headers[name]
    duel.reference.headers[name] = expected
    return hit


@rule("R12", "what a store wrote down about its copy is that of a holder", "3.6 metadata")
def of_one_copy(duel):
    hit = False
    for theirs, mine in _paired(duel):
        copies = [copy for reply in duel.stores for copy in resources_in(reply.body)
                  if copy["ID"] == theirs["ID"] and "Metadata" in copy]
        known = [{**copy["Metadata"], **_latest(theirs)} for copy in copies]
        if "Metadata" in theirs and mine.get("Metadata") in known:
            hit |= theirs["Metadata"] != mine["Metadata"]
            theirs["Metadata"] = mine["Metadata"]
    return hit or _one_record(duel)


def _latest(resource):
    """`LastUpdate` among a resource's metadata, which is not that of one copy."""
    metadata = resource.get("Metadata", {})
    return {"LastUpdate": metadata["LastUpdate"]} if "LastUpdate" in metadata else {}


def _one_record(duel):
    """The same for the routes of metadata and attachments."""
    if not re.search(r"/(metadata|attachments)(/|$|\?)", duel.question.path):
        return False
    mine = (duel.subject.headers.get("etag"), duel.subject.body)
    for reply in duel.stores:
        if reply.hits and (reply.headers.get("etag"), reply.body) == mine:
            hit = (duel.reference.headers.get("etag"), duel.reference.body) != mine
            duel.reference.body = duel.subject.body
            if "etag" in duel.subject.headers:
                duel.reference.headers["etag"] = duel.subject.headers["etag"]
            return hit and duel.subject.status == duel.reference.status
    return False


@rule("R13", "redirections are 307", "8.3 redirect code", below=(1, 12, 5))
def redirection(duel):
    if (duel.reference.status, duel.subject.status) == (301, 307):
        duel.reference.status = 307
        return True
    return False


@rule("R14", "lookup is strict about blanks, % and _", "8.2 1.12.11 strict lookup", below=(1, 12, 11))
def strict_lookup(duel):
    if duel.question.path != "/tools/lookup" or not is_resource_list(duel.reference.body):
        return False
    mine = {item["ID"] for item in duel.subject.body or []}
    asked = duel.question.body.decode().upper()
    kept = []
    for item in duel.reference.body:
        level = PLURAL[item["Type"]]
        tag = {"patients": "PatientID", "studies": "StudyInstanceUID",
               "series": "SeriesInstanceUID", "instances": "SOPInstanceUID"}[level]
        values = duel.of_holders(level, item["ID"], "MainDicomTags")
        equal = any(value.get(tag, "").upper() == asked for value in values)
        if equal or item["ID"] in mine:
            kept.append(item)
    return _changed(duel.reference, kept)


def _excused(duel):
    """What the subject's full list has beyond the reference's, as far as R15 or R16 allow it."""
    theirs, mine = duel.full
    known = {identifier(item) for item in theirs.body}
    allowed = _surplus(duel, theirs.body, mine.body, lambda *of: _by_letter(duel, *of)
                       or _by_twin(duel, *of))
    return [item for item in mine.body if identifier(item) in allowed - known]


def _surplus(duel, theirs, mine, allowed):
    """Ids in `mine` alone, if the oracle finds them all and `allowed` says so; else none."""
    if duel.question.path != "/tools/find" or not is_resource_list(mine):
        return set()
    body = json.loads(duel.question.body)
    level = PLURAL.get(body["Level"])
    surplus = {identifier(item) for item in mine} - {identifier(item) for item in theirs or []}
    good = level and all(
        id in duel.world.resources[level] and oracle.matches(duel.world, level, id, body)
        and allowed(level, id, body) for id in surplus)
    return surplus if good else set()


def _by_letter(duel, level, id, body):
    return oracle.beyond_ascii(duel.world, level, id, body)


def _by_twin(duel, level, id, body):
    return "ModalitiesInStudy" in body["Query"] and oracle.has_twin(duel.world, id)


def _drop(duel, allowed):
    if duel.question.slice:
        return False
    surplus = _surplus(duel, duel.reference.body, duel.subject.body,
                       lambda *of: allowed(duel, *of))
    if surplus:
        duel.subject.body = [i for i in duel.subject.body if identifier(i) not in surplus]
    return bool(surplus)


@rule("R15", "a match that the reference loses on its way, for a letter beyond ASCII",
      "3.2 identifier tags, CaseSensitive")
def lost_letters(duel):
    return _drop(duel, _by_letter)


@rule("R16", "a study that shares its StudyInstanceUID, found by ModalitiesInStudy",
      "11 item 6: one StudyInstanceUID under two PatientIDs", below=(1, 12, 5))
def lost_twins(duel):
    return _drop(duel, _by_twin)


@rule("R17", "`RequestedTags` are there when asked or searched, counted over everything",
      "8.3 find with an unknown newer field", below=(1, 12, 5))
def requested_tags(duel):
    if duel.question.path != "/tools/find" or not is_resource_list(duel.reference.body):
        return False
    body = json.loads(duel.question.body)
    resources = list(resources_in(duel.reference.body))
    wanted = oracle.shown(body)
    if not wanted or any("RequestedTags" in resource for resource in resources):
        return False
    for resource in resources:
        resource["RequestedTags"] = oracle.requested(duel.world, resource, wanted, body)
    return bool(resources)


@rule("R18", "`OtherPatientIDs` is a keyword of searches", "3.2 Query: keys", below=(1, 12, 5))
def keyword(duel):
    return duel.question.instead is not None and duel.question.path == "/tools/find"


@rule("R19", "main tags are those of one copy, as its version reads the file",
      "2 MainDicomTags: whole object from one copy", mixed=True)
def tags_of_one_copy(duel):
    hit = False
    for theirs, mine in _paired(duel):
        for name in ("MainDicomTags", "PatientMainDicomTags"):
            copies = [copy.get(name) for reply in duel.stores for copy in resources_in(reply.body)
                      if copy["ID"] == theirs["ID"]]
            copies += duel.of_holders(PLURAL[theirs["Type"]], theirs["ID"], name)
            allowed = name in theirs and mine.get(name) in map(_without_newer_tags, copies)
            if allowed and mine[name] != theirs[name]:
                theirs[name] = mine[name]
                hit = True
    return hit


def _without_newer_tags(tags):
    """As R8 leaves them."""
    return {name: value for name, value in (tags or {}).items() if name not in NEWER_TAGS}


@rule("R20", "an instance's or a record's answer is that of a holder, as its version gives it",
      "1 Classes: OWNER; 3.6 metadata, attachments: revisions are counted from 1.12 on", mixed=True)
def of_one_owner(duel):
    path = re.match(rf"/+(?:instances|\w+(?=/+[^/]+/+(?:metadata|attachments)))/+({ID.pattern})/+\w",
                    unquote(duel.question.path))
    if not path or duel.question.at_stores:
        return False
    if duel.subject.status >= 400 > duel.reference.status and "/instances/" not in path[0]:
        return False  # a record that some holder lacks is not lost
    # A store that doesn't hold it answers 404, which would excuse a gateway that lost it.
    holders = [duel.stores[number] for number in duel.world.holders.get(path[1], ())]
    shown = lambda reply: (reply.status, reply.headers, reply.form, reply.body)
    mine = shown(duel.given)
    if shown(duel.reference) == mine or mine not in map(shown, holders):
        return False
    duel.reference = duel.subject.copy()
    return True


@rule("R21", "equal values of the asked order are sorted by id", "3.2 OrderBy: then ID asc")
def ties(duel):
    if not duel.question.order or not is_resource_list(duel.reference.body):
        return False
    level, name = duel.question.order
    items = duel.full[0].body if duel.question.slice else duel.reference.body
    resource = lambda item: duel.world.resources[level][identifier(item)]
    value = lambda item: resource(item).get(name, resource(item)["MainDicomTags"].get(name))
    whole = [item for _, equal in groupby(items, value) for item in sorted(equal, key=identifier)]
    if duel.question.slice:
        since = duel.question.slice.since
        whole = whole[since:since + duel.question.slice.limit]
    return _changed(duel.reference, whole)


@rule("R22", "an unknown id of an archive is an inexistent item", "8.3 unknown id: archive",
      below=(1, 12, 0))
def unknown_archive(duel):
    path = duel.question.path.partition("?")[0]
    bodies = [reply.body for reply in (duel.reference, duel.subject)]
    if not re.search(r"/(archive|media|create-[\w-]+)$", path) or not all(
            isinstance(body, dict) and "OrthancStatus" in body for body in bodies):
        return False
    if [body["OrthancStatus"] for body in bodies] != [17, 7]:
        return False
    for name in ("Message", "OrthancError", "OrthancStatus"):
        bodies[0][name] = bodies[1][name]
    return True


@rule("R23", "files of an archive are named by InstanceNumber", "3.9 names by version",
      below=(1, 12, 6))
def archive_names(duel):
    replies = (duel.reference, duel.subject)
    if any(reply.form != "zip" for reply in replies):
        return False
    hit = duel.reference.body != duel.subject.body
    for reply in replies:
        reply.body = sorted(
            ([_folder(name), content] for name, content in reply.body), key=str)
    return hit and duel.reference.body == duel.subject.body


def _folder(name):
    """A member's name without the number of its file."""
    return re.sub(r"/([A-Z]{2})\d+\.dcm$", r"/\1", name)


@rule("R24", "an instance asked for twice is in an archive once", "4.1 create-archive: dedupe")
def asked_twice(duel):
    if duel.reference.form != "zip" or not duel.question.path.startswith("/tools/create-"):
        return False
    kept, seen = [], set()
    for name, content in duel.reference.body:
        key = (re.sub(r"-\d+$", "", name), str(content))
        if key not in seen:
            seen.add(key)
            kept.append([name, content])
    images = sum(name == "IMAGES/IM" for name, _ in kept)
    return _changed(duel.reference, [[name, content[:images] if name == "IMAGES" else content]
                                     for name, content in kept])


@rule("R25", "a modification names its sources", "3.8 ParentResources, Resources of newer versions",
      below=(1, 12, 11))
def sources(duel):
    path = re.match(rf"/(\w+)/({ID.pattern})/(modify|anonymize)$", duel.question.path)
    if not path or not isinstance(duel.subject.body, dict) or duel.subject.status != 200:
        return False
    type = {plural: one for one, plural in PLURAL.items()}[path[1]]
    named = {"ParentResources": [path[2]], "Resources": [{"ID": path[2], "Type": type}]}
    absent = {name: value for name, value in named.items() if name not in duel.reference.body}
    if any(duel.subject.body.get(name) != value for name, value in absent.items()):
        return False
    for name in absent:
        del duel.subject.body[name]
    return bool(absent)


@rule("R26", "a union over the stores ascends", "3.10 accepted transfer syntaxes")
def union(duel):
    if not duel.question.path.startswith("/tools/accepted-") or duel.reference.status != 200:
        return False
    return _changed(duel.reference, sorted({name for reply in duel.stores
                                            if reply.status == 200 for name in reply.body}))


@rule("R27", "an archive of a series begins with its patient and study, posted or got",
      "3.9 names: POST /series/{id}/archive of 1.12.7 leaves both folders out")
def folders_above(duel):
    posted = duel.question.method == "POST" and re.fullmatch(
        rf"/series/{ID.pattern}/archive", duel.question.path)
    if not posted or duel.reference.form != "zip" or duel.subject.form != "zip":
        return False
    if any(name.count("/") > 1 for name, _ in duel.reference.body):
        return False
    return _changed(duel.subject, sorted(
        ([name.split("/", 2)[-1], content] for name, content in duel.subject.body), key=str))


@rule("R28", "`MainDicomTagsSignature` is there", "8.3 metadata of newer versions",
      below=(1, 11, 0), mixed=True)
def signature(duel):
    path = re.match(r"/(\w+)/[^/]+/metadata/MainDicomTagsSignature$", duel.question.path)
    if not path or (duel.reference.status, duel.subject.status) != (404, 200):
        return False
    type = {plural: one for one, plural in PLURAL.items()}[path[1]]
    if duel.subject.body.decode() not in [tags[type] for tags in duel.world.signatures]:
        return False
    duel.reference = duel.subject.copy()
    return True
