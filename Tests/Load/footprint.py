"""What the load tester keeps in memory, second by second."""

import json
import statistics
import time

from Harness.processes import rss_bytes
from measure import Row

GOAL_MB, SESSIONS_GOAL_MB = 64, 80
# kB a minute that count as no growth: half a byte a request. A settling heap creeps, a leak of
# one small object a request makes 2,000.
GROWTH_GOAL = 64
SESSIONS = 10_000
# Until connections stand and buffers have their size.
SETTLING = 0.2
BLOCK_SECONDS = 5

STEADY = """
version: 1
name: steady
targets: [{{name: main, url: "{base}"}}]
traffic:
  - {{op: get, name: small, path: /small, rate: 2000/s}}
  - {{op: get, name: large, path: /large, rate: 100/s}}
profile: [{{hold: "{seconds}s"}}]
slo: [{{op: small, p99: 1s}}, {{op: large, p99: 1s}}]
report: {{json: "{json}"}}
"""

# Images in one second, 23 seconds of looking at them, and images again: 25 seconds, 400 sessions a
# second. nginx knows no answer that would be checked further.
VIEWERS = """
version: 1
name: viewers
targets: [{{name: main, url: "{base}"}}]
corpus: {{pixels: small, preload: {{studies: 100}}}}
sessions:
  viewer:
    steps:
      - previews: {{pick: first-of-each-series, parallel: 6, mark: firstImage}}
      - think: constant(23s)
      - previews: {{pick: first-of-each-series, parallel: 6}}
traffic: [{{session: viewer, rate: 400/s}}]
profile: [{{hold: "{seconds}s"}}]
limits: {{connections: 5000, inFlight: 100000}}
report: {{json: "{json}"}}
"""


def memory(generators, target, minutes):
    """Rows for a steady run: most resident, and whether it grows.

    A run in which it grew is repeated once, and both must show it: hiccups of a busy host, of which
    each may be longer than all before it, look like a leak in one; a leak shows in every run.
    """
    most, least = steady(generators, target, minutes)
    if least > GROWTH_GOAL:
        again = steady(generators, target, minutes)
        most, least = max(most, again[0]), min(least, again[1])
    return [Row(f"resident in {minutes:g} min", most, "MB", GOAL_MB),
            Row(f"growth in {minutes:g} min, lower bound", least, "kB/min", GROWTH_GOAL)]


def steady(generators, target, minutes):
    """MB at most and kB a minute at least, in one run."""
    _, seen = watch(generators, "steady", STEADY, target.base, round(minutes * 60))
    least, slope = (rate * 60 / 1e3 for rate in growth(seen))
    print(f"\nsteady, {minutes:g} min: {max(seen) / 1e6:.1f} MB at most, "
          f"{slope:+.1f} kB/min (Theil–Sen), at least {least:+.1f} kB/min by Sen's 95 % bound",
          flush=True)
    return max(seen) / 1e6, least


def sessions(generators, target):
    """The row for many viewers at once."""
    report, seen = watch(generators, "viewers", VIEWERS, target.slow, 60)
    whole = next(each for each in report["operations"] if each["name"] == "viewer")
    together = 400 * whole["responseMicroseconds"]["p50"] / 1e6
    print(f"\nviewers: {together:.0f} at once by Little's law, "
          f"{report['generator']['mostInFlight']} requests at most, {max(seen) / 1e6:.1f} MB at "
          f"most, outcomes {whole['outcomes']}", flush=True)
    note = "" if together >= SESSIONS * 0.95 else f"only {together:.0f} sessions"
    return [Row(f"resident at {SESSIONS:,} sessions", max(seen) / 1e6, "MB", SESSIONS_GOAL_MB, note)]


def watch(generators, name, scenario, base, seconds):
    """The report of one run's step and the resident bytes of each of its seconds."""
    path = generators.stage.path(f"{name}.json")
    scenario = generators.write(name, scenario.format(base=base, seconds=seconds, json=path))
    argv = [generators.executable, "run", "--quiet", "--no-pin", scenario]
    child = generators.stage.start(argv, name)
    seen = []
    while child.running():
        time.sleep(1)
        resident = rss_bytes(child.pid)
        if resident:
            seen.append(resident)
    if child.process.returncode not in (0, 1, 3):
        raise RuntimeError(child.tail())
    with open(path) as file:
        return json.load(file)["steps"][0], seen


def growth(seen):
    """Theil–Sen slope in bytes a second and its lower bound at 95 % (Sen, JASA 63, 1968), of the
    medians of blocks: neighbouring seconds are no independent witnesses.

    The bound is 0 where no slope is seen.
    """
    settled = seen[int(len(seen) * SETTLING):]
    points = [(at, statistics.median(settled[at:at + BLOCK_SECONDS]))
              for at in range(0, len(settled) - BLOCK_SECONDS + 1, BLOCK_SECONDS)]
    slopes = sorted((b[1] - a[1]) / (b[0] - a[0])
                    for i, a in enumerate(points) for b in points[i + 1:])
    count = len(points)
    if count < 4:
        raise ValueError(f"{len(seen)} seconds are too few to see a slope")
    spread = 1.645 * (count * (count - 1) * (2 * count + 5) / 18) ** 0.5
    lower = slopes[max(0, int((len(slopes) - spread) / 2))]
    return lower, statistics.median(slopes)
