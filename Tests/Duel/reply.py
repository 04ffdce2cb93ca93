"""An answer as it is compared: status, the headers that clients read, and a parsed body."""

import json
import pickle
import re
from dataclasses import dataclass, field, replace

import packed
from Harness.client import NoAnswer

ID = re.compile(r"([0-9a-f]{8}-){4}[0-9a-f]{8}")
HEADERS = ("content-type", "content-disposition", "etag", "allow", "location",
           "www-authenticate", "content-encoding", "content-range")
FEDERATION = ("x-federation-partial", "x-federation-stale")
TYPES = ["Patient", "Study", "Series", "Instance"]


@dataclass
class Reply:
    status: int
    headers: dict = field(default_factory=dict)
    federation: dict = field(default_factory=dict)
    form: str = "empty"  # empty, json, bytes, zip, none
    body: object = None
    made: str = ""  # the id of what the question made; in the body it is `{made}`

    @property
    def hits(self):
        """Whether the server found something."""
        return self.status == 200 and self.form != "empty" and self.body not in ([], {}, "")

    def copy(self):
        return pickle.loads(pickle.dumps(self))

    def __str__(self):
        shown = self.body if self.form != "bytes" else self.body[:120]
        text = repr(shown)
        text = text if len(text) < 700 else text[:700] + f"… ({len(text)} characters)"
        return f"{self.status} {self.headers} {text}"


def ask(client, question):
    """Puts a question; a connection that fails gives a reply of status 0."""
    try:
        answer = client.ask(question.method, question.path, question.body, question.headers)
    except NoAnswer as cause:
        return Reply(0, form="none", body=str(cause))
    reply = Reply(
        answer.status, {name: answer.headers[name] for name in HEADERS if name in answer.headers},
        {name: answer.headers[name] for name in FEDERATION if name in answer.headers})
    reply.form, reply.body = _parse(answer, question)
    if question.makes and reply.form == "json" and "ID" in reply.body:
        reply.made = reply.body["ID"]
        reply.body = without(reply.made, reply.body)
    return reply


def follow(client, question, replies):
    """Puts a question about what a former one made, by the name that its answer gave."""
    made = replies[question.after].made if question.after else ""
    if not made:
        return ask(client, question)
    reply = ask(client, replace(question, path=question.path.replace("{made}", made)))
    if reply.form == "json":
        reply.body = without(made, reply.body)
    return reply


def without(made, body):
    """A JSON value with `{made}` in the place of a name."""
    return json.loads(json.dumps(body).replace(made, "{made}"))


def _parse(answer, question):
    if not answer.body:
        return "empty", None
    if question.shape == "zip" and answer.ok:
        return packed.members(answer.body)
    if answer.body[:1] in b'[{"' or "json" in answer.headers.get("content-type", ""):
        try:
            return "json", answer.json
        except (ValueError, RecursionError):
            pass
    return "bytes", answer.body


def identifier(item):
    """The Orthanc id of a list element; None if it isn't one of a resource."""
    if isinstance(item, str):
        return item if ID.fullmatch(item) else None
    if isinstance(item, dict) and item.get("Type") in TYPES:
        return item.get("ID")
    return None


def is_resource_list(value):
    return isinstance(value, list) and bool(value) and all(identifier(i) for i in value)


def resources_in(value):
    """Every expanded resource inside a JSON value."""
    if isinstance(value, dict):
        if value.get("Type") in TYPES and "ID" in value and "Path" not in value:
            yield value
        for part in value.values():
            yield from resources_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from resources_in(part)
