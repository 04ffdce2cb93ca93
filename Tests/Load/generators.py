"""Everybody who makes load, started in the same way and paid for by the same account."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass

BENCH = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Bench")
CORE = 1
# libcurl's own for small answers, what helps it most for large ones.
SMALL_BUFFER_BYTES, LARGE_BUFFER_BYTES = 16 << 10, 128 << 10

SCENARIO = """
version: 1
name: lean
targets: [{{name: main, url: "{base}", timeout: 20s}}]
traffic: [{{op: get, path: {path}, rate: "{rate:.0f}/s"}}]
profile: [{{hold: "{seconds}s"}}]
limits: {{connections: {connections}, inFlight: 1000000}}
report: {{json: "{json}"}}
"""


@dataclass
class Run:
    requests: int
    seconds: float
    cpu: float  # seconds of the whole process

    @property
    def rate(self):
        return self.requests / self.seconds

    @property
    def per_thousand(self):
        return self.cpu * 1000 / self.requests


class Generators:
    """`run(name, …)` for each of `peers`, "curl loop" and "isengard-load"."""

    def __init__(self, stage, executable, connections):
        self.stage, self.executable, self.connections = stage, executable, connections
        self.loop = stage.path("curlloop")
        subprocess.run(["cc", "-O2", "-o", self.loop, os.path.join(BENCH, "curlloop.c"), "-lcurl"],
                       check=True)
        self.peers = ["wrk"]
        for name, package in [("h2load", "nghttp2-client"), ("hey", "hey")]:
            if shutil.which(name):
                self.peers.append(name)
            else:
                print(f"without {name}: the Debian package {package} is missing", flush=True)

    def run(self, name, url, seconds, size, offered):
        """One run; all answers must be whole and good.

        `offered` is what isengard-load gets, in requests a second.
        """
        method = getattr(self, "_" + name.replace(" ", "_").replace("-", "_"))
        return method(url, seconds, size, offered)

    def _wrk(self, url, seconds, *_):
        text, cpu = costed(["wrk", "-t1", f"-c{self.connections}", f"-d{seconds}s", url])
        refuse(re.search(r"Non-2xx|Socket errors", text), text)
        done = int(re.search(r"(\d+) requests in", text)[1])
        return Run(done, seconds, cpu)

    def _h2load(self, url, seconds, *_):
        text, cpu = costed(["h2load", "--h1", "-t1", f"-c{self.connections}",
                                      f"-D{seconds}", url])
        counts = re.search(r"(\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout", text)
        refuse(not counts or any(map(int, counts.groups()[1:])), text)
        return Run(int(counts[1]), seconds, cpu)

    def _hey(self, url, seconds, *_):
        text, cpu = costed(["hey", "-cpus", "1", "-c", str(self.connections),
                                      "-z", f"{seconds}s", url])
        answers = dict(re.findall(r"\[(\d+)\]\s+(\d+) responses", text))
        # At the end hey cuts off what is under way and calls that an error.
        refuse(set(answers) != {"200"}, text)
        return Run(int(answers["200"]), seconds, cpu)

    def _curl_loop(self, url, seconds, size, _):
        buffer = SMALL_BUFFER_BYTES if size <= SMALL_BUFFER_BYTES else LARGE_BUFFER_BYTES
        text, cpu = costed([self.loop, url, str(self.connections), str(seconds), str(buffer)])
        good, bad, received = map(int, text.split())
        refuse(bad or received != good * size, text)
        return Run(good, seconds, cpu)

    def _isengard_load(self, url, seconds, size, offered):
        base, _, path = url.rpartition("/")
        report = self.stage.path("report.json")
        scenario = self.write("lean", SCENARIO.format(
            base=base, path="/" + path, rate=offered, seconds=seconds,
            connections=self.connections, json=report))
        text, cpu = costed([self.executable, "run", "--quiet", "--no-pin", scenario],
                                     good={0, 1, 3})
        with open(report) as file:
            counts = json.load(file)["steps"][0]["operations"][0]
        good = counts["outcomes"]["correct"]
        refuse(counts["receivedBytes"] != good * size, text)
        return Run(good, seconds, cpu)

    def write(self, name, text):
        path = self.stage.path(f"{name}.yaml")
        with open(path, "w") as file:
            file.write(text)
        return path


def refuse(isBad, text):
    if isBad:
        raise RuntimeError(f"not all answers were good: {text}")


def costed(argv, good=frozenset({0})):
    """Output and CPU seconds of one program on the generators' core."""
    read, written = os.pipe()
    pid = os.posix_spawnp(
        "setpriv", ["setpriv", "--pdeathsig", "KILL", "--", "taskset", "-c", str(CORE), *argv],
        os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, written, 1),
                                  (os.POSIX_SPAWN_DUP2, written, 2)])
    os.close(written)
    with os.fdopen(read, errors="replace") as pipe:
        text = pipe.read()
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in good:
        raise RuntimeError(f"{argv[0]} ended with {code}: {text}")
    return text, usage.ru_utime + usage.ru_stime
