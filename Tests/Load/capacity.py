#!/usr/bin/python3
"""How much does a deployment carry, and does the search say so again? On real servers.

  capacity.py [--seed N] [--load PATH] [--isengard PATH] [--scene NAME] [--runs N] [--profile P]
              [--budget TIME] [--keep FOLDER]

orthanc     loadtests/hospital.yaml on one Orthanc: the intervals of all runs overlap.
federation  the same on `isengard demo`: three stores, PostgreSQL, gateway.
one-core    reads from an Orthanc bound to one core: its CPU is named, or nothing.
delay       reads from two stores behind a gateway, one of which needs 5 ms for each request, one
            after the other: that store is named, or nothing.

Every run has a seed of its own, so other studies and arrivals, and new servers. Everything but the
load shares the first core, the load has the last one. The first two need 40 GB of disk while they
run. A quick run takes 9 to 13 minutes and wants a quiet machine; exit code 1 when a scene shows
something else.
"""

import argparse
import asyncio
import json
import os
import random
import re
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

from Harness.servers import Gateway, Orthanc, Postgres, ReservedPort, find_gateway  # noqa: E402
from Harness.stage import Stage, wait_until  # noqa: E402
from tester import Tester, Wrong, holds, report_of, say  # noqa: E402

NEEDED = 0.8  # of the runs on a slowed store name it
LONGEST = {"quick": 1800, "full": 5 * 3600}  # seconds, with the first preload
READS = """
version: 1
name: reads
observe:
  - {{kind: orthanc-metrics}}
  - {{kind: proc, pids: [{processes}]}}
corpus:
  pixels: small
  preload: {{studies: 110}}
  overrides: {{US: {{images: 6}}, CT: {{images: 6}}, MR: {{images: 8}}, PT: {{images: 4}}}}
traffic:
  - {{op: tags, rate: {tags}/s}}
  - {{op: study, rate: {studies}/s}}
slo:
  - {{op: tags, p95: 100ms, errors: 0.1%}}
  - {{op: study, p95: 100ms, errors: 0.1%}}
plan: {{kind: capacity, profile: quick, start: 0.5x, limit: 100x, precision: 10%, budget: 12min}}
"""


def main():
    options = arguments()
    say(f"seed {options.seed}, host load {os.getloadavg()[0]:.1f}")
    failed = []
    for name in options.scene or SCENES:
        deploy, judge = SCENES[name]
        try:
            judge(name, [search(name, number, deploy, options)
                         for number in range(1, options.runs + 1)])
        except Wrong as found:
            say(f"WRONG {name}: {found}")
            failed.append(name)
    sys.exit(1 if failed else 0)


def search(name, number, deploy, options):
    """What one search on servers of its own found, and lines about it."""
    with Stage("capacity") as stage:
        bench = Bench(stage, options)
        scenario, url = deploy(bench)
        title, begun = f"{name}-{number}", time.monotonic()
        out = os.path.join(options.keep or stage.folder, title)
        done = bench.tester.ask(
            "capacity", scenario, "--target", url, "--out", out, "--quiet",
            "--profile", options.profile, "--seed", str(options.seed + number),
            seconds=LONGEST[options.profile])
        holds(done.code in (0, 1), f"{title}: {done.said}")
        found = report_of(out, os.path.splitext(os.path.basename(scenario))[0])["capacity"]
    tell(title, found, time.monotonic() - begun)
    return found


