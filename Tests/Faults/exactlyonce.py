#!/usr/bin/python3
"""Modify, anonymize, merge, split and delete while stores and gateways are killed.

Two gateways over three stores; callers whose studies are spread by instance. Each call must end as
a complete result (each source has exactly one), or none, or a failure that names what is left; jobs
reach one final state; the journal drains to zero; nothing deleted comes back, not even when all
stores start again.

  exactlyonce.py [--calls N] [--seed N] [--short] [--isengard PATH] [--store-version PATH]…
"""

import argparse
import os
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import checker  # noqa: E402
from callers import COMPLETE, NOTHING, Caller  # noqa: E402
from Harness.client import Client  # noqa: E402
from Harness.servers import Gateway, Orthanc, Postgres, find_gateway  # noqa: E402
from Harness.stage import Stage, wait_until  # noqa: E402

DRAIN_SECONDS = 120
NAMED = "named"


def main():
    options = arguments()
    print(f"seed {options.seed}", flush=True)
    with Stage("exactlyonce") as stage:
        violations = Scene(stage, options).play()
    for text in violations[:options.limit]:
        print(f"VIOLATED {text}")
    print(f"{len(violations)} violations", flush=True)
    sys.exit(1 if violations else 0)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--short", action="store_true", help="20 calls")
    parser.add_argument("--isengard", help="the gateway's executable; default: newest build")
    parser.add_argument("--store-version", action="append", default=[], metavar="PATH",
                        help="root of a system whose Orthanc is the next store's; / is this one")
    parser.add_argument("--limit", type=int, default=40, help="violations to print")
    return parser.parse_args()


