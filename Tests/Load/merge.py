#!/usr/bin/python3
"""Several workers of the load tester are one: on a real Orthanc, and through real commands.

  merge.py [--seed N] [--load PATH]

Four workers begin together and are merged: their arrivals are the single schedule's, every bucket
is the sum of theirs, as Python's hdrhistogram counts, and nothing that they uploaded stays.
"""

import argparse
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

from Harness.servers import Orthanc  # noqa: E402
from Harness.stage import Stage  # noqa: E402
from tester import Tester, Wrong, ends, equal, holds, say  # noqa: E402

WORKERS = 4
SCENARIO = """
version: 1
name: shared
corpus:
  seed: %d
  pixels: small
  preload: {studies: 6}
targets: [{timeout: 2s}]
traffic:
  - {op: system, rate: 40/s}
  - {op: study, rate: 10/s}
  - {op: upload, rate: 6/s}
profile: [{hold: 4s}]
# Wide: other programs share this machine.
slo: [{op: system, p90: 1s, errors: 0}]
plan: {kind: fixed, repeats: 2}
"""
FORMS = ["-blocks.csv", "-steps.csv", ".hlog", ".html", ".json", ".md", ".xml"]
# What a worker on a busy machine may be: late is late, but every arrival must be recorded.
CODES = (0, 1, 3)


def main():
    options = arguments()
    say(f"seed {options.seed}")
    begun = time.monotonic()
    with Stage("merge") as stage:
        tester = Tester(options.load, stage.make_folder("scenarios"), options.seed)
        orthanc = Orthanc(stage, "merge", settings={"AuthenticationEnabled": False})
        path = tester.scenario(SCENARIO % options.seed, "shared")
        refuse(tester, path, orthanc)
        files = work(tester, path, orthanc, stage.make_folder("workers"))
        report = merge(tester, files, stage)
        same_as_single(tester, path, orthanc, report, stage)
        python = environment(stage)
        counts(python, files, stage, report)
        logs(tester, python, files, stage)
        lost(tester, files, stage)
        scripts(tester, path, orthanc, stage)
    say(f"merge: all shown; {time.monotonic() - begun:.0f} s")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--load", default=os.path.join(ROOT, ".build/release/isengard-load"))
    return parser.parse_args()


def environment(stage):
    """A Python with hdrhistogram: this one, or one of its own."""
    if subprocess.run([sys.executable, "-c", "import hdrh"], capture_output=True,
                      check=False).returncode == 0:
        return sys.executable
    folder = stage.path("python")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([f"{folder}/bin/pip", "-q", "install", "hdrhistogram==0.10.8"], check=True)
    return f"{folder}/bin/python"


# What is refused

def refuse(tester, path, orthanc):
    """One clear line and code 2 for what can't be, before anything is sent."""
    target = ["--target", orthanc.url]
    later = str(int(time.time()) + 60)
    searched = tester.scenario(
        (SCENARIO % 1).split("profile:")[0]
        + "slo: [{op: system, p90: 1s}]\nplan: {kind: capacity, start: 1x, limit: 2x}\n", "search")
    for arguments_, words in [
            ([path], "which worker is this?"),
            ([path, "--index", "0"], "how many workers?"),
            ([path, "--index", "4", "--of", "4", "--start-at", later], "worker 4 of 4"),
            ([path, "--index", "0", "--of", "4"], "when do all workers begin?"),
            ([path, "--index", "0", "--of", "4", "--start-at", "2020-01-01T00:00:00Z"], "s ago"),
            ([path, "--index", "0", "--of", "4", "--start-at", "soon"], "--start-at: expected"),
            ([searched, "--index", "0", "--of", "4", "--start-at", later], "fixed steps")]:
        done = tester.ask("worker", *arguments_, *target)
        equal(done.code, 2, f"code of worker {arguments_[1:]} ({done.said})")
        holds(words in done.err, f"worker {arguments_[1:]}: {done.said}")
    done = tester.ask("worker", path, "--index", "0", "--of", "2", "--start-at", later, *target)
    equal(done.code, 4, f"code without a preload ({done.said})")
    holds("--preload-only" in done.err, done.said)
    say("refused what can't be")


# Workers