class Bench:
    """The load tester, the stage and what stands on it."""

    def __init__(self, stage, options):
        self.stage = stage
        self.tester = Tester(options.load, stage.make_folder("scenarios"), options.seed)
        self.gateway = find_gateway(options.isengard, ROOT)
        self.budget = options.budget

    def hospital(self, *processes):
        """loadtests/hospital.yaml that watches these processes."""
        with open(os.path.join(ROOT, "loadtests", "hospital.yaml"), encoding="utf-8") as file:
            text = re.sub(r"pids: \[.*?\]", f"pids: [{', '.join(processes)}]", file.read())
        if self.budget:
            text, found = re.subn(r"budget: \w+", f"budget: {self.budget}", text)
            holds(found == 1, "hospital.yaml states no budget")
        return self.named("hospital", text)

    def reads(self, tags, studies, *processes):
        text = READS.format(tags=tags, studies=studies, processes=", ".join(processes))
        return self.named("reads", text)

    def named(self, name, text):
        path = self.stage.path("scenarios", f"{name}.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def orthanc(self, name):
        return Orthanc(self.stage, name, settings={"AuthenticationEnabled": False})


def tell(name, found, seconds):
    trials = ", ".join(f"{trial['purpose']} {trial['factor']:.3g}x {trial['state']}"
                       for trial in found["trials"])
    say(f"{name}: {found['inWords']}, interval {found.get('interval')}; "
        f"binding: {found.get('bindingClause')}; headroom {found.get('headroom')}; "
        f"first to saturate: {found.get('bottleneck')}; {seconds:.0f} s with the preload")
    say(f"  {trials}")
    for sentence in found["evidence"] + found["scalability"]:
        say(f"  {sentence}")


# Deployments: the scenario for each, and its URL.

def orthanc(bench):
    return bench.hospital("Orthanc"), bench.orthanc("Orthanc").url


def federation(bench):
    demo = bench.stage.start(
        [bench.gateway, "demo", "--folder", bench.stage.path("demo")], "demo")

    def said(text):
        holds(demo.running(), f"the demo ended: {demo.tail()}")
        return re.search(text, demo.tail(200))

    wait_until(lambda: said("the index knows all stores"), 120, "start the demo")
    url = said(r"gateway listens on (http://127\.0\.0\.1:\d+)")[1]
    return bench.hospital("isengard", "Orthanc", "postgres"), url


def one_core(bench):
    return bench.reads(200, 100, "Orthanc"), bench.orthanc("Orthanc").url


def delay(bench):
    quick, slow = bench.orthanc("a"), Door(bench.orthanc("b"), 0.005)
    gateway = Gateway(bench.stage, bench.gateway, [("a", quick.url), ("b", slow.url)],
                      Postgres(bench.stage))
    return bench.reads(30, 10, "isengard", "Orthanc", "postgres"), gateway.url


# Judgements.

def overlap(name, runs):
    """Every run's interval overlaps every other's."""
    holds(all(run.get("interval", {}).get("high") and run.get("bindingClause") for run in runs),
          "a run ended without an interval or a clause")
    low = max(run["interval"]["low"] for run in runs)
    high = min(run["interval"]["high"] for run in runs)
    holds(low <= high, f"intervals don't overlap: one begins at {low}, one ends at {high}")
    say(f"{name}: {len(runs)} intervals share {low:.3g}x to {high:.3g}x")


def names(*culprits):
    """Most runs name the culprit, and none names another."""
    def judge(name, runs):
        named = [run.get("bottleneck") for run in runs]
        wrong = {found for found in named if found} - set(culprits)
        holds(not wrong, f"another part was named: {wrong}")
        right = sum(found in culprits for found in named)
        say(f"{name}: {right} of {len(named)} runs name it, none names another part")
        holds(right >= NEEDED * len(named), f"too few: {named}")
    return judge


class Door:
    """Before a store: what comes in waits its turn, and then for `delay` seconds."""

    def __init__(self, store, delay):
        self.store, self.delay = store, delay
        self.port = ReservedPort()
        self.url = f"http://127.0.0.1:{self.port.number}"
        ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True).start()
        ready.wait()

    async def _serve(self, ready):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        self.turn = asyncio.Lock()
        server = await asyncio.start_server(self._meet, "127.0.0.1", self.port.number)
        ready.set()
        await server.serve_forever()

    async def _meet(self, reader, writer):
        inner_reader, inner_writer = await asyncio.open_connection(
            "127.0.0.1", self.store.reserved.number)
        await asyncio.gather(self._pass(reader, inner_writer, True),
                             self._pass(inner_reader, writer, False), return_exceptions=True)

    async def _pass(self, reader, writer, waits):
        try:
            while data := await reader.read(1 << 16):
                if waits:
                    async with self.turn:
                        await asyncio.sleep(self.delay)
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()


SCENES = {
    "orthanc": (orthanc, overlap),
    "federation": (federation, overlap),
    "one-core": (one_core, names("Orthanc CPU")),
    "delay": (delay, names("store b", "store b connections")),
}


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(1, 10**6))
    parser.add_argument("--load", default=os.path.join(ROOT, ".build/release/isengard-load"))
    parser.add_argument("--isengard", help="the gateway's executable; default: newest build")
    parser.add_argument("--scene", action="append", choices=list(SCENES),
                        help="one scene; repeatable; default: all")
    parser.add_argument("--runs", type=int, default=3, help="searches of each scene")
    parser.add_argument("--profile", choices=list(LONGEST), default="quick")
    parser.add_argument("--budget", metavar="TIME", help="of hospital.yaml's full profile")
    parser.add_argument("--keep", metavar="FOLDER", help="where reports go; else nowhere")
    return parser.parse_args()


if __name__ == "__main__":
    main()