class Scene:
    def __init__(self, stage, options):
        self.rng = random.Random(f"once {options.seed}")
        self.calls = 20 if options.short else options.calls
        executable = find_gateway(options.isengard, os.path.dirname(os.path.dirname(HERE)))
        roots = [None if path == "/" else path for path in options.store_version]
        self.stores = [Orthanc(stage, f"store-{letter}", chroot=root)
                       for letter, root in zip("abc", roots + [None] * 3)]
        self.postgres = Postgres(stage)
        self.gateways = [Gateway(stage, executable, self.stores, self.postgres, f"gateway-{n}")
                         for n in (1, 2)]
        supply = {"lock": threading.Lock(), "left": self.calls, "number": 0}
        self.callers = [Caller(n, options.seed, self.gateways, self.stores, self.postgres,
                               supply, 40 if options.short else 60) for n in range(4)]
        self.kills = Counter()
        self.wrong = []

    def play(self):
        begun = time.monotonic()
        for caller in self.callers:
            caller.start()
        while any(caller.is_alive() for caller in self.callers):
            self._kill_one()
        print(f"{self.calls} calls in {time.monotonic() - begun:.0f} s, killed: "
              f"{dict(sorted(self.kills.items()))}", flush=True)
        self.made = [call for caller in self.callers for call in caller.calls]
        self.wrong += [text for caller in self.callers for text in caller.violations]
        self._drain()
        # An Orthanc that was killed runs jobs on when it starts: all start once more.
        for store in self.stores:
            store.kill()
            store.start()
        time.sleep(3)
        self._drain()
        self._tell()
        self._judge_jobs()
        self._judge_index()
        self._judge_calls(Holdings(self.stores))
        return self.wrong

    # Killing

    def _kill_one(self):
        time.sleep(self.rng.uniform(0.5, 2.5))
        limit = time.monotonic() + 10
        while not any(caller.busy for caller in self.callers):
            if time.monotonic() > limit or not any(it.is_alive() for it in self.callers):
                return
            time.sleep(0.0005)
        time.sleep(self.rng.uniform(0, 0.25))
        victim = self.rng.choice(self.stores + self.gateways)
        self.kills[victim.name.split("-")[0]] += 1
        self._look_for_accidents()
        victim.kill()
        time.sleep(self.rng.uniform(0.1, 1.5))
        victim.start()

    def _look_for_accidents(self):
        for it in (*self.stores, *self.gateways):
            if not it.child.running():
                self.wrong.append(f"{it.name} ended by itself: {it.child.last_words()}")
                it.start()

    # Judging

    def _drain(self):
        """Until no job is open and no store owes anything."""
        begun = time.monotonic()
        open_work = ("SELECT (SELECT count(*) FROM job WHERE state NOT IN (2, 3)) "
                     "+ (SELECT count(*) FROM owed WHERE done_at IS NULL)")
        try:
            wait_until(lambda: self.postgres.sql(open_work) == [["0"]], DRAIN_SECONDS, "drain", 0.2)
        except TimeoutError:
            rows = self.postgres.sql("SELECT id, kind, state, checkpoint FROM job "
                                     "WHERE state NOT IN (2, 3) LIMIT 5")
            self.wrong.append(f"jobs or journal do not drain: {rows}")
        print(f"drained after {time.monotonic() - begun:.1f} s", flush=True)

    def _tell(self):
        table = Counter((call.operation, call.outcome) for call in self.made)
        for operation in sorted({call.operation for call in self.made}):
            row = {outcome: table[operation, outcome] for outcome in ("complete", "nothing",
                                                                      "unknown")}
            print(f"{operation}: {row}")
        told = Counter(call.told.split("(")[0][:70] for call in self.made)
        print(f"told: {dict(told.most_common(12))}", flush=True)
        again = self.postgres.sql("SELECT count(*), count(DISTINCT job) FROM job_part")[0]
        print(f"{again[0]} executions of {again[1]} jobs", flush=True)

    def _judge_jobs(self):
        if self.postgres.sql("SELECT count(*) FROM job_lock") != [["0"]]:
            self.wrong.append("locks outlive their jobs")
        for call in self.made:
            if not call.job:
                continue
            job = self.gateways[0].client.value(f"/jobs/{call.job}")
            told = f"{job['State']} {job['ErrorCode']} {job['ErrorDetails']}"
            if call.outcome != "unknown" and told != call.told:
                self.wrong.append(f"call {call.number}: {call.told}, later {told}")
            if call.outcome == "unknown":
                call.outcome = COMPLETE if job["State"] == "Success" else NOTHING
                call.told = told

    def _judge_index(self):
        for gateway in self.gateways:
            _, found, took = checker.converge(gateway.client, self.stores, 60)
            print(f"{gateway.name} shows the union after {took:.1f} s", flush=True)
            self.wrong += [f"{gateway.name}: {text}" for text in found]

    def _judge_calls(self, holdings):
        seen = Counter()
        for call in self.made:
            states = holdings.states(call)
            if not states and holdings.are_named(call):
                states = {NAMED}
            seen[call.outcome, "+".join(sorted(states)) or "neither"] += 1
            allowed = {COMPLETE: {COMPLETE}, NOTHING: {NOTHING}}.get(
                call.outcome, {COMPLETE, NOTHING}) | {NAMED}
            if not states & allowed:
                self.wrong.append(
                    f"call {call.number} {call.operation} (removes: {call.removes}) is "
                    f"{call.outcome} ({call.told}): {holdings.describe(call)}"
                    f"{self._story(call, holdings)}")
        print(f"found: {dict(seen)}", flush=True)


    def _story(self, call, holdings):
        """What index and stores know of one instance that should be gone."""
        left = [id for id in call.affected if call.removes and id in holdings.present]
        if not left:
            return ""
        rows = self.postgres.sql(
            "SELECT t.store, intent, store_cursor, echo_due, t.made_at, executed_seq, executed_at, "
            f"kind FROM tombstone t JOIN intent i ON i.id = t.intent "
            f"WHERE t.id = '\\x{left[0].replace('-', '')}'")
        copies = self.postgres.sql(
            f"SELECT store, echoed FROM copy_instance WHERE id = '\\x{left[0].replace('-', '')}'")
        feed = []
        for store in self.stores:
            since = 0
            while True:
                page = store.client.value(f"/changes?since={since}&limit=5000")
                feed += [(store.name, row["Seq"], row["ChangeType"], row["Date"])
                         for row in page["Changes"] if row["ID"] == left[0]]
                since = page["Last"]
                if page["Done"]:
                    break
        when = [time.strftime("%H:%M:%S", time.gmtime(at)) for at in (call.start, call.end)]
        return f"; {left[0]}: called {when}, tombstones {rows}, copies {copies}, feeds {feed}"