def work(tester, path, orthanc, out):
    """The results of all workers, one place told by each kind of environment."""
    filled = tester.ask("worker", path, "--preload-only", "--target", orthanc.url)
    ends(filled, 0, "preload")
    before = orthanc.client.value("/statistics")
    equal(before["CountStudies"], 6, "preloaded studies")
    start = int(time.time()) + 15
    places = [
        {"JOB_COMPLETION_INDEX": "0", "ISENGARD_WORKERS": "4"},
        {"SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "4"},
        {"PARALLEL_SEQ": "3", "ISENGARD_WORKERS": "4"},
        {"ISENGARD_WORKER_INDEX": "3", "ISENGARD_WORKERS": "4"}]
    running = [tester.start("worker", path, "--target", orthanc.url, "--out", out,
                            "--start-at", str(start), "--quiet", env=place) for place in places]
    for index, worker in enumerate(running):
        done = worker.wait(120)
        holds(done.code in CODES, f"worker {index}: {done.said}")
    files = [f"{out}/shared-worker-{index}-of-4.json" for index in range(WORKERS)]
    equal(sorted(glob.glob(f"{out}/*")),
          sorted(files + [file[:-4] + "hlog" for file in files]), "files of the workers")
    equal(orthanc.client.value("/statistics")["CountStudies"], 6, "studies left")
    say("four workers worked, and left nothing")
    return files


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def merge(tester, files, stage):
    out = stage.make_folder("merged")
    done = tester.ask("merge", *reversed(files), "--out", out)
    holds(done.code in CODES, f"merge: {done.said}")
    equal(sorted(os.listdir(out)), sorted("shared" + form for form in FORMS), "forms")
    report = read(f"{out}/shared.json")
    parts = [read(file) for file in files]
    equal(len(report["steps"]), 2, "steps")
    for place, step in enumerate(report["steps"]):
        books = [check for check in step["checks"] if check["name"].startswith("arrivals that")]
        equal(len(books), 1, "checks of the arrivals")
        equal(books[0]["value"], books[0]["limit"], "arrivals recorded and due")
        due = sum(total(operation) for operation in step["operations"])
        equal(due, sum(total(operation) for part in parts
                       for operation in part["steps"][place]["operations"]), "all that was due")
        equal(len(step["generator"]["loops"]), WORKERS, "loops")
        void = any(part["steps"][place]["state"] == "void" for part in parts)
        equal(step["state"] == "void", void, "void if one is")
    say(f"merged: {report['verdict']['sentence']} {report['verdict']['reasons']}")
    return report


def total(operation):
    return sum(operation["outcomes"].values())


def same_as_single(tester, path, orthanc, report, stage):
    """One generator has as many arrivals of each kind in each step."""
    out = stage.make_folder("single")
    done = tester.run(path, orthanc.url, "--no-pin", out=out)
    holds(done.code in CODES, f"run: {done.said}")
    single = read(f"{out}/shared.json")
    for left, right in zip(report["steps"], single["steps"], strict=True):
        for merged, one in zip(left["operations"], right["operations"], strict=True):
            equal(total(merged), total(one), f"arrivals of {one['name']} in {left['label']}")
            holds(total(one) > 10, f"{one['name']}: too few")
    say("as many arrivals as one generator has: "
        + str([[total(one) for one in step["operations"]] for step in single["steps"]]))


# Histograms, counted by somebody else

SUMS = """
import json, sys
from hdrh.histogram import HdrHistogram
def sums(paths):
    found = {}
    for path in paths:
        for step in json.load(open(path))["steps"]:
            for one in step["operations"]:
                for kind in ("response", "service", "firstByte", "slotWait"):
                    key = (step["label"], one["name"], kind)
                    total = found.setdefault(key, HdrHistogram(1, 3600000000, 3))
                    total.add(HdrHistogram.decode(one[kind]))
    return found
parts, whole = sums(sys.argv[2:]), sums(sys.argv[1:2])
assert parts.keys() == whole.keys() and parts
count = 0
for key, left in parts.items():
    right = whole[key]
    buckets = max(left.counts_len, right.counts_len)
    for index in range(buckets):
        a, b = left.get_count_at_index(index), right.get_count_at_index(index)
        assert a == b, (key, index, a, b)
    count += left.get_total_count()
print(count)
"""


def counts(python, files, stage, report):
    done = subprocess.run([python, "-c", SUMS, stage.path("merged", "shared.json"), *files],
                          capture_output=True, text=True, check=False)
    equal(done.returncode, 0, f"bucket by bucket ({done.stderr.strip()[-300:]})")
    say(f"bucket by bucket as hdrh adds them: {done.stdout.strip()} times; "
        f"{len(report['steps'])} steps")


def logs(tester, python, files, stage):
    """The merged log has, for hdrh, what those of the workers have together."""
    out = stage.path("merged-by-lines.hlog")
    parts = [file[:-4] + "hlog" for file in files]
    ends(tester.ask("merge", *parts, "--out", out), 0, "merge of logs")
    whole = tags(python, out)
    equal(whole, tags(python, stage.path("merged", "shared.hlog")), "log of the merged report")
    found = {}
    for part in parts:
        for tag, (count, most) in tags(python, part).items():
            counted, longest = found.get(tag, (0, 0))
            found[tag] = (counted + count, max(longest, most))
    equal(whole, found, "counts and maxima by tag")
    say(f"hdrh reads the merged log: {whole}")


def tags(python, path):
    check = os.path.join(ROOT, "Tests", "LoadReportTests", "hdrh_check.py")
    done = subprocess.run([python, check, path], capture_output=True, text=True, check=False)
    equal(done.returncode, 0, f"hdrh reads {path} ({done.stderr.strip()[-300:]})")
    return {line.split()[0]: (int(re.search(r"count=(\d+)", line)[1]),
                              int(re.search(r"max=(\d+)", line)[1]))
            for line in done.stdout.splitlines()}


# Workers that are lost

def lost(tester, files, stage):
    out = stage.make_folder("lost")
    done = tester.ask("merge", *files[:3], "--out", out)
    equal(done.code, 2, f"code without a worker ({done.said})")
    holds("1 of 4 workers lack: 3" in done.err, done.said)
    equal(os.listdir(out), [], "files of a refused merge")
    done = tester.ask("merge", *files[:3], "--allow-missing", "--out", out)
    equal(done.code, 3, f"code with a worker missing ({done.said})")
    report, whole = read(f"{out}/shared.json"), read(stage.path("merged", "shared.json"))
    for left, right in zip(report["steps"], whole["steps"], strict=True):
        equal(left["state"], "void", "state of a step without a worker")
        for partly, all_ in zip(left["operations"], right["operations"], strict=True):
            if "/" not in partly["name"]:
                equal(total(partly), total(all_), f"scheduled {partly['name']}")
    holds(any("worker 3: no result" in reason for reason in report["verdict"]["reasons"]),
          str(report["verdict"]))
    done = tester.ask("merge", files[0], files[0], "--out", out)
    equal(done.code, 2, f"code of a doubled slice ({done.said})")
    holds("worker 0 again" in done.err, done.said)
    say("a lost worker is told, and voids")


# Scripts

def scripts(tester, path, orthanc, stage):
    common = [path, "--target", orthanc.url, "--workers", "2"]
    hosts = stage.path("hosts")
    with open(hosts, "w", encoding="utf-8") as file:
        file.write("one\ntwo\n")
    for more in (["k8s", "--image", "load:1", "--claim", "results"], ["slurm"],
                 ["ssh", "--hosts", hosts]):
        done = tester.ask("emit", more[0], *common, *more[1:])
        ends(done, 0, f"emit {more[0]}")
        if more[0] == "k8s":
            continue
        script = stage.path(f"{more[0]}.sh")
        with open(script, "w", encoding="utf-8") as file:
            file.write(done.out)
        checked = subprocess.run(["bash", "-n", script], capture_output=True, text=True,
                                 check=False)
        equal((checked.returncode, checked.stderr), (0, ""), f"bash -n {more[0]}")
    without_parallel(stage, tester)
    over_ssh(stage, tester)


def tools(stage, tester, *names):
    """A folder of programs to be found, and an ssh that goes nowhere."""
    folder = stage.make_folder("tools-" + "-".join(names or ("none",)))
    for name in ("bash", "sh", "tar", "mktemp", "rm", "cat", "date", "mkdir", *names):
        found = shutil.which(name)
        holds(found, f"{name}: not found")
        os.symlink(found, f"{folder}/{name}")
    os.symlink(tester.path, f"{folder}/isengard-load")
    with open(f"{folder}/ssh", "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\nfor last; do :; done\nexec sh -c \"$last\"\n")
    os.chmod(f"{folder}/ssh", 0o755)
    return folder


def without_parallel(stage, tester):
    done = subprocess.run(["bash", stage.path("ssh.sh")], capture_output=True, text=True,
                          env={"PATH": tools(stage, tester)}, check=False)
    equal((done.returncode, done.stderr.strip()),
          (2, "parallel: not found; install it first"), "without GNU parallel")


def over_ssh(stage, tester):
    if not shutil.which("parallel"):
        raise Wrong("the Debian package parallel is missing")
    out = stage.path("over-ssh")
    path = tools(stage, tester, "parallel", "perl") + ":/usr/bin:/bin"
    process = subprocess.Popen(
        ["bash", stage.path("ssh.sh"), out], text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=dict(os.environ, PATH=path, ISENGARD_LEAD="25", HOME=stage.folder))
    said = process.communicate(timeout=150)[0]
    holds(process.returncode in CODES, f"over ssh: {process.returncode} {said}")
    equal(sorted(name for name in os.listdir(out) if name.endswith("json")),
          ["shared-worker-0-of-2.json", "shared-worker-1-of-2.json", "shared.json"],
          f"results over ssh ({said})")
    again = subprocess.run(["bash", stage.path("ssh.sh"), out], capture_output=True, text=True,
                           env=dict(os.environ, PATH=path), check=False)
    equal(again.returncode, 2, "code of a second run into the same folder")
    say("GNU parallel over ssh: " + read(f"{out}/shared.json")["verdict"]["sentence"])


if __name__ == "__main__":
    main()
