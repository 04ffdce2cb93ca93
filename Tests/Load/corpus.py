"""The synthetic studies: taken whole by Orthanc, the same from the same seed, like images."""

import hashlib
import os
import re
import zlib
from collections import Counter

import pydicom

from tester import again, ends, equal, holds, not_void, refused, say

STUDIES = 2000  # of which the smallest rows that are judged have forty
FEW = 150
FILL = """
version: 1
name: corpus
corpus:
  preload: {studies: %d}
  resend: 0%%
  edges: 5%%
  overrides: {US: {images: 4}, CT: {images: 4}, MR: {images: 8}, PT: {images: 4}}
traffic: [{op: system, rate: 5/s}]
profile: [{hold: 1s}]
"""
FULL = """
version: 1
name: full
corpus: {pixels: full, resend: 0%}
traffic:
  - {op: upload, name: ct, modality: CT, rate: 2/s}
  - {op: upload, name: mr, modality: MR, rate: 2/s}
  - {op: upload, name: cr, modality: CR, rate: 1/s}
arrival: deterministic
profile: [{hold: 2s}]
cleanup: keep
"""
# The table of the mix: share of studies; images a study, frames counted (loadtests/README.md has
# the sources). None: not told there.
TABLE = {"CR/DX": (0.60, None), "US": (0.19, None), "CT": (0.10, 679), "MR": (0.06, 570),
         "MG": (0.02, None), "XA/RF": (0.02, None), "other": (0.01, None)}
ROWS = {"CR": "CR/DX", "DX": "CR/DX", "US": "US", "CT": "CT", "MR": "MR", "MG": "MG",
        "XA": "XA/RF", "RF": "XA/RF"}
WITHIN = 0.05
RATIO = (2, 3)


def play(world):
    plan(world)
    first = filled(world, "mixed", world.seed, STUDIES)
    count(world, first)
    made(first)
    same_again(world)
    ratio(world)


def near(found, wanted, what):
    # 42 of 2,000 where 40 are wanted is within, whatever a division leaves behind it.
    holds(abs(found / wanted - 1) <= WITHIN + 1e-9, f"{what}: {found:g}, {wanted:g} in the table")


# MARK: What is printed

ROW = re.compile(r"^(\S+): ([\d.]+) % of studies; a study has .* ([\d.,]+) images", re.MULTILINE)


def plan(world):
    done = world.tester.ask(
        "corpus", "plan", os.path.join(world.root, "loadtests", "hospital.yaml"))
    ends(done, 0, "corpus plan")
    judge_plan(done.out)
    refused(judge_plan, done.out.replace("CT: 10.0 %", "CT: 11.0 %"))
    refused(judge_plan, re.sub(r"(?m)^(MR: .*) [\d.]+ images", r"\1 500.0 images", done.out))


def judge_plan(text):
    """The printed mix is the table's."""
    shares, images = Counter(), {}
    for name, share, mean in ROW.findall(text):
        row = name if name in TABLE else "other"
        shares[row] += float(share) / 100
        images[row] = float(mean.replace(",", ""))
    for row, (share, mean) in TABLE.items():
        near(shares[row], share, f"share of {row}")
        if mean:
            near(images[row], mean, f"images a study of {row}")
    total = re.search(r"^images a study, frames counted: .* = ([\d.]+)$", text, re.MULTILINE)
    holds(total and 150 <= float(total[1]) <= 300, "images a study, not within 150 to 300")
    marks = re.findall(r"^marker set of ([\d,]+):", text, re.MULTILINE)
    equal(marks, ["0", "1", "5", "100", "2,000"], "sets of known answers")


# MARK: What is taken

def filled(world, name, seed, studies):
    """An Orthanc with a preload, and what the tester says that it sent."""
    orthanc = world.orthanc(name)
    done = world.tester.run(world.tester.scenario(FILL % studies), orthanc.url, seed=seed)
    found = re.findall(r"preload main: (\d+) of (\d+) studies, (\d+) were there, (\d+) instances",
                       done.err)
    holds(found, f"no preload: {done.said}")
    equal([int(n) for n in found[-1][:3]], [studies, studies, 0], "studies of the preload")
    orthanc.sent = int(found[-1][3])
    return orthanc


