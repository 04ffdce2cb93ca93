"""loadtests/smoke.yaml on an Orthanc with DICOMweb, and on the gateway without it."""

import os
import random
import re
import xml.etree.ElementTree

from Harness.dicomgen import make_file, uid
from Harness.servers import Gateway, Postgres
from tester import again, ends, equal, holds, not_void, refused, report_of

FORMS = ["-blocks.csv", "-steps.csv", ".hlog", ".html", ".json", ".md", ".xml"]
# Nothing that takes long to upload.
LIGHT = """  overrides: {US: {images: 6}, CT: {images: 6}, MR: {images: 8}, PT: {images: 4}}
"""
FILL = """
version: 1
name: fill
corpus:
  preload: {studies: 110}
%s
traffic: [{op: system, rate: 5/s}]
profile: [{hold: 1s}]
"""


def play(world):
    results(world)


def results(world):
    """The folder of a smoke run's report; the run is made once."""
    if "smoke" not in world.kept:
        orthanc = world.orthanc("web", dicomweb=True)
        world.kept["smoke"] = _see(world, orthanc, scenario(world), "")
    return world.kept["smoke"]


def on_gateway(world):
    """What the gateway has no DICOMweb for is left out, and the preload is a light one."""
    stores = [world.orthanc("behind-a"), world.orthanc("behind-b")]
    gateway = Gateway(world.stage, world.gateway, stores, Postgres(world.stage))
    with open(scenario(world), encoding="utf-8") as file:
        text = file.read()
    text = "".join(line for line in text.splitlines(keepends=True)
                   if not re.search(r"op: (qido|metadata)\b", line))
    text = text.replace("corpus:\n", "corpus:\n" + LIGHT)
    _see(world, gateway, world.tester.scenario(text, "smoke"), LIGHT)


def scenario(world):
    return os.path.join(world.root, "loadtests", "smoke.yaml")


def _see(world, server, path, more):
    """Kept promises, all results, nothing left of what was uploaded."""
    filled = world.tester.run(world.tester.scenario(FILL % more), server.url)
    holds("preload main: 110 of 110 studies" in filled.err, f"fill: {filled.said}")
    before = server.client.value("/statistics")
    equal(before["CountStudies"] > 100, True, "a preload of 110 studies")
    out = world.stage.make_folder("smoke-results-" + server.name)
    done = again(lambda: _run(world, path, server, out))
    holds("All promises were kept." in done.out, done.said)
    left_nothing(server, before)
    holds("removed " in done.err, "the run tells of no removal: did it upload?")
    see_forms(out)
    report = report_of(out, "smoke")
    equal(report["verdict"]["state"], "met", "the report's verdict")
    for operation in report["steps"][0]["operations"]:
        holds(operation["outcomes"]["correct"] > 0, f"no good answer of {operation['name']}")
    plant(server, before, out)
    return out


def _run(world, path, server, out):
    done = world.tester.run(path, server.url, out=out)
    not_void(done)
    ends(done, 0, "smoke")
    return done


def left_nothing(server, before):
    equal(server.client.value("/statistics"), before, "statistics after the run")


def see_forms(out):
    equal(sorted(os.listdir(out)), ["smoke" + form for form in FORMS], "files of the report")
    for name in os.listdir(out):
        holds(os.path.getsize(os.path.join(out, name)) > 200, f"{name} is empty")
    suite = xml.etree.ElementTree.parse(os.path.join(out, "smoke.xml")).getroot()
    equal([suite.get("failures"), suite.get("errors")], ["0", "0"], "JUnit's failures and errors")


def plant(server, before, out):
    """One image left behind and one form that lacks are seen."""
    rng = random.Random("left")
    content = make_file({
        "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2", "SOPInstanceUID": uid(rng), "Modality": "CT",
        "PatientID": "LEFT", "StudyInstanceUID": uid(rng), "SeriesInstanceUID": uid(rng)})
    left = server.client.post("/instances", content).json["ParentStudy"]
    refused(left_nothing, server, before)
    equal(server.client.ask("DELETE", f"/studies/{left}").status, 200, "removing what was planted")
    os.rename(os.path.join(out, "smoke.md"), os.path.join(out, "smoke.md.part"))
    refused(see_forms, out)
    os.rename(os.path.join(out, "smoke.md.part"), os.path.join(out, "smoke.md"))
