"""Other DICOM servers and peers: done by one store, or by every owner of what is sent."""

from . import case, equal, fault, good, holds
from Harness.stage import wait_until

REMOTE = {"modalities": "pacs", "peers": "remote"}


@case("GET", "/{modalities,peers}")
def names(walk, kind):
    equal([name for name in good(walk.ask("GET", f"/{kind}")).json if name != "nobody"],
          [REMOTE[kind]], "names")
    holds(REMOTE[kind] in good(walk.ask("GET", f"/{kind}?expand")).json, "expanded")


@case("GET", "/{modalities,peers}/{id}")
def operations(walk, kind):
    holds("store" in good(walk.ask("GET", f"/{kind}/{REMOTE[kind]}")).json, "operations")
    missing = walk.ask("GET", f"/{kind}/nothing")
    equal((missing.status, missing.body), (404, b""), "an unknown name")


@case("GET", "/{modalities,peers}/{id}/configuration")
def configuration(walk, kind):
    path = f"/{kind}/{REMOTE[kind]}/configuration"
    said = good(walk.ask("GET", path)).json
    equal(said, walk.world.stores[0].client.value(path), "configuration")
    fault(walk.ask("GET", f"/{kind}/nothing/configuration"), 404, 7 if kind == "modalities" else 17)


@case("GET", "/peers/{id}/system")
def peer_system(walk, _):
    equal(good(walk.ask("GET", "/peers/remote/system")).json["Name"], "pacs", "Name")


@case("PUT", "/{modalities,peers}/{id}")
@case("DELETE", "/{modalities,peers}/{id}")
def change(walk, kind):
    path = f"/{kind}/walked"
    body = ["WALKED", "127.0.0.1", 104] if kind == "modalities" else ["http://127.0.0.1:1/"]
    good(walk.ask("PUT", path, body))
    holds("walked" in walk.ask("GET", f"/{kind}").json, "the name is missing")
    equal([a.status for a in walk.world.everywhere(path)], [200] * 3, "in the stores")
    good(walk.ask("DELETE", path))
    holds("walked" not in walk.ask("GET", f"/{kind}").json, "the name is still there")
    equal([a.status for a in walk.world.everywhere(path)], [404] * 3, "in the stores")


@case("POST", "/modalities/{id}/echo")
def echo(walk, _):
    equal(good(walk.ask("POST", "/modalities/pacs/echo", "{}")).json, {}, "answer")
    fault(walk.ask("POST", "/modalities/nobody/echo", "{}"), 500, 9)
    equal(walk.ask("POST", "/modalities/nothing/echo", "{}").status, 404, "an unknown name")


# MARK: Queries

FINDS = {
    "find-patient": lambda s: {"PatientID": s.patient_id},
    "find-study": lambda s: {"PatientID": s.patient_id, "StudyInstanceUID": s.study_uid},
    "find-series": lambda s: {"PatientID": s.patient_id, "StudyInstanceUID": s.study_uid,
                              "SeriesInstanceUID": s.series_uid},
    "find-instance": lambda s: {
        "PatientID": s.patient_id, "StudyInstanceUID": s.study_uid,
        "SeriesInstanceUID": s.series_uid, "SOPInstanceUID": s.sop_uids[s.instances[0]]},
    "find": lambda s: {"PatientID": s.patient_id},
    "find-worklist": lambda s: {"PatientID": ""},
}


@case("POST", "/modalities/{id}/{" + ",".join(FINDS) + "}")
def find(walk, name):
    path, asked = f"/modalities/pacs/{name}", FINDS[name](walk.remote)
    mine, theirs = walk.ask("POST", path, asked), walk.world.stores[0].client.post(path, asked)
    equal(mine.status, theirs.status, "status")
    if mine.ok:
        equal(mine.json, theirs.json, "answer")
        holds(len(mine.json) > 0, "nothing found")
    # Where Orthanc says 500 (decision 0083).
    unknown = walk.ask("POST", path, {"NoSuchTag": ""})
    equal((unknown.status, unknown.json["OrthancStatus"]), (400, 27), "an unknown tag")


def _query(walk):
    said = good(walk.ask("POST", "/modalities/pacs/query", {
        "Level": "Study", "Query": {"PatientID": walk.remote.patient_id}})).json
    equal(said["Path"], f"/queries/{said['ID']}", "Path")
    return said["Path"]


