"""Where a refusal of the gateway may differ from the one of an Orthanc, and why."""

import re

from Harness.client import NoAnswer


def outcome(client, wrong):
    """(status, Orthanc's code, "empty" or "other") of an answer; what clients see of a refusal."""
    try:
        answer = client.ask(wrong.method, wrong.path, wrong.body, timeout=5)
    except NoAnswer as cause:
        return 0, str(cause)
    if not answer.body:
        form = "empty"
    else:
        try:
            form = answer.json.get("OrthancStatus", "other")
        except (ValueError, AttributeError):
            form = "other"
    allowed = (answer.headers["allow"],) if answer.status == 405 else ()
    return (answer.status, form, *allowed)


class Exception_:
    """One named difference: which requests, which of our outcomes are right instead."""

    def __init__(self, name, kind, pattern, mine, theirs=None):
        self.name, self.kind = name, kind
        self.pattern = re.compile(pattern)
        self.mine, self.theirs = mine, theirs
        self.count = 0

    def covers(self, wrong, mine, theirs):
        fits = (self.kind in ("", wrong.kind) and self.pattern.search(str(wrong))
                and mine[:2] in self.mine and (self.theirs is None or theirs[:2] in self.theirs))
        self.count += bool(fits)
        return bool(fits)


NOT_FOUND = {(404, 17), (404, "empty")}

EXCEPTIONS = [
    Exception_("too long a question is 413; older Orthancs read it whole", "size", "",
               {(413, "empty")}),
    Exception_("a negative page is a wrong number; SQLite breaks off", "argument", "=-1",
               {(400, 5)}, {(500, 1010), (500, 1007), (200, "other")}),
    Exception_("an id of another level is unknown, whatever the route; Orthanc stumbles", "id", "",
               NOT_FOUND, {(500, -1), (415, "empty"), (400, 5), (400, "empty"), (404, "empty"),
                           (404, 17)}),
    Exception_("a file that is none is named by another code", "body", "POST /instances",
               {(400, 15)}, {(400, 3), (404, 21)}),
    Exception_("text behind a JSON value is refused as what it is", "body", " trailing'$",
               {(400, 8), (400, 15)}, {(400, 8), (400, 15)}),
    Exception_("an archive of an unknown id is 404/7, as from 1.12", "id", "/(archive|media)",
               {(404, 7)}, {(404, 17)}),
    Exception_("jobs and what they made can be deleted, as from 1.12", "method", "/jobs/nothing",
               {(405, "empty"), (404, 7)}, {(405, "empty")}),
    Exception_("the list of tags of an instance takes no other method", "method", "/content ?",
               {(405, "empty")}, {(404, 17)}),
    Exception_("a query that no store has made is unknown, whatever is asked of it", "",
               "/queries/nothing", {(404, 17)}, {(400, 5), (500, -1)}),
    Exception_("a file that is none is not sent on", "", "/store-straight", {(400, 15)},
               {(500, 9)}),
    Exception_("what is wrong in a question to a modality is the caller's doing (decision 0083)", "",
               "POST /modalities/[^/]*/find", {(400, 27), (400, -1)}, {(500, 27), (500, -1)}),
    Exception_("so is what is wrong in a modification (decision 0084), or a reconstruction", "",
               "POST /.*(modify|anonymize|split|reconstruct) ", {(400, 27), (400, -1)},
               {(500, 27), (500, -1)}),
    Exception_("patients of an unknown id; 1.10.1 asks for the PatientID first", "id",
               "POST /patients/.*/modify", {(404, 17)}, {(400, 8)}),
]


def excused(wrong, mine, theirs):
    return any([one.covers(wrong, mine, theirs) for one in EXCEPTIONS])
