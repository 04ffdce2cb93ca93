"""Spoiled copies of good answers: what a duel must notice. For the self-test."""

import json

import oracle
from reply import TYPES, identifier, is_resource_list, resources_in


def ideal(round):
    """The replies of a bare Orthanc put into the federation's order."""
    replies = {}
    for question, reply in round.subject.items():
        reply = _newer(round, question, reply)
        for resource in resources_in(reply.body):
            for name in ("Studies", "Series", "Instances"):
                if isinstance(resource.get(name), list):
                    resource[name].sort()
        if question.shape == "auto" and is_resource_list(reply.body):
            reply.body.sort(key=identifier)
        elif question.path == "/tools/lookup" and is_resource_list(reply.body):
            reply.body.sort(key=lambda item: (TYPES.index(item["Type"]), item["ID"]))
        if "limit=0" in question.path or "expand=false" in question.path:
            reply.body = sorted(map(identifier, round.reference[question].body))
        replies[question] = reply
    for question, reply in replies.items():
        if question.slice and isinstance(reply.body, list):
            since = question.slice.since
            whole = replies[question.slice.full].body
            reply.body = whole[since:since + question.slice.limit]
    return replies


def _newer(round, question, reply):
    """A copy of a reply as a version would give it that takes all searches there are."""
    if question.path != "/tools/find" or round.world.newer:
        return reply.copy()
    reply = reply.copy()
    wanted = oracle.shown(json.loads(question.body)) if is_resource_list(reply.body) else []
    for resource in resources_in(reply.body) if wanted else []:
        resource["RequestedTags"] = oracle.requested(
            round.world, resource, wanted, json.loads(question.body))
    return reply


def _lists(reply):
    return is_resource_list(reply.body) and len(reply.body) > 1


def _lose(reply):
    reply.body.pop()


def _double(reply):
    reply.body.insert(1, reply.body[0])


def _swap(reply):
    reply.body[0], reply.body[1] = reply.body[1], reply.body[0]


def _invent(reply):
    reply.body.append("ffffffff-" * 4 + "ffffffff")


def _rename(reply):
    reply.body["MainDicomTags"] = {**reply.body["MainDicomTags"], "PatientID": "someone else"}


def _retype(reply):
    reply.body["FileSize"] = str(reply.body["FileSize"])


def _flip(reply):
    reply.body = reply.body[:-1] + bytes([reply.body[-1] ^ 1])


def _lie(reply):
    reply.status = 200


def _untype(reply):
    reply.headers.pop("content-type", None)


def _half(reply):
    reply.federation["x-federation-partial"] = "store-b"


def _orphan(reply):
    reply.body["Instances"] = reply.body["Instances"][:-1]


def _old(reply):
    reply.body["LastUpdate"] = "20000101T000000"


# Name, which reply it can spoil, how.
DOCTORS = [
    ("a lost element", _lists, _lose), ("a repeated element", _lists, _double),
    ("two elements swapped", _lists, _swap), ("an invented element", _lists, _invent),
    ("a changed tag", lambda r: isinstance(r.body, dict) and "MainDicomTags" in r.body, _rename),
    ("a number made text", lambda r: isinstance(r.body, dict) and "FileSize" in r.body, _retype),
    ("one bit of a file", lambda r: r.form == "bytes" and r.hits
     and r.headers.get("content-type") == "application/dicom", _flip),
    ("a refusal turned into 200", lambda r: r.status == 404, _lie),
    ("a lost Content-Type", lambda r: r.hits, _untype),
    ("a partial answer", lambda r: r.hits, _half),
    ("a lost child", lambda r: isinstance(r.body, dict) and r.body.get("Type") == "Series"
     and r.body.get("Instances"), _orphan),
    ("an old LastUpdate", lambda r: isinstance(r.body, dict) and "LastUpdate" in r.body, _old),
]


def spoil(replies, suits, act, rng):
    """A copy of all replies with one of them spoiled, and the question it answers."""
    question = rng.choice([q for q, reply in replies.items()
                           if q.shape == "auto" and q.slice is None and suits(reply)])
    spoiled = dict(replies)
    spoiled[question] = replies[question].copy()
    act(spoiled[question])
    return spoiled, question
