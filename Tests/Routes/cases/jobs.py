"""Jobs: those of the stores under ids that name the store, and the gateway's own."""

from . import case, equal, fault, good, holds, members

STATES = {"Pending", "Running", "Success", "Failure", "Paused", "Retry"}


def _job(walk, priority=0):
    """A new job that anonymizes a study of one store."""
    study = walk.fresh()
    said = good(walk.ask("POST", f"/studies/{study.study}/anonymize", {
        "Asynchronous": True, "Priority": priority})).json
    equal(said["Path"], f"/jobs/{said['ID']}", "Path")
    return said["ID"]


def _archive(walk):
    made = good(walk.ask("POST", f"/studies/{walk.split.study}/archive", {
        "Asynchronous": True})).json["ID"]
    equal(walk.wait(made)["State"], "Success", "State")
    return made


@case("GET", "/jobs")
def jobs(walk, _):
    id = _job(walk)
    walk.wait(id)
    holds(id in good(walk.ask("GET", "/jobs")).json, "the job is missing")
    holds(id in [job["ID"] for job in good(walk.ask("GET", "/jobs?expand")).json], "expanded")


@case("GET", "/jobs/{id}")
def job(walk, _):
    id = _job(walk)
    said = walk.wait(id)
    equal((said["ID"], said["State"], said["ErrorCode"]), (id, "Success", 0), "job")
    equal(said["Type"], "ResourceModification", "Type")
    holds(isinstance(said["Content"], dict), "Content")
    missing = walk.ask("GET", "/jobs/nothing")
    equal((missing.status, missing.body), (404, b""), "an unknown job")


@case("DELETE", "/jobs/{id}")
def delete(walk, _):
    id = _job(walk)
    walk.wait(id)
    good(walk.ask("DELETE", f"/jobs/{id}"))
    equal(walk.ask("GET", f"/jobs/{id}").status, 404, "a deleted job")
    fault(walk.ask("DELETE", "/jobs/nothing"), 404, 7)
    later = _job(walk)
    walk.wait(later)
    walk.down("DELETE", f"/jobs/{later}")


@case("POST", "/jobs/{id}/{cancel,pause}")
def stop(walk, verb):
    id = _job(walk)
    walk.wait(id)
    equal(good(walk.ask("POST", f"/jobs/{id}/{verb}", "{}")).json, {}, "answer")
    missing = walk.ask("POST", f"/jobs/nothing/{verb}", "{}")
    equal((missing.status, missing.body), (400, b""), "an unknown job")


@case("POST", "/jobs/{id}/{resubmit,resume}")
def go_on(walk, verb):
    id = _job(walk)
    walk.wait(id)
    finished = walk.ask("POST", f"/jobs/{id}/{verb}", "{}")
    equal((finished.status, finished.body), (400, b""), "a finished job")
    walk.down("GET", f"/jobs/{id}")


@case("GET", "/jobs/{id}/{key}")
def output(walk, _):
    equal(len(members(walk.ask("GET", f"/jobs/{_archive(walk)}/archive"))),
          len(walk.split.instances), "files")
    equal(walk.ask("GET", f"/jobs/{_job(walk)}/nothing").status, 404, "an unknown key")
    walk.down("GET", f"/jobs/{_archive(walk)}/archive")


@case("DELETE", "/jobs/{id}/{key}")
def delete_output(walk, _):
    id = _archive(walk)
    good(walk.ask("DELETE", f"/jobs/{id}/archive"))
    equal(walk.ask("GET", f"/jobs/{id}/archive").status, 404, "a deleted archive")
    walk.down("DELETE", f"/jobs/{_archive(walk)}/archive")