class Holdings:
    """What the stores hold in the end, by the source of each."""

    def __init__(self, stores):
        self.present = set()
        self.results = defaultdict(set)  # mark or source id: (instance, series)
        for store in stores:
            series = {item["ID"]: item["ParentSeries"]
                      for item in store.client.value("/instances?expand")}
            self.present |= set(series)
            ids = sorted(series)
            with ThreadPoolExecutor(4) as pool:
                for found in pool.map(lambda n, s=store: self._read(s, ids[n::4]), range(4)):
                    for id, keys in found:
                        for key in keys:
                            self.results[key].add((id, series[id]))

    @staticmethod
    def _read(store, ids):
        """Each with what tells its source: metadata if it says so, else the mark that it bears."""
        client = Client(store.url, store.USER, keep_alive=True)
        found = []
        for id in ids:
            metadata = client.value(f"/instances/{id}/metadata?expand")
            keys = [metadata[name] for name in ("ModifiedFrom", "AnonymizedFrom")
                    if name in metadata]
            if not keys:
                mark = client.get(f"/instances/{id}/content/0020-4000")
                keys = [mark.text.strip().rstrip("\0")] if mark.status == 200 else []
            found.append((id, keys))
        client.close()
        return found

    def made_of(self, call, id):
        """Results of one source."""
        mark = None
        for number, study in enumerate(call.studies):
            if id in study.files:
                mark = f"{call.number}-{number}-{study.ids.index(id)}"
        found = self.results[id] | self.results[mark]
        return {(it, series) for it, series in found if it != id}

    def states(self, call):
        """Which of the two allowed ends fit what is there."""
        made = {id: self.made_of(call, id) for id in call.everything}
        sources = {id: id in self.present for id in call.everything}
        untouched = [id for id in call.everything if id not in set(call.affected)]
        states = set()
        if not any(made.values()) and all(sources.values()):
            states.add(NOTHING)
        kept = all(sources[id] for id in untouched) and not any(made[id] for id in untouched)
        gone = all(sources[id] != call.removes for id in call.affected)
        count = 0 if call.operation == "delete" else 1
        once = all(len(made[id]) == count for id in call.affected)
        if kept and gone and once and self._in_order(call, made):
            states.add(COMPLETE)
        return states

    def are_named(self, call):
        """Nothing is lost, and the failure names every series in which something is left."""
        left = {series for id in call.everything for _, series in self.made_of(call, id)}
        return (call.outcome == NOTHING and all(id in self.present for id in call.everything)
                and all(series in call.told for series in left))

    @staticmethod
    def _in_order(call, made):
        """What was one series is one series."""
        places = defaultdict(set)
        for study in call.studies:
            for id in study.ids:
                places[study.series_of[id]] |= {series for _, series in made[id]}
        return all(len(found) <= 1 for found in places.values())

    def describe(self, call):
        counts = Counter(len(self.made_of(call, id)) for id in call.affected)
        left = sum(id in self.present for id in call.everything)
        series = len({s for id in call.affected for _, s in self.made_of(call, id)})
        return (f"{left} of {len(call.everything)} sources are there; of {len(call.affected)} "
                f"affected, results: {dict(counts)} in {series} series")


if __name__ == "__main__":
    main()
