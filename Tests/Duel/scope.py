"""What the gateway does not serve, or refuses on purpose: asked only with `--all`."""

import os
import re
import sys
from urllib.parse import unquote

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Routes"))

import table  # noqa: E402

# Orthanc forgives text behind the JSON of a search, and names what it sees in a DICOM file that is
# none by another code (400/3).
REFUSED = (b'{"Level":"Study","Query":{}} trailing', b"DICM" * 100)
# Rows whose answers are the gateway's own, and pages: nothing of them can be equal.
OWN = [re.compile(pattern) for pattern in (
    r"GET /jobs$", r"GET /plugins$", r"GET /(app.*)?$", r"GET /tools$"
    )]


def canonical(path):
    """A path as the route table has it: unquoted, without query and needless slashes."""
    return re.sub("/+", "/", unquote(path.partition("?")[0])).rstrip("/") or "/"


class Scope:
    """The routes of one gateway."""

    def __init__(self, executable):
        self.served = table.served(executable)
        self.find = table.matcher(table.wanted())

    def has(self, question):
        """Whether a question can be asked of the gateway as it is."""
        path = canonical(question.path)
        if question.body in REFUSED or any(
                own.match(f"{question.method} {path}") for own in OWN):
            return False
        row = self.find(question.method, path)
        return row is None or (
            row in self.served and self.served[row]["class"] != "STORE-SCOPED")

    def within(self, questions):
        """Questions by class, without what is not served; classes left empty are dropped."""
        kept = {name: [q for q in group if self.has(q)] for name, group in questions.items()}
        return {name: group for name, group in kept.items()
                if 2 * len(group) > len(questions[name])}
