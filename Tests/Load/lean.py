#!/usr/bin/python3
"""How lean is the load tester: CPU per request beside wrk, hey, h2load and a bare libcurl loop,
and its memory.

One nginx (one worker, keep-alive) on core 0 answers everybody, who run on core 1, each for itself
and in an order that is shuffled anew in every repetition. What counts is the CPU time that the
kernel accounts to the whole process, start and report included, for each 1,000 completed requests,
as a ratio inside one repetition: a busy machine makes all of them slower alike. isengard-load is
offered a quarter more than the bare loop has just managed, so that it has its connections busy all
the time too; what waits then is answered behind the end.

  lean.py [--seed N] [--isengard-load PATH] [--repetitions N] [--seconds N] [--minutes N]
          [--only PART,…]

Parts: small (1,024 bytes), large (512 KiB, by sendfile), memory (one steady run of --minutes),
sessions (10,000 viewers at once). Exit code 1 when a goal is missed that was met before;
those of KNOWN are told only. Who can't be had (hey, h2load) is named and left out.
"""

import argparse
import os
import random
import shutil
import statistics
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(ROOT, "Tests", "Bench"), os.path.join(ROOT, "Tests")]

from footprint import memory, sessions  # noqa: E402
from generators import Generators  # noqa: E402
from Harness.stage import Stage  # noqa: E402
from measure import Row, show, write  # noqa: E402
from target import SMALL_BYTES, Target  # noqa: E402

PARTS = ["small", "large", "memory", "sessions"]
# Rows missed so far, with reasons in docs/benchmarks.md; to be taken out once they are met.
KNOWN = {("small requests", "×wrk"), ("512 KiB bodies", "×wrk")}
LARGE_BYTES = 512 << 10
CONNECTIONS = 64
OVERLOAD = 1.25


def main():
    options = arguments()
    print(f"seed {options.seed}, host load {os.getloadavg()[0]:.1f}", flush=True)
    if os.cpu_count() < 2:
        sys.exit("two cores are needed: the server and the generators would share one")
    with Stage("lean") as stage:
        target = Target(stage, LARGE_BYTES)
        generators = Generators(stage, options.isengard_load, CONNECTIONS)
        parts = {
            "small": lambda: small(generators, target, options),
            "large": lambda: large(generators, target, options),
            "memory": lambda: memory(generators, target, options.minutes),
            "sessions": lambda: sessions(generators, target),
        }
        rows = [row for part in PARTS if part in options.only for row in parts[part]()]
    show(rows)
    if options.only == PARTS:
        write(rows, os.path.join(ROOT, ".build", "lean.json"))
    sys.exit(0 if all(row.met or is_known(row) for row in rows) else 1)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--isengard-load",
                        default=os.path.join(ROOT, ".build", "release", "isengard-load"))
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5, help="of one run of one generator")
    parser.add_argument("--minutes", type=float, default=1, help="of the part memory")
    parser.add_argument("--only", type=lambda text: text.split(","), default=PARTS,
                        help=f"some of {','.join(PARTS)}; then nothing is written")
    options = parser.parse_args()
    unknown = set(options.only) - set(PARTS)
    if unknown or not shutil.which(options.isengard_load):
        parser.error(f"no part {unknown}" if unknown else f"no {options.isengard_load}")
    return options


def is_known(row):
    return any(row.name.startswith(name) and row.unit == unit for name, unit in KNOWN)


def small(generators, target, options):
    """Rows for 1,024 bytes."""
    runs = contest(f"GET {SMALL_BYTES} bytes", generators, target.small, SMALL_BYTES, options)
    return [
        Row("small requests", ratio(runs, "isengard-load", "curl loop"), "×C loop", 1.3),
        Row("small requests", ratio(runs, "isengard-load", "wrk"), "×wrk", 1.3 * 2.9),
    ]


def large(generators, target, options):
    """Rows for 512 KiB."""
    runs = contest(f"GET {LARGE_BYTES} bytes", generators, target.large, LARGE_BYTES, options)
    return [Row("512 KiB bodies", ratio(runs, "isengard-load", "wrk"), "×wrk", 0.4)]


def contest(title, generators, url, size, options):
    """{name: runs}: every generator once in each repetition, the first thrown away."""
    shuffle = random.Random(f"{title} {options.seed}").shuffle
    runs = {name: [] for name in [*generators.peers, "curl loop", "isengard-load"]}
    for repetition in range(options.repetitions + 1):
        order = list(runs)
        shuffle(order)
        # Whoever is offered what another has managed comes behind it.
        order.remove("isengard-load")
        order.insert(random.Random(repetition).randint(order.index("curl loop") + 1, len(order)),
                     "isengard-load")
        seconds = options.seconds if repetition else 1
        offered = 0
        for name in order:
            run = generators.run(name, url, seconds, size, offered)
            offered = run.rate * OVERLOAD if name == "curl loop" else offered
            if repetition:
                runs[name].append(run)
    tell(title, runs)
    return runs


def tell(title, runs):
    print(f"\n{title}, {len(runs['wrk'])} repetitions: CPU-s per 1,000 (least–most), × wrk, "
          "× C loop, requests/s")
    for name, of in runs.items():
        cpu = sorted(run.per_thousand for run in of)
        print(f"  {name:14} {statistics.median(cpu):.4f} ({cpu[0]:.4f}–{cpu[-1]:.4f})"
              f"  {ratio(runs, name, 'wrk'):5.2f}  {ratio(runs, name, 'curl loop'):5.2f}"
              f"  {statistics.median(run.rate for run in of):9.0f}", flush=True)


def ratio(runs, name, other):
    """Median over the repetitions of the ratio inside one."""
    return statistics.median(
        a.per_thousand / b.per_thousand for a, b in zip(runs[name], runs[other]))


if __name__ == "__main__":
    main()
