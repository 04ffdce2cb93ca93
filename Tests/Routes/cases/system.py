"""What the gateway says of itself, of all stores and of the index."""

import re

from . import case, equal, fault, good, holds

MOST = 2**63 - 1


@case("GET", "/system")
def system(walk, _):
    said = good(walk.ask("GET", "/system")).json
    equal(said["Name"], "Isengard", "Name")
    equal(said["Version"], "1.12.11", "Version")
    holds(said["HasLabels"] and said["Capabilities"]["HasExtendedFind"], "capabilities")


@case("GET", "/statistics")
def statistics(walk, _):
    said = good(walk.ask("GET", "/statistics")).json
    for level, name in zip(("patients", "studies", "series", "instances"),
                           ("CountPatients", "CountStudies", "CountSeries", "CountInstances")):
        equal(said[name], len(walk.union(level)), name)
    holds(isinstance(said["TotalDiskSize"], str), "TotalDiskSize is no string")


@case("GET", "/changes")
def changes(walk, _):
    seen, since = [], 0
    while True:
        page = good(walk.ask("GET", f"/changes?since={since}&limit=100")).json
        seen += page["Changes"]
        if page["Done"]:
            break
        since = page["Last"]
    new = [change["ID"] for change in seen if change["ChangeType"] == "NewStudy"]
    equal(len(new), len(set(new)), "studies that are new twice")
    holds(set(walk.union("studies")) <= set(new), "a study was never new")
    numbers = [change["Seq"] for change in seen]
    end = numbers[len(numbers) // 2]
    for since in ("", "&since=0"):
        page = good(walk.ask("GET", f"/changes?to={end}&limit=3{since}")).json
        equal([change["Seq"] for change in page["Changes"]],
              [number for number in numbers if number <= end][-3:], "the newest up to a sequence")
    good(walk.ask("GET", f"/changes?limit={MOST}"))


@case("DELETE", "/changes")
def forget_changes(walk, _):
    last = walk.ask("GET", "/changes?last").json["Last"]
    stores = [a.json["Last"] for a in walk.world.everywhere("/changes?last")]
    good(walk.ask("DELETE", "/changes"))
    kept = good(walk.ask("GET", "/changes")).json
    holds(walk.ask("GET", "/changes?last").json["Last"] >= last, "Last of an empty log")
    holds(kept["Last"] >= last and all(row["Seq"] > last for row in kept["Changes"]), "the log")
    equal([a.json["Last"] for a in walk.world.everywhere("/changes?last")], stores,
          "the stores' own logs")


@case("GET", "/exports")
def exports(walk, _):
    said = good(walk.ask("GET", "/exports")).json
    holds(isinstance(said["Exports"], list) and "Done" in said and "Last" in said, "shape")


@case("DELETE", "/exports")
def forget_exports(walk, _):
    good(walk.ask("DELETE", "/exports"))
    equal(walk.ask("GET", "/exports").json["Exports"], [], "Exports")


@case("GET", "/plugins")
def plugins(walk, _):
    holds("explorer.js" in good(walk.ask("GET", "/plugins")).json, "explorer.js is missing")


@case("GET", "/plugins/explorer.js")
def explorer(walk, _):
    answer = good(walk.ask("GET", "/plugins/explorer.js"))
    holds("javascript" in answer.headers["content-type"], answer.headers["content-type"])


@case("GET", "/plugins/{id}")
def plugin(walk, _):
    for name in walk.ask("GET", "/plugins").json:
        if name != "explorer.js":
            equal(good(walk.ask("GET", f"/plugins/{name}")).json["ID"], name, "ID")
    equal(walk.ask("GET", "/plugins/nothing").status, 404, "status of an unknown plugin")
    walk.down("GET", "/plugins/explorer.js")


@case("GET", "/tools")
def tools(walk, _):
    said = good(walk.ask("GET", "/tools")).json
    holds({"find", "lookup", "now", "create-archive"} <= set(said), f"{said}")


@case("GET", "/tools/{now,now-local}")
def now(walk, name):
    holds(re.fullmatch(r"\d{8}T\d{6}", good(walk.ask("GET", f"/tools/{name}")).text), "form")


@case("GET", "/tools/generate-uid")
def uid(walk, _):
    said = {good(walk.ask("GET", f"/tools/generate-uid?level={level}")).text
            for level in ("study", "series", "instance")}
    holds(len(said) == 3 and all(re.fullmatch(r"2\.25\.\d{10,39}", one) for one in said), said)
    equal(walk.ask("GET", "/tools/generate-uid?level=nothing").status, 404, "status")


@case("GET", "/tools/dicom-conformance")
def conformance(walk, _):
    holds(len(good(walk.ask("GET", "/tools/dicom-conformance")).text) > 100, "too short")


@case("GET", "/tools/default-encoding")
def encoding(walk, _):
    theirs = walk.world.everywhere("/tools/default-encoding")
    holds(good(walk.ask("GET", "/tools/default-encoding")).body in [a.body for a in theirs],
          "not that of a store")


@case("GET", "/tools/accepted-transfer-syntaxes", "/tools/accepted-sop-classes")
def accepted(walk, _):
    for name in ("transfer-syntaxes", "sop-classes"):
        path = f"/tools/accepted-{name}"
        union = set().union(*(a.json for a in walk.world.everywhere(path) if a.status == 200))
        equal(good(walk.ask("GET", path)).json, sorted(union), name)


@case("GET", "/tools/unknown-sop-class-accepted")
def unknown_classes(walk, _):
    theirs = [a.text.strip() for a in walk.world.everywhere("/tools/unknown-sop-class-accepted")]
    equal(good(walk.ask("GET", "/tools/unknown-sop-class-accepted")).text.strip(),
          "1" if "1" in theirs else "0", "value")


LOGS = [f"/tools/log-level{name}" for name in (
    "", "-dicom", "-generic", "-http", "-jobs", "-lua", "-plugins", "-sqlite")]


@case("GET", *LOGS)
def log_levels(walk, _):
    for path in LOGS:
        holds(good(walk.ask("GET", path)).text.strip() in ("default", "verbose", "trace"), path)


@case("PUT", *LOGS)
def set_log_levels(walk, _):
    for path in LOGS:
        before = [a.body for a in walk.world.everywhere(path)]
        good(walk.ask("PUT", path, "verbose"))
        equal(walk.ask("GET", path).text.strip(), "verbose", path)
        good(walk.ask("PUT", path, "default"))
        fault(walk.ask("PUT", path, "nonsense"), 400, 3)
        equal([a.body for a in walk.world.everywhere(path)], before, f"{path} of the stores")


@case("GET", "/tools/metrics")
@case("PUT", "/tools/metrics")
def metrics(walk, _):
    good(walk.ask("PUT", "/tools/metrics", "0"))
    equal(good(walk.ask("GET", "/tools/metrics")).text.strip(), "0", "value")
    good(walk.ask("PUT", "/tools/metrics", "1"))
    equal(good(walk.ask("GET", "/tools/metrics")).text.strip(), "1", "value")


@case("GET", "/tools/metrics-prometheus")
def prometheus(walk, _):
    lines = good(walk.ask("GET", "/tools/metrics-prometheus")).text.splitlines()
    cells = [line.split(" ") for line in lines]
    holds(all(len(row) == 3 for row in cells), "a line has not three cells")
    values = {row[0]: row[1] for row in cells}
    equal(float(values["orthanc_count_studies"]), len(walk.union("studies")), "studies")
    holds('isengard_store_up{store="store-b"}' in values, "no store")


@case("GET", "/tools/labels")
def labels(walk, _):
    study = walk.fresh()
    good(walk.ask("PUT", f"/studies/{study.study}/labels/walk-shown"))
    holds("walk-shown" in good(walk.ask("GET", "/tools/labels")).json, "the label is missing")


@case("POST", "/tools/lookup")
def lookup(walk, _):
    study = walk.split
    found = good(walk.ask("POST", "/tools/lookup", study.study_uid)).json
    equal([(item["Type"], item["ID"]) for item in found], [("Study", study.study)], "found")
    equal(good(walk.ask("POST", "/tools/lookup", "no such thing")).json, [], "found")


@case("POST", "/tools/find")
def find(walk, _):
    study = walk.split
    found = good(walk.ask("POST", "/tools/find", {
        "Level": "Study", "Query": {"PatientID": study.patient_id}, "Expand": True,
        "RequestedTags": ["NumberOfStudyRelatedInstances"]})).json
    equal([item["ID"] for item in found], [study.study], "found")
    equal(found[0]["RequestedTags"]["NumberOfStudyRelatedInstances"],
          str(len(study.instances)), "instances over all stores")
    far = {"Level": "Study", "Query": {}, "Since": MOST, "Limit": MOST}
    equal(good(walk.ask("POST", "/tools/find", far)).json, [], "beyond the end")


@case("POST", "/tools/count-resources")
def count(walk, _):
    asked = {"Level": "Instance", "Query": {"PatientID": walk.split.patient_id}}
    equal(good(walk.ask("POST", "/tools/count-resources", asked)).json,
          {"Count": len(walk.split.instances)}, "count")


@case("POST", "/tools/bulk-content")
def bulk_content(walk, _):
    study = walk.split
    ids = [study.series, study.instances[1], study.study]
    said = good(walk.ask("POST", "/tools/bulk-content", {"Resources": ids + ["nothing"]})).json
    equal([item["ID"] for item in said], ids, "order")
    equal(sorted(said[0]["Instances"]), sorted(study.instances), "children")
    said = good(walk.ask("POST", "/tools/bulk-content",
                         {"Resources": [study.patient], "Level": "Instance"})).json
    equal([item["ID"] for item in said], sorted(study.instances), "descendants")


@case("POST", "/tools/dicom-echo")
def echo(walk, _):
    port = walk.world.ports["pacs"].number
    asked = {"AET": "PACS", "Host": "127.0.0.1", "Port": port}
    good(walk.ask("POST", "/tools/dicom-echo", asked))
    fault(walk.ask("POST", "/tools/dicom-echo", {**asked, "Port": 1}), 500, 9)
