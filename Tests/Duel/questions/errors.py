"""Requests that Orthanc refuses: the status and the shape of the refusal must be the same."""

from question import Question, find, get, post

from .hierarchy import UNKNOWN


def errors(world, rng):
    yield from _paths(world)
    yield from _methods(world)
    yield from _find_bodies(world)
    yield from _other_bodies(world)


def _paths(world):
    study = world.pick("studies")
    for path in ["/nothing", "/studies/x", "/studies/" + study.upper(), "/studies/" + study[:-1],
                 f"/studies/{UNKNOWN}", f"/studies/{study}/nothing", f"/series/{study}",
                 f"/patients/{study}", f"/instances/{study}/file", "/tools/nothing",
                 "/tools/find-similar", "/Studies", "/studies?since=0", "/studies?limit=5",
                 "/studies?since=x&limit=5", "/studies?since=0&limit=y",
                 f"/studies/{study}/metadata/Nope", f"/studies/{study}/attachments/nope",
                 "/jobs/unknown", "/modalities/unknown", "/peers/unknown", "/queries/unknown",
                 "/queries/unknown/answers", "/storage-commitment/unknown",
                 "/plugins/unknown", "/jobs/unknown/archive"]:
        yield get("errors", path)


def _methods(world):
    study = world.pick("studies")
    for method, path in [
            ("HEAD", "/studies"), ("OPTIONS", "/studies"), ("PATCH", "/studies"),
            ("PUT", "/studies"), ("POST", "/studies"), ("DELETE", "/studies"),
            ("POST", f"/studies/{study}"), ("PUT", f"/studies/{study}"),
            ("DELETE", f"/studies/{UNKNOWN}"), ("DELETE", f"/instances/{UNKNOWN}"),
            ("DELETE", "/statistics"), ("PUT", "/tools/find"), ("GET", "/tools/find"),
            ("GET", "/tools/lookup"), ("POST", "/statistics"), ("PUT", "/instances"),
            ("DELETE", "/tools/now"), ("POST", f"/jobs/{UNKNOWN}/cancel"),
            ("PUT", f"/studies/{study}/metadata/LastUpdate"),
            ("DELETE", f"/studies/{study}/metadata/LastUpdate"),
            ("DELETE", f"/studies/{UNKNOWN}/metadata/1024")]:
        body = b"x" if method in ("PUT", "POST") else None
        yield Question("errors", method, path, body)
    yield get("errors", "/studies", headers={"X-HTTP-Method-Override": "PATCH"})
    yield get("errors", "/studies?_method=nonsense")


def _find_bodies(world):
    for body in ["", "{", "[]", "null", "3", '"text"', "{}", '{"Level":"Study"}',
                 '{"Query":{}}', '{"Level":"Nothing","Query":{}}', '{"Level":3,"Query":{}}',
                 '{"Level":"Study","Query":[]}', '{"Level":"Study","Query":"x"}',
                 '{"Level":"Study","Query":{"PatientID":3}}',
                 '{"Level":"Study","Query":{"PatientID":null}}',
                 '{"Level":"Study","Query":{"PatientID":["a"]}}',
                 '{"Level":"Study","Query":{"NoSuchTag":"x"}}',
                 '{"Level":"Study","Query":{"patientid":"x"}}',
                 '{"Level":"Study","Query":{"0010":"x"}}',
                 '{"Level":"Study","Query":{},"Expand":"true"}',
                 '{"Level":"Study","Query":{},"Limit":"3"}',
                 '{"Level":"Study","Query":{},"Limit":-1}',
                 '{"Level":"Study","Query":{},"Limit":2.0}',
                 '{"Level":"Study","Query":{},"Since":"3"}',
                 '{"Level":"Study","Query":{},"Since":-1}',
                 '{"Level":"Study","Query":{},"CaseSensitive":1}',
                 '{"Level":"Study","Query":{},"CaseSensitive":"true"}',
                 '{"Level":"Study","Query":{}} trailing']:
        yield post("errors", "/tools/find", body)
    for tag in ("StudyInstanceUID", "StudyDate", "StudyTime", "PatientBirthDate"):
        yield find("errors", "Study", {tag: "2*"})
    yield find("errors", "Study", {"StudyInstanceUID": "1.2.?"})
    yield find("errors", "Series", {"SeriesInstanceUID": "*"})


def _other_bodies(world):
    study = world.pick("studies")
    instance = world.pick("instances")
    for path, body in [
            ("/instances", ""), ("/instances", "not DICOM"), ("/instances", "DICM" * 100),
            ("/tools/lookup", "*"), ("/tools/lookup", "a?b"),
            ("/tools/bulk-content", "{"), ("/tools/bulk-content", "{}"),
            ("/tools/bulk-content", '{"Resources":"x"}'),
            ("/tools/bulk-delete", "{"), ("/tools/bulk-delete", "{}"),
            ("/tools/create-archive", "{"), ("/tools/create-archive", '["unknown"]'),
            (f"/studies/{study}/modify", "{"), (f"/studies/{study}/anonymize", "["),
            (f"/instances/{instance}/modify", "{"), (f"/studies/{UNKNOWN}/modify", "{}"),
            (f"/studies/{UNKNOWN}/archive", "{}"), (f"/studies/{study}/archive", "{"),
            ("/modalities/unknown/echo", ""), ("/modalities/unknown/store", study),
            ("/peers/unknown/store", study), ("/tools/create-dicom", "{"),
            ("/nothing", "x"), (f"/patients/{UNKNOWN}/modify", "{}")]:
        yield post("errors", path, body)
