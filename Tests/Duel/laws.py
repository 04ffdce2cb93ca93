"""What the subject's answer must fulfil by itself; nothing here is ever normalised."""

import re

from reply import identifier, is_resource_list


def broken(question, subject, full, ascending=True):
    """The laws that a reply breaks, as text. `full` is the reply to the whole of a page."""
    return [text for text in (
        _ascends(question, subject) if ascending else None, _is_slice(question, subject, full),
        _whole(subject), _typed(subject), _matches(question, subject)) if text]


def _ascends(question, reply):
    """L1: a list of resources ascends by Orthanc id, without repetition."""
    if question.shape != "auto" or not is_resource_list(reply.body):
        return None
    ids = [identifier(item) for item in reply.body]
    for before, after in zip(ids, ids[1:]):
        if before >= after:
            return f"L1 order: {before} stands before {after}"
    return None


def _is_slice(question, reply, full):
    """L2: a page is the exact slice of the subject's own full list."""
    if question.slice is None:
        return None
    since, limit = question.slice.since, question.slice.limit
    if not isinstance(full.body, list) or not isinstance(reply.body, list):
        return f"L2 page: no list ({reply.status})"
    expected = [identifier(item) for item in full.body[since:since + limit]]
    found = [identifier(item) for item in reply.body]
    return None if found == expected else f"L2 page: {found} is not {expected}"


def _whole(reply):
    """L3: while every store is up, no answer is partial or stale."""
    return f"L3 incomplete: {reply.federation}" if reply.federation else None


def _typed(reply):
    """L4: every 2xx bears a Content-Type."""
    if 200 <= reply.status < 300 and "content-type" not in reply.headers:
        return f"L4 no Content-Type with status {reply.status}"
    return None


def _matches(question, reply):
    """L5: an answer of known form has it."""
    if question.shape != "pattern":
        return None
    text = reply.body if isinstance(reply.body, bytes) else repr(reply.body).encode()
    if re.fullmatch(question.pattern.encode(), text if reply.form == "bytes" else text):
        return None
    return f"L5 form: {text[:100]!r} is not {question.pattern}"
