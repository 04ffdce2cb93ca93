#!/usr/bin/python3
"""One bad store hurts nobody: others stay fast, every answer says what it lacks, memory is bounded.

For each fault, nine interleaved pairs of a good and a bad phase: the p99 of questions that don't
need the bad store may grow by a quarter and 2 ms (median of the pairs).

  badstore.py [--seed N] [--isengard PATH] [--fault NAME] [--pairs N] [--deadline SECONDS]
"""

import argparse
import os
import random
import statistics
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

from Harness.dicomgen import SmallInstances  # noqa: E402
from Harness.processes import rss_bytes  # noqa: E402
from Harness.servers import Gateway, Orthanc, Postgres, find_gateway  # noqa: E402
from Harness.stage import Stage, wait_until  # noqa: E402
from latency import Victim, measure, percentile  # noqa: E402

FAULTS = ["paused", "slow", "garbage", "truncated", "headers", "huge", "silent", "refuse"]
BAD = "store-c"
GROWTH, SLACK_SECONDS, RSS_BYTES = 1.25, 0.002, 32 << 20


def main():
    options = arguments()
    print(f"seed {options.seed}", flush=True)
    with Stage("badstore") as stage:
        scene = Scene(stage, options)
        wrong = []
        for fault in [options.fault] if options.fault else FAULTS:
            wrong += [f"{fault}: {text}" for text in scene.trial(fault, options)]
    for text in wrong:
        print(f"VIOLATED {text}")
    print(f"{len(wrong)} violations")
    sys.exit(1 if wrong else 0)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--isengard")
    parser.add_argument("--fault", choices=FAULTS)
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument("--phase", type=float, default=1.5, help="seconds of one phase")
    parser.add_argument("--deadline", type=float, default=31,
                        help="of any request, seconds; the gateway's own is 30")
    return parser.parse_args()


