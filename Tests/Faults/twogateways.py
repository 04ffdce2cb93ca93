#!/usr/bin/python3
"""Two gateways over one index: a frozen lease holder is replaced, and does no harm on waking.

The gateway that follows the stores' feeds is stopped (SIGSTOP) for 30 s and then continued. The
other must take every lease over within 12 s and show what arrives in the stores; afterwards both
must show the union, no event twice, and no lease may have gone back to an older term.

  twogateways.py [--seed N] [--isengard PATH] [--rounds N] [--freeze SECONDS]
"""

import argparse
import os
import random
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import checker  # noqa: E402
from Harness.dicomgen import SmallInstances  # noqa: E402
from Harness.servers import Gateway, Orthanc, Postgres, find_gateway  # noqa: E402
from Harness.stage import Stage, wait_until  # noqa: E402

TAKEOVER_SECONDS = 12


def main():
    options = arguments()
    print(f"seed {options.seed}", flush=True)
    with Stage("twogateways") as stage:
        wrong = Scene(stage, options).play(options)
    for text in wrong[:40]:
        print(f"VIOLATED {text}")
    print(f"{len(wrong)} violations")
    sys.exit(1 if wrong else 0)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--isengard")
    parser.add_argument("--rounds", type=int, default=4, help="each freezes the other gateway")
    parser.add_argument("--freeze", type=float, default=30)
    return parser.parse_args()


class Feeder(threading.Thread):
    """New instances, directly into the stores: only the feeds tell of them."""

    def __init__(self, rng, stores):
        super().__init__(daemon=True)
        self.rng, self.stores = rng, stores
        self.source = SmallInstances(rng, patients=10)
        self.arrived = []  # (moment, instance id)
        self.ending = threading.Event()

    def upload(self):
        content, (instance, *_) = self.source.make()
        self.rng.choice(self.stores).client.post("/instances", content)
        self.arrived.append((time.monotonic(), instance))

    def run(self):
        while not self.ending.wait(0.05):
            self.upload()

    def before(self, moment):
        return [id for when, id in self.arrived if when < moment]


class Scene:
    def __init__(self, stage, options):
        stores = [Orthanc(stage, f"store-{letter}") for letter in "ab"]
        self.stores, self.postgres = stores, Postgres(stage)
        executable = find_gateway(options.isengard, os.path.dirname(os.path.dirname(HERE)))
        self.gateways = [Gateway(stage, executable, stores, self.postgres, f"gateway-{n}")
                         for n in (1, 2)]
        self.feeder = Feeder(random.Random(f"two {options.seed}"), stores)
        self.wrong, self.terms, self.takeovers = [], {}, 0

    def leases(self):
        """{name: (holder, term, end of validity)}; also watches that no term goes back."""
        rows = self.postgres.sql(
            "SELECT name, holder, term, extract(epoch FROM expires_at) FROM lease")
        found = {name: (holder, int(term), float(end)) for name, holder, term, end in rows}
        for name, (_, term, _) in found.items():
            if term < self.terms.get(name, 0):
                self.wrong.append(f"lease {name}: term {term} after {self.terms[name]}")
            self.terms[name] = term
        return found

    def play(self, options):
        for _ in range(60):
            self.feeder.upload()
        self.feeder.start()
        wait_until(self.leases, 60, "wait for leases")
        first = self.feeder.before(time.monotonic())
        wait_until(lambda: not self._lacking(self.gateways[0], first), 60, "first import", 0.3)
        for round in range(options.rounds):
            frozen, other = self.gateways[::1 if round % 2 == 0 else -1]
            self._freeze(frozen, other, options.freeze)
            time.sleep(5)
        self.feeder.ending.set()
        self.feeder.join()
        if not self.takeovers:
            self.wrong.append("no gateway that was frozen held a lease")
        self._judge()
        return self.wrong

    def _freeze(self, frozen, other, seconds):
        begun = time.monotonic()
        frozen.pause()
        time.sleep(0.5)  # what it had sent to PostgreSQL is done
        before = self.leases()
        time.sleep(4)  # holders renew every 3 s
        held = {name for name, lease in self.leases().items()
                if name in before and lease[2] == before[name][2]
                and not name.startswith("gateway:")}  # a seat of its own, nobody takes it
        taken = shown = None
        while time.monotonic() - begun < seconds:
            now, spent = self.leases(), time.monotonic() - begun
            if taken is None and all(now[name][1] != before[name][1] for name in held):
                taken = spent
            if shown is None and not self._lacking(other, self.feeder.before(begun + 0.5)):
                shown = time.monotonic() - begun
            time.sleep(0.2)
        lacking = self._lacking(other, self.feeder.before(time.monotonic() - 5))
        frozen.resume()
        print(f"{frozen.name} frozen with {len(held)} of {len(before)} leases: taken over after "
              f"{_seconds(taken)}, arrivals shown after {_seconds(shown)}", flush=True)
        self.takeovers += bool(held)
        for name in sorted(held):
            now = self.leases().get(name, before[name])
            if now[1] == before[name][1]:
                print(f"  nobody took {name} (term {now[1]})")
        for what, value in (("leases taken over", taken), ("arrivals shown", shown)):
            if value is None or value > TAKEOVER_SECONDS:
                self.wrong.append(f"{frozen.name} frozen: {what} after {_seconds(value)}")
        self.wrong += [f"{other.name} does not show {id} after 5 s" for id in lacking]

    @staticmethod
    def _lacking(gateway, ids):
        shown = set(gateway.client.value("/instances"))
        return [id for id in ids if id not in shown]

    def _judge(self):
        for gateway in self.gateways:
            union, found, took = checker.converge(gateway.client, self.stores, 60)
            print(f"{gateway.name} shows the union after {took:.1f} s")
            found += checker.wrong_events(gateway.client, union)
            self.wrong += [f"{gateway.name}: {text}" for text in found]


def _seconds(value):
    return "never" if value is None else f"{value:.1f} s"


if __name__ == "__main__":
    main()