def count(world, orthanc):
    """Orthanc has what was planned; all searches find what is known of them."""
    held = orthanc.client.value("/statistics")
    equal(held["CountStudies"], STUDIES, "studies that Orthanc holds")
    equal(held["CountInstances"], orthanc.sent, "instances that Orthanc holds")
    done = world.tester.ask("corpus", "plan", world.tester.scenario(FILL % STUDIES),
                            "--seed", str(world.seed))
    sets = re.findall(r"^marker set of ([\d,]+): AccessionNumber (\S+)$", done.out, re.MULTILINE)
    equal([int(hits) for hits, _ in sets], [0, 1, 5, 100], "sets of known answers in the preload")
    for hits, pattern in sets:
        query = {"Level": "Study", "Query": {"AccessionNumber": pattern}}
        found = orthanc.client.post("/tools/find", query).json
        equal(len(found), int(hits), f"studies that {pattern} finds")


def made(orthanc):
    """The mix of what was made is the printed one, for rows of which there are enough."""
    rows = Counter()
    modality = {series["ID"]: series["MainDicomTags"]["Modality"]
                for series in orthanc.client.value("/series?expand")}
    for study in orthanc.client.value("/studies?expand"):
        rows[ROWS.get(modality[study["Series"][0]], "other")] += 1
    for row, (share, _) in TABLE.items():
        if share >= 0.02:
            near(rows[row] / STUDIES, share, f"studies of {row} that were made")
    say(f"  {STUDIES} studies, {orthanc.sent} instances: {dict(rows)}")


# MARK: The same again

def digests(orthanc):
    """Digests of all files in the storage of a stopped Orthanc, as often as they occur."""
    found = Counter()
    for folder, _, names in os.walk(orthanc.stage.path(orthanc.name, "data")):
        for name in names:
            if not name.startswith("index"):
                with open(os.path.join(folder, name), "rb") as file:
                    content = file.read()
                if content[128:132] == b"DICM":
                    found[hashlib.sha256(content).digest()] += 1
    return found


def see_same(left, right):
    """Two stores have the same files, byte by byte."""
    only = sum((left - right).values()) + sum((right - left).values())
    equal(only, 0, f"files of {sum(left.values())} that only one of two stores has")


def same_again(world):
    first, second, other = (filled(world, name, world.seed + more, FEW)
                            for name, more in (("first", 0), ("second", 0), ("other", 1)))
    for orthanc in (first, second, other):
        orthanc.stop()
    files = digests(first)
    equal(sum(files.values()), first.sent, "files in the first store")
    see_same(files, digests(second))
    refused(see_same, files, digests(other))


# MARK: Like images

def ratio(world):
    """DEFLATE makes pixels of full size two to three times smaller, as it does with images."""
    orthanc = world.orthanc("full")
    again(lambda: not_void(world.tester.run(world.tester.scenario(FULL), orthanc.url)))
    orthanc.stop()
    ratios, sizes = {}, {}
    for folder, _, names in os.walk(orthanc.stage.path("full", "data")):
        for name in names:
            if name.startswith("index") or os.path.getsize(os.path.join(folder, name)) < 100_000:
                continue
            image = pydicom.dcmread(os.path.join(folder, name))
            pixels = image.PixelData
            ratios.setdefault(image.Modality, []).append(len(pixels) / len(zlib.compress(pixels)))
            sizes[image.Modality] = len(pixels)
    holds({"CT", "MR"} <= set(ratios) and {"CR", "DX"} & set(ratios), f"only {sorted(ratios)}")
    for modality, found in ratios.items():
        mean = sum(found) / len(found)
        holds(RATIO[0] <= mean <= RATIO[1], f"{modality} compresses {mean:.2f} times")
        say(f"  {modality}: {len(found)} images of {sizes[modality] / 1e6:.1f} MB, DEFLATE "
            f"{min(found):.2f} to {max(found):.2f} times smaller")