@case("POST", "/modalities/{id}/query")
def query(walk, _):
    path = _query(walk)
    holds(path.split("/")[2] in good(walk.ask("GET", "/queries")).json, "the list of queries")


@case("GET", "/queries")
def queries(walk, _):
    ids = [_query(walk).split("/")[2] for _ in range(2)]
    holds(set(ids) <= set(good(walk.ask("GET", "/queries")).json), "a query is missing")


@case("GET", "/queries/{id}", "/queries/{id}/answers", "/queries/{id}/answers/{index}",
      "/queries/{id}/answers/{index}/content", "/queries/{id}/level", "/queries/{id}/modality",
      "/queries/{id}/query")
def inspect(walk, _):
    path = _query(walk)
    holds("answers" in good(walk.ask("GET", path)).json, "operations")
    equal(good(walk.ask("GET", path + "/answers")).json, ["0"], "answers")
    holds("content" in good(walk.ask("GET", path + "/answers/0")).json, "operations")
    content = good(walk.ask("GET", path + "/answers/0/content?simplify")).json
    equal(content["StudyInstanceUID"], walk.remote.study_uid, "StudyInstanceUID")
    equal(good(walk.ask("GET", path + "/level")).text, "Study", "level")
    equal(good(walk.ask("GET", path + "/modality")).text, "pacs", "modality")
    equal(good(walk.ask("GET", path + "/query?simplify")).json["PatientID"],
          walk.remote.patient_id, "query")
    equal(walk.ask("GET", "/queries/nothing").status, 404, "an unknown query")


@case("DELETE", "/queries/{id}")
def forget(walk, _):
    path = _query(walk)
    good(walk.ask("DELETE", path))
    equal(walk.ask("GET", path).status, 404, "a deleted query")
    walk.down("DELETE", _query(walk))


@case("POST", "/queries/{id}/answers/{index}/{query-instances,query-series,query-studies}")
def further(walk, name):
    path = _query(walk)
    if name == "query-studies":
        path = good(walk.ask("POST", "/modalities/pacs/query", {
            "Level": "Patient", "Query": {"PatientID": walk.remote.patient_id}})).json["Path"]
    if name == "query-instances":
        path = good(walk.ask("POST", path + "/answers/0/query-series", {"Query": {}})).json["Path"]
    said = good(walk.ask("POST", f"{path}/answers/0/{name}", {"Query": {}})).json
    level = {"query-instances": "Instance", "query-series": "Series", "query-studies": "Study"}
    equal(good(walk.ask("GET", said["Path"] + "/level")).text, level[name], "level")


# MARK: Retrieving

def _arrives(walk, study):
    """Everything of a study of the PACS comes to be in the federation; then it's removed again."""
    wait_until(lambda: _has(walk, study), 20, "wait for what was retrieved", 0.1)
    good(walk.world.client.ask("DELETE", f"/studies/{study.study}"))


def _has(walk, study):
    answer = walk.ask("GET", f"/series/{study.series}/instances?expand=false")
    return answer.status == 200 and answer.json == sorted(study.instances)


@case("POST", "/queries/{id}/answers/{index}/retrieve")
def retrieve_one(walk, _):
    path = _query(walk)
    good(walk.ask("POST", path + "/answers/0/retrieve", "STOREB"))
    _arrives(walk, walk.remote)


@case("POST", "/queries/{id}/retrieve")
def retrieve(walk, _):
    path = _query(walk)
    made = good(walk.ask("POST", path + "/retrieve", {
        "TargetAet": "STOREB", "Asynchronous": True})).json
    equal(walk.wait(made["ID"])["State"], "Success", "State")
    _arrives(walk, walk.remote)
    walk.down("POST", path + "/retrieve", "STOREB")


@case("POST", "/modalities/{id}/move")
def move(walk, _):
    good(walk.ask("POST", "/modalities/pacs/move", {
        "Level": "Study", "TargetAet": "STOREC",
        "Resources": [{"StudyInstanceUID": walk.remote.study_uid}]}))
    _arrives(walk, walk.remote)


