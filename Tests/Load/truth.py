"""One wrong answer among hundreds fails a run, and the run names the operation."""

import os
import sys

from Harness.stage import wait_until
from tester import again, ends, equal, holds, not_void, report_of, say

HERE = os.path.dirname(os.path.abspath(__file__))
SCENARIO = """
version: 1
name: truth
corpus:
  preload: {studies: 8}
  overrides: {US: {images: 4}, CT: {images: 4}, MR: {images: 8}, PT: {images: 4}}
traffic:
  - {op: find, rate: 10/s, selectivity: few}
  - {op: file, rate: 10/s}
  - {op: tags, rate: 5/s}
  - {op: archive, rate: 3/s}
profile: [{hold: 4s}]
slo:
  - {op: find, p50: 10s, errors: 0}
  - {op: file, p50: 10s, errors: 0}
"""
UNPROMISED = SCENARIO.partition("slo:")[0] + "slo: [{op: tags, p50: 10s}]\n"
# The images that come after the only promised moment must be right too.
SESSION = """
version: 1
name: truth
corpus:
  preload: {studies: 8}
  overrides: {US: {images: 4}, CT: {images: 4}, MR: {images: 8}, PT: {images: 4}}
sessions:
  viewer:
    steps:
      - find: {selectivity: few}
      - previews: {mark: firstImage}
      - files: {pick: all}
traffic: [{session: viewer, rate: 5/s}]
profile: [{hold: 4s}]
slo: [{session: viewer, mark: firstImage, p50: 10s, errors: 0}]
"""
UPLOADS = """
version: 1
name: truth
corpus: {resend: 0%}
traffic: [{op: upload, rate: 20/s}]
profile: [{hold: 4s}]
slo: [{op: upload, p50: 10s, errors: 0}]
"""
# Fault: the operation that must be named.
FAULTS = {"drop": "find", "double": "find", "member": "archive", "flip": "file", "shorten": "file",
          "cut": "file"}


class Before:
    """The proxy before a store."""

    def __init__(self, stage, orthanc):
        self.mode_file, self.count = stage.path(f"{orthanc.name}-lie"), 0
        self.set("pass")
        self.child = stage.start([sys.executable, os.path.join(HERE, "liar.py"),
                                  str(orthanc.reserved.number), self.mode_file],
                                 f"{orthanc.name}-liar")
        wait_until(lambda: "listening" in self.child.tail(), 10, "start the liar")
        self.url = f"http://127.0.0.1:{int(self.child.tail().split()[-1])}"

    def set(self, mode):
        """Counted, so that the same again alters one more answer."""
        self.count += 1
        with open(self.mode_file + ".new", "w") as file:
            file.write(f"{mode} {self.count}")
        os.replace(self.mode_file + ".new", self.mode_file)


def play(world):
    before = Before(world.stage, world.orthanc("told"))
    again(lambda: _told(world, before, SCENARIO, "pass"))
    for mode in FAULTS:
        again(lambda mode=mode: _told(world, before, SCENARIO, mode))
    # What has no promise must be correct all the same.
    before = Before(world.stage, world.orthanc("told-too"))
    again(lambda: _told(world, before, UNPROMISED, "flip"))
    before = Before(world.stage, world.orthanc("told-viewer"))
    again(lambda: _told(world, before, SESSION, "flip", whole="viewer"))
    before = Before(world.stage, world.orthanc("told-uploads"))
    again(lambda: _told(world, before, UPLOADS, "pass"))
    again(lambda: _lost(world, before))


def _lost(world, before):
    """One upload of eighty that is acknowledged and not stored."""
    out = world.stage.make_folder("truth-lost")
    before.set("swallow")
    done = world.tester.run(world.tester.scenario(UPLOADS), before.url, out=out)
    not_void(done)
    ends(done, 1, "a run that lost an upload")
    sentence = report_of(out, "truth")["verdict"]["sentence"]
    holds(sentence.startswith("One study that the target had acknowledged lacked"), sentence)
    holds(sentence in done.out, f"the console doesn't tell it: {done.out}")


def _told(world, before, text, mode, whole=None):
    """One run in which `mode` happens once; `whole` is the session that asks."""
    out = world.stage.make_folder(f"truth-{mode}")
    was = before.child.tail().count("altered")
    before.set(mode)
    done = world.tester.run(world.tester.scenario(text), before.url, out=out)
    not_void(done)
    told = before.child.tail(200).count("altered") - was
    report = report_of(out, "truth")
    if mode == "pass":
        ends(done, 0, "a run with right answers")
        return equal(report["verdict"]["state"], "met", "its verdict")
    equal(told, 1, f"answers that the proxy altered ({mode})")
    name = FAULTS[mode]
    ends(done, 1, f"a run with one wrong answer ({mode})")
    bad = {operation["name"]: {kind for kind, count in operation["outcomes"].items()
                               if count and kind != "correct"}
           for operation in report["steps"][0]["operations"]}
    seen = {name} if whole is None else {whole, f"{whole}/{name}s"}
    name = whole or name
    holds({each for each, kinds in bad.items() if kinds} == seen, f"{mode}: counted as {bad}")
    reasons = report["verdict"]["reasons"]
    holds(any(f"run: {name} " in reason and "missed" in reason for reason in reasons),
          f"{mode}: the report doesn't name {name}: {reasons}")
    holds(f"run: {name} " in done.out, f"{mode}: the console doesn't name {name}: {done.out}")
    named = next(reason for reason in reasons if f"run: {name} " in reason)
    say(f"  {mode}: {named}")
    return None
