"""New data, changed data, and deletion."""

from . import case, equal, fault, good, holds, members  # noqa: F401
from Harness.federation import UNKNOWN

BELOW = {"patients": "Patient", "studies": "Study", "series": "Series"}


@case("POST", "/instances")
def upload(walk, _):
    study = walk.world.maker.make(3)[0]
    said = good(walk.ask("POST", "/instances", study.files[study.instances[0]])).json
    equal((said["ID"], said["Status"]), (study.instances[0], "Success"), "first")
    equal(said["ParentStudy"], study.study, "ParentStudy")
    again = good(walk.ask("POST", "/instances", study.files[study.instances[0]])).json
    equal(again["Status"], "AlreadyStored", "second")
    good(walk.ask("POST", "/instances", study.files[study.instances[1]]))
    holders = {walk.world.holder(id).name for id in study.instances[:2]}
    equal(len(holders), 1, "stores of one series")
    equal(good(walk.ask("GET", f"/series/{study.series}")).json["Instances"],
          sorted(study.instances[:2]), "at once in the index")
    walk.down("POST", "/instances", study.files[study.instances[2]])


@case("POST", "/tools/create-dicom")
def create(walk, _):
    tags = {"PatientID": "CREATED", "PatientName": "MADE^HERE", "Modality": "OT",
            "SOPClassUID": "1.2.840.10008.5.1.4.1.1.7"}
    said = good(walk.ask("POST", "/tools/create-dicom", {"Tags": tags})).json
    shown = good(walk.ask("GET", f"/instances/{said['ID']}/simplified-tags")).json
    equal(shown["PatientName"], "MADE^HERE", "PatientName")
    equal(_count(walk, said["ID"]), 1, "stores that hold it")
    child = good(walk.ask("POST", "/tools/create-dicom", {
        "Parent": walk.fresh().study, "Tags": {"Modality": "OT"}})).json
    equal(_count(walk, child["ID"]), 1, "stores that hold it")


def _count(walk, instance):
    return sum(a.status == 200 for a in walk.world.everywhere(f"/instances/{instance}"))


# MARK: Deletion

@case("DELETE", "/{level}/{id}")
def delete(walk, level):
    study = walk.fresh()
    said = good(walk.ask("DELETE", f"/{level}/{study.id(level)}")).json
    ancestor = said["RemainingAncestor"]
    if level == "instances":
        equal(ancestor["ID"], study.series, "RemainingAncestor")
    else:
        equal(ancestor, None, "RemainingAncestor")
    gone = study.instances[:1] if level == "instances" else study.instances
    for id in gone:
        equal(_count(walk, id), 0, "stores that still hold it")
    equal(walk.ask("GET", f"/{level}/{study.id(level)}").status, 404, "what was deleted")
    missing = walk.ask("DELETE", f"/{level}/{UNKNOWN}")
    equal((missing.status, missing.body), (404, b""), "an unknown id")
    walk.down("DELETE", f"/{level}/{walk.fresh().id(level)}")


@case("POST", "/tools/bulk-delete")
def bulk_delete(walk, _):
    one, two = walk.fresh(), walk.fresh()
    good(walk.ask("POST", "/tools/bulk-delete", {"Resources": [
        one.study, two.instances[0], UNKNOWN]}))
    for id in [*one.instances, two.instances[0]]:
        equal(_count(walk, id), 0, "stores that still hold it")
    equal(_count(walk, two.instances[1]), 1, "stores that hold what stays")
    walk.down("POST", "/tools/bulk-delete", {"Resources": [walk.fresh().study]})


# MARK: Changes

def _result(walk, said, study, level, origin):
    """Judges what modify or anonymize made of a split resource: whole, on one store, indexed."""
    equal(said["Type"], BELOW[level], "Type")
    equal((said["InstancesCount"], said["FailedInstancesCount"]), (len(study.instances), 0),
          "counts")
    made = good(walk.ask("GET", f"/{level}/{said['ID']}/instances?expand=false")).json
    equal(len(made), len(study.instances), "instances of the result")
    holders = {walk.world.holder(id).name for id in made}
    equal(len(holders), 1, "stores of the result")
    holds(not set(made) & set(study.instances), "the result is its source")
    equal([_count(walk, id) > 0 for id in study.instances], [True] * 3, "the source is kept")
    equal(walk.ask("GET", f"/{level}/{said['ID']}").json[origin], study.id(level), origin)
    holds(walk.ask("GET", f"/instances/{made[0]}").json[origin] in study.instances, origin)
    return made


@case("POST", "/{patients,studies,series}/{id}/anonymize")
def anonymize(walk, level):
    study = walk.fresh()
    path = f"/{level}/{study.id(level)}/anonymize"
    said = good(walk.ask("POST", path, {"Replace": {"PatientName": "NOBODY"}, "Force": True})).json
    made = _result(walk, said, study, level, "AnonymizedFrom")
    tags = walk.ask("GET", f"/instances/{made[0]}/simplified-tags").json
    equal(tags["PatientName"], "NOBODY", "PatientName")
    holds(tags["PatientID"] != study.patient_id, "PatientID is that of the source")
    walk.down("POST", f"/{level}/{walk.fresh().id(level)}/anonymize", "{}")