@case("POST", "/modalities/{id}/get")
def get(walk, _):
    answer = walk.ask("POST", "/modalities/pacs/get", {
        "Level": "Study", "Resources": [{"StudyInstanceUID": walk.remote.study_uid}]})
    if any("get" in store.client.get("/modalities/pacs").json for store in walk.world.stores):
        good(answer)
        _arrives(walk, walk.remote)
    else:
        fault(answer, 501, 2)


# MARK: Sending

def _sent(walk, study):
    """The PACS got every instance of a study, which is then removed from it."""
    there = walk.world.pacs.client.value(f"/series/{study.series}")["Instances"]
    equal(sorted(there), sorted(study.instances), "what the other server got")
    walk.world.pacs.client.ask("DELETE", f"/studies/{study.study}")


@case("POST", "/{modalities,peers}/{id}/store")
def store(walk, kind):
    study = walk.split
    path = f"/{kind}/{REMOTE[kind]}/store"
    for body in (study.study, {"Resources": [study.study]}, study.instances):
        said = good(walk.ask("POST", path, body)).json
        equal((said["InstancesCount"], said["FailedInstancesCount"]),
              (len(study.instances), 0), "counts")
        _sent(walk, study)
    made = good(walk.ask("POST", path, {"Resources": [study.study], "Asynchronous": True})).json
    equal(walk.wait(made["ID"])["State"], "Success", "State")
    _sent(walk, study)
    _interrupted(walk, path, study)
    walk.down("POST", path, study.study)


def _interrupted(walk, path, study):
    """Paused while the other server hangs, and resumed; one job, whoever sends."""
    listed = lambda: set(walk.ask("GET", "/jobs").json)  # noqa: E731
    before = listed()
    walk.world.pacs.pause()
    try:
        made = good(walk.ask("POST", path, {
            "Resources": [study.study], "Asynchronous": True})).json["ID"]
        wait_until(lambda: walk.ask("GET", f"/jobs/{made}").json["State"] == "Running", 20, "wait for the job to run", 0.1)
        good(walk.ask("POST", f"/jobs/{made}/pause"))
        wait_until(lambda: walk.ask("GET", f"/jobs/{made}").json["State"] == "Paused", 20, "wait for the pause", 0.1)
        equal(listed() - before, {made}, "jobs of the stores beside it")
    finally:
        walk.world.pacs.resume()
    good(walk.ask("POST", f"/jobs/{made}/resume"))
    equal(walk.wait(made)["State"], "Success", "State after the pause")
    _sent(walk, study)


@case("POST", "/{modalities,peers}/{id}/store-straight")
def store_straight(walk, kind):
    study = walk.world.maker.make(1)[0]
    before = walk.union("instances")
    good(walk.ask("POST", f"/{kind}/{REMOTE[kind]}/store-straight",
                  study.files[study.instances[0]]))
    _sent(walk, study)
    equal(walk.union("instances"), before, "stored instances")


# MARK: Storage commitment

def _commitment(walk, study):
    good(walk.ask("POST", "/modalities/pacs/store", study.study))
    said = good(walk.ask("POST", "/modalities/pacs/storage-commitment", {
        "Resources": [study.study]})).json
    equal(said["Path"], f"/storage-commitment/{said['ID']}", "Path")
    done = wait_until(lambda: _committed(walk, said["Path"]), 20, "wait for the commitment", 0.1)
    equal(done["Status"], "Success", "Status")
    equal(len(done["Success"]), len(study.instances), "committed instances")
    return said["Path"]


def _committed(walk, path):
    said = good(walk.ask("GET", path)).json
    return said["Status"] != "Pending" and said


@case("POST", "/modalities/{id}/storage-commitment")
@case("GET", "/storage-commitment/{id}")
def commitment(walk, _):
    _commitment(walk, walk.fresh())


@case("POST", "/storage-commitment/{id}/remove")
def remove(walk, _):
    study = walk.fresh()
    good(walk.ask("POST", _commitment(walk, study) + "/remove", ""))
    equal([a.status for a in walk.world.everywhere(f"/studies/{study.study}")], [404] * 3,
          "the study in the stores")
    equal(walk.ask("GET", f"/studies/{study.study}").status, 404, "the study")
    walk.down("POST", _commitment(walk, walk.fresh()) + "/remove", "")