class Scene:
    """Three stores, the last behind a fault proxy, and the gateway over them."""

    def __init__(self, stage, options):
        rng = random.Random(f"badstore {options.seed}")
        self.stores = [Orthanc(stage, f"store-{letter}") for letter in "abc"]
        self.mode_file = stage.path("mode")
        self.set_mode("pass")
        bad = self.stores[2]
        proxy = stage.start([sys.executable, os.path.join(HERE, "proxy.py"),
                             str(bad.reserved.number), self.mode_file], "proxy")
        wait_until(lambda: "listening" in proxy.tail(), 10, "start the proxy")
        port = int(proxy.tail().split()[-1])
        held = [self._fill(store, rng) for store in self.stores]
        executable = find_gateway(options.isengard, os.path.dirname(os.path.dirname(HERE)))
        self.gateway = Gateway(
            stage, executable,
            [*self.stores[:2], (BAD, f"http://127.0.0.1:{port}")], Postgres(stage))
        total = sum(len(items) for items in held)
        wait_until(lambda: self._count() == total, 60, "wait for the import")
        self.good_paths = self._paths(held[0] + held[1], rng)
        self.bad_paths = self._needing(held[2])
        client = self.gateway.client
        self.whole = {f"{method} {path}": client.ask(method, path, body).body
                      for method, path, body in self.bad_paths}

    def set_mode(self, mode):
        with open(self.mode_file + ".new", "w") as file:
            file.write(mode)
        os.replace(self.mode_file + ".new", self.mode_file)

    def _fill(self, store, rng):
        source = SmallInstances(rng, patients=6)
        items = []
        for _ in range(40):
            content, ids = source.make()
            store.client.post("/instances", content)
            items.append(ids)
        return items

    def _count(self):
        return len(self.gateway.client.value("/instances"))

    def _paths(self, items, rng):
        """Questions that need the index, or a good store."""
        paths = []
        for instance, series, study, patient in rng.sample(items, 20):
            paths += [("GET", f"/instances/{instance}/file", None),
                      ("GET", f"/studies/{study}", None),
                      ("GET", f"/instances/{instance}/simplified-tags", None),
                      ("POST", "/tools/find", {"Level": "Study", "Query": {"PatientID": "LOAD*"},
                                               "Limit": 10})]
        return paths

    def _needing(self, items):
        """Questions that can't be answered whole without the bad store."""
        return [("GET", f"/instances/{items[0][0]}/file", None),
                ("GET", f"/instances/{items[1][0]}/tags", None),
                ("POST", "/tools/find", {"Level": "Instance", "Query": {"Rows": "16\\32"}}),
                ("GET", f"/stores/{BAD}/system", None)]

    def trial(self, fault, options):
        """What is wrong with the gateway under one fault, as text."""
        ratios, slacks, found = [], [], []
        before = rss_bytes(self.gateway.child.pid)
        peak, table = before, []
        answers = []
        for pair in range(options.pairs):
            phases = {}
            for bad in ((False, True) if pair % 2 == 0 else (True, False)):
                phases[bad], seen = self._phase(fault if bad else None, options.phase)
                answers += seen if bad else []
                peak = max(peak, rss_bytes(self.gateway.child.pid))
            good, bad = (percentile(phases[key], 0.99) for key in (False, True))
            table.append((good, bad))
            ratios.append(bad - GROWTH * good)
        excess = statistics.median(ratios)
        good, bad = (statistics.median(row[i] for row in table) for i in (0, 1))
        slowest = max([seconds for _, seconds, _ in answers], default=0)
        print(f"{fault:10} p99 {good * 1000:7.2f} → {bad * 1000:7.2f} ms, RSS +"
              f"{(peak - before) / 2**20:.1f} MiB, slowest answer {slowest:.1f} s of "
              f"{len(answers)}", flush=True)
        if excess > SLACK_SECONDS:
            found.append(f"p99 {good * 1000:.2f} → {bad * 1000:.2f} ms (median excess over "
                         f"{GROWTH} × is {excess * 1000:.2f} ms)")
        if peak - before > RSS_BYTES:
            found.append(f"resident memory grew by {(peak - before) / 2**20:.0f} MiB")
        if slowest > options.deadline:
            found.append(f"a request took {slowest:.1f} s")
        if not answers:
            found.append("no question about the bad store was answered at all")
        return found + self._anonymous(answers)

    def _phase(self, fault, seconds):
        self._begin(fault)
        victims = [Victim(self.gateway.url, self.bad_paths[i:] + self.bad_paths[:i])
                   for i in range(len(self.bad_paths))]
        for victim in victims:
            victim.start()
        try:
            taken = measure(self.gateway.url, self.good_paths, seconds)
        finally:
            for victim in victims:
                victim.ending.set()
            if fault:
                for victim in victims:  # also what was asked while the store was bad
                    victim.join(65)
            self._end(fault)
        for victim in victims:
            victim.join(65)
        return taken, [item for victim in victims for item in victim.answers]

    def _begin(self, fault):
        if fault == "paused":
            self.stores[2].pause()
        elif fault:
            self.set_mode(fault)

    def _end(self, fault):
        if fault == "paused":
            self.stores[2].resume()
        self.set_mode("pass")
        if fault:
            time.sleep(0.2)
            wait_until(self._healthy, 30, "wait for the store to be back in service", 0.1)

    def _healthy(self):
        answer = self.gateway.client.get(self.bad_paths[0][1])
        return answer.status == 200

    def _anonymous(self, answers):
        """Answers that should name the bad store and don't."""
        silent = {}
        for question, _, answer in answers:
            if not self._names_it(question, answer):
                shown = "connection lost" if answer is None else (
                    f"{answer.status} {answer.headers} {' '.join(answer.text.split())[:200]}")
                silent.setdefault((question, answer and answer.status), []).append(shown)
        return [f"{len(shown)} × {question}: without the store's name: {shown[0]}"
                for (question, _), shown in silent.items()]

    def _names_it(self, question, answer):
        if answer is None:
            return question.startswith("GET ")  # cut in its body, never ended cleanly
        headers = " ".join(answer.headers.get(f"x-federation-{name}", "")
                           for name in ("partial", "stale", "store"))
        if BAD in headers:
            return True
        if answer.status == 503:
            return BAD in answer.text
        # Whole all the same: cached, answered before the fault was felt, or slowly.
        return answer.status == 200 and answer.body == self.whole[question]


if __name__ == "__main__":
    main()