@case("POST", "/{patients,studies,series}/{id}/modify")
def modify(walk, level):
    study = walk.fresh()
    replace = {"patients": {"PatientID": f"NEW{study.patient_id}", "PatientName": "NEW^NAME"},
               "studies": {"StudyDescription": "changed"},
               "series": {"SeriesDescription": "changed"}}[level]
    path = f"/{level}/{study.id(level)}/modify"
    said = good(walk.ask("POST", path, {"Replace": replace, "Force": True})).json
    made = _result(walk, said, study, level, "ModifiedFrom")
    tags = walk.ask("GET", f"/instances/{made[0]}/simplified-tags").json
    for name, value in replace.items():
        equal(tags[name], value, name)
    if level == "studies":
        before = walk.ask("GET", f"/instances/{study.instances[0]}/file").body
        fault(walk.ask("POST", path, {"Replace": {"PatientName": "IN^PLACE"}, "Force": True, "Keep": [
            "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]}), 409, 46)
        equal(walk.ask("GET", f"/instances/{study.instances[0]}/file").body, before, "in place")
    walk.down("POST", f"/{level}/{walk.fresh().id(level)}/modify",
              {"Replace": replace, "Force": True})


@case("POST", "/instances/{id}/{anonymize,modify}")
def derive(walk, verb):
    study = walk.split
    before = walk.union("instances")
    answer = good(walk.ask("POST", f"/instances/{study.instances[0]}/{verb}", {
        "Replace": {"PatientName": "DERIVED"}}))
    holds(answer.body[128:132] == b"DICM" and b"DERIVED" in answer.body, "no changed file")
    equal(walk.union("instances"), before, "stored instances")


@case("POST", "/tools/{bulk-modify,bulk-anonymize}")
def bulk(walk, name):
    studies = [walk.fresh(), walk.fresh()]
    body = {"Resources": [study.study for study in studies]}
    if name == "bulk-modify":
        body |= {"Replace": {"StudyDescription": "changed"}, "Level": "Study"}
    said = good(walk.ask("POST", f"/tools/{name}", body)).json
    equal(said["FailedInstancesCount"], 0, "FailedInstancesCount")
    equal(said["InstancesCount"], 6, "InstancesCount")
    made = [item["ID"] for item in said["Resources"] if item["Type"] == "Study"]
    equal(len(made), 2, "new studies")
    for id in made:
        equal(len(good(walk.ask("GET", f"/studies/{id}/instances")).json), 3, "instances")
    body["Resources"] = [walk.fresh().study]
    walk.down("POST", f"/tools/{name}", body)


@case("POST", "/studies/{id}/merge")
def merge(walk, _):
    target, source = walk.fresh(), walk.fresh()
    said = good(walk.ask("POST", f"/studies/{target.study}/merge", {
        "Resources": [source.study], "KeepSource": False})).json
    equal(said["TargetStudy"], target.study, "TargetStudy")
    made = good(walk.ask("GET", f"/studies/{target.study}/instances?expand=false")).json
    equal(len(made), 6, "instances of the target")
    equal(walk.ask("GET", f"/studies/{source.study}").status, 404, "the source")
    for id in source.instances:
        equal(_count(walk, id), 0, "stores that hold the source")
    walk.down("POST", f"/studies/{walk.fresh().study}/merge", {
        "Resources": [walk.fresh().study]})


@case("POST", "/studies/{id}/split")
def split(walk, _):
    study = walk.fresh(series=2)
    said = good(walk.ask("POST", f"/studies/{study[0].study}/split", {
        "Series": [study[1].series], "Replace": {"StudyDescription": "split"}})).json
    made = good(walk.ask("GET", f"/studies/{said['TargetStudy']}/instances?expand=false")).json
    equal(len(made), 3, "instances of the new study")
    left = good(walk.ask("GET", f"/studies/{study[0].study}/instances?expand=false")).json
    equal(sorted(left), sorted(study[0].instances), "instances that stay")
    one = walk.fresh()
    walk.down("POST", f"/studies/{one.study}/split", {"Series": [one.series]})


@case("GET", "/patients/{id}/protected")
def protected(walk, _):
    equal(good(walk.ask("GET", f"/patients/{walk.split.patient}/protected")).text.strip(), "0",
          "protected")


@case("PUT", "/patients/{id}/protected")
def protect(walk, _):
    patient = f"/patients/{walk.fresh().patient}"
    path = f"{patient}/protected"
    equal(walk.ask("GET", patient).json["IsProtected"], False, "IsProtected before")
    good(walk.ask("PUT", path, "1"))
    equal(walk.ask("GET", patient).json["IsProtected"], True, "IsProtected")
    equal(good(walk.ask("GET", path)).text.strip(), "1", "protected")
    equal([a.text.strip() for a in walk.world.everywhere(path)], ["1"] * 3, "in the stores")


@case("POST", "/{level}/{id}/reconstruct")
def reconstruct(walk, level):
    study = walk.fresh()
    before = walk.ask("GET", f"/{level}/{study.id(level)}").json["MainDicomTags"]
    good(walk.ask("POST", f"/{level}/{study.id(level)}/reconstruct", "{}"))
    equal(walk.ask("GET", f"/{level}/{study.id(level)}").json["MainDicomTags"], before, "tags")
