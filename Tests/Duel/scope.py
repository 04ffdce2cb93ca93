"""What the gateway does not serve yet, or refuses on purpose: asked only with `--all`."""

import re

LATER = [re.compile(pattern) for pattern in (
    # Resources above the instance: what needs the instances of several stores.
    r"\w+ /+(patients|studies|series)/+[^/]+/+(metadata|attachments|module|module-patient|archive|"
    r"media|instances-tags|shared-tags|protected|ordered-slices|modify|anonymize)\b",
    # Writes other than uploads and deletes.
    r"(PUT|POST|DELETE) /+instances/+[^/]+/+(metadata|attachments|export)\b",
    r"POST /tools/(bulk-content|bulk-delete|create-\w+)\b",
    # Other servers, jobs and their like.
    r"\w+ /+(jobs|modalities|peers|queries|exports|storage-commitment|plugins)\b",
    # Settings of one Orthanc, and its own pages.
    r"\w+ /+tools/(log-level\S*|metrics|default-encoding|unknown-sop-class-accepted|"
    r"dicom-conformance)$",
    r"GET /(app\S*)?$",
)]

# Orthanc forgives text behind the JSON of a search, and names what it sees in a DICOM file that is
# none by another code (400/3); answers as XML are not served.
REFUSED = (b'{"Level":"Study","Query":{}} trailing', b"DICM" * 100)


def is_served(question):
    """Whether a question can be asked of the gateway as it is."""
    text = f"{question.method} {question.path.partition('?')[0]}"
    if question.body in REFUSED or question.headers.get("Accept") == "application/xml":
        return False
    return not any(pattern.match(text) for pattern in LATER)


def within(questions, everything):
    """Questions by class, without what is not served; classes left empty are dropped."""
    if everything:
        return questions
    kept = {name: [q for q in group if is_served(q)] for name, group in questions.items()}
    return {name: group for name, group in kept.items()
            if 2 * len(group) > len(questions[name])}
