"""wrk runs, CPU time per request, and the rows of the result."""

import json
import os
import re
import statistics
import subprocess
from dataclasses import dataclass

from Harness.processes import cpu_seconds


@dataclass
class Row:
    """One goal: `value` must be at most `goal`."""

    name: str
    value: float
    unit: str
    goal: float
    note: str = ""

    @property
    def met(self):
        return self.value <= self.goal

    def record(self):
        return {"name": self.name, "value": round(self.value, 3), "unit": self.unit,
                "goal": self.goal, "met": self.met}


@dataclass
class Run:
    requests: int
    seconds: float
    p50: float  # seconds
    p99: float
    cpu: float = 0.0  # µs per request

    @property
    def rate(self):
        return self.requests / self.seconds


class BadAnswers(Exception):
    """A contestant answered with errors: its speed says nothing."""


UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


def wrk(url, seconds=2.0, connections=64, script=None, headers=(), is_found=True):
    """One run of wrk with one thread. All answers must be good, or else all must be errors."""
    argv = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--latency",
            "--timeout", "20s"]
    for header in headers:
        argv += ["-H", header]
    argv += ["-s", script, url] if script else [url]
    text = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    done = re.search(r"(\d+) requests in ([\d.]+)(\w+)", text)
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    expected = 0 if is_found or not done else int(done[1])
    if not done or not int(done[1]) or int(errors[1] if errors else 0) != expected:
        raise BadAnswers(f"{url}: {text}")
    p50, p99 = (_duration(text, share) for share in ("50%", "99%"))
    return Run(int(done[1]), float(done[2]) * UNITS[done[3]], p50, p99)


def _duration(text, share):
    value, unit = re.search(rf"{share}\s+([\d.]+)(\w+)", text).groups()
    return float(value) * UNITS[unit]


def costed(pids, run):
    """Runs `run` and adds the CPU time that the process trees used per completed request."""
    before = sum(map(cpu_seconds, pids))
    result = run()
    result.cpu = (sum(map(cpu_seconds, pids)) - before) * 1e6 / result.requests
    return result


class Contest:
    """Interleaved runs: in every repetition each contestant in turn."""

    def __init__(self, title, repetitions):
        self.title, self.repetitions = title, repetitions
        self.runs = {}

    def hold(self, contestants):
        """`contestants`: {name: (pids, function that makes one run)}"""
        for name, (pids, run) in contestants.items():
            run()  # warm
            self.runs[name] = []
        for _ in range(self.repetitions):
            for name, (pids, run) in contestants.items():
                self.runs[name].append(costed(pids, run))
        print(f"\n{self.title}")
        for name in contestants:
            print(f"  {name:24} {self.summary(name)}", flush=True)
        return self

    def cpu(self, name):
        return statistics.median(run.cpu for run in self.runs[name])

    def p50(self, name):
        return statistics.median(run.p50 for run in self.runs[name])

    def ratio(self, name, other):
        """Median over the repetitions of the ratio of CPU times inside one repetition."""
        return statistics.median(
            a.cpu / b.cpu for a, b in zip(self.runs[name], self.runs[other]))

    def summary(self, name):
        cpu = sorted(run.cpu for run in self.runs[name])
        rate = statistics.median(run.rate for run in self.runs[name])
        p99 = statistics.median(run.p99 for run in self.runs[name])
        return (f"cpu {self.cpu(name):8.1f} µs (spread {cpu[0]:.1f}–{cpu[-1]:.1f}), "
                f"{rate:9.0f}/s, p50 {self.p50(name) * 1000:.2f} ms, p99 {p99 * 1000:.2f} ms")


def write(rows, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump([row.record() for row in rows], file, indent=2)
        file.write("\n")


def show(rows):
    print(f"\n{'goal':58}{'value':>10}{'goal':>9}  unit")
    for row in rows:
        verdict = "met" if row.met else "MISSED"
        print(f"{row.name:58}{row.value:10.2f}{row.goal:9.2f}  {row.unit:8} {verdict} {row.note}")
    missed = [row.name for row in rows if not row.met]
    print(f"{len(rows) - len(missed)} goals met, {len(missed)} missed")
