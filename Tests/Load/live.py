#!/usr/bin/python3
"""What is said while a load runs: Prometheus' page under hostile clients, the log of a killed run,
the lines for programs.

  live.py [--load PATH]

promtool (Debian package prometheus) must accept the page. Exit code 0 if all held.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(ROOT, "Tests", "Bench"), os.path.join(ROOT, "Tests")]

from Harness.stage import Stage, wait_until  # noqa: E402
from target import Target  # noqa: E402

SCENARIO = """
version: 1
name: live
targets: [{{name: main, url: "{base}"}}]
traffic: [{{op: get, path: /small, rate: 200/s}}]
profile: [{{hold: 8s}}]
slo: [{{op: get, p95: 333ms}}]
"""


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--load",
                        default=os.path.join(ROOT, ".build", "release", "isengard-load"))
    options = parser.parse_args()
    if not shutil.which("promtool"):
        sys.exit("promtool is missing: apt-get install prometheus")
    with Stage("live") as stage:
        target = Target(stage, 1)
        scenario = stage.path("live.yaml")
        with open(scenario, "w") as file:
            file.write(SCENARIO.format(base=target.base))

        def start(name, *more):
            return stage.start([options.load, "run", scenario, "--no-pin", *more], name)

        quiet = p99(stage, start("alone", "--quiet", "--out", stage.path("alone")), "alone")
        watched(stage, start, quiet)
        killed(stage, start)
    print("all held")


def watched(stage, start, quiet):
    """The page and the lines, while clients do what they can to be in the way."""
    out = stage.path("watched")
    child = start("watched", "--json-lines", "--metrics", "0", "--out", out)
    url = wait_until(lambda: re.search(r"metrics at (\S+)", child.tail()), 20, "be listened to")[1]
    port = int(re.search(r":(\d+)/", url)[1])
    ended = threading.Event()
    crowd = [threading.Thread(target=each, args=(port, ended)) for each in (silent, rude, greedy)]
    for each in crowd:
        each.start()
    try:
        pages = []
        while child.running():
            try:
                with urllib.request.urlopen(url, timeout=10) as answer:
                    pages.append(answer.read().decode())
            except OSError:
                if child.running():
                    raise
            time.sleep(0.5)
    finally:
        ended.set()
        for each in crowd:
            each.join()
    page = next(page for page in reversed(pages) if "isengard_load_response_seconds_bucket" in page)
    checked = subprocess.run(["promtool", "check", "metrics"], input=page, text=True,
                             capture_output=True)
    expect(checked.returncode == 0, f"promtool: {checked.stdout}{checked.stderr}")
    expect('le="0.333"' in page, f"no bucket ends where the promise does:\n{page}")
    with open(child.log) as file:
        lines = [json.loads(line) for line in file if line.startswith("{")]
    events = [line["event"] for line in lines]
    expect(events[0] == "began" and events[-2:] == ["ended", "verdict"], f"events {events}")
    expect(events.count("running") >= 6, f"events {events}")
    crowded = p99(stage, child, "watched")
    print(f"{len(pages)} pages read beside hostile clients; p99 {crowded} µs, alone {quiet} µs")


def killed(stage, start):
    """A run that is killed leaves a log of whole lines, and nothing that looks like a result."""
    child = start("killed", "--quiet", "--out", stage.path("killed"))
    path = stage.path("killed", "live.running.hlog")
    wait_until(lambda: os.path.exists(path) and open(path).read().count("Tag=") >= 3, 20, "log")
    child.kill()
    with open(path) as file:
        lines = file.read().splitlines(keepends=True)
    expect(all(line.endswith("\n") for line in lines), "the last line is cut")
    expect(lines[0] == "#[Histogram log format version 1.3]\n", lines[0])
    expect(os.listdir(stage.path("killed")) == ["live.running.hlog"],
           f"{os.listdir(stage.path('killed'))}")
    print(f"killed: {sum(line.startswith('Tag=') for line in lines)} intervals left")


def p99(stage, child, name):
    """Waits for a run; its 99th percentile in microseconds. Its log of the run must be gone."""
    wait_until(lambda: not child.running(), 60, "end", 0.1)
    expect(child.process.returncode in (0, 3), child.tail())
    expect(not os.path.exists(stage.path(name, "live.running.hlog")), "the running log is left")
    with open(stage.path(name, "live.json")) as file:
        operation = json.load(file)["steps"][0]["operations"][0]
    expect(operation["outcomes"]["correct"] > 1000, f"{operation['outcomes']}")
    return operation["responseMicroseconds"]["p99"]


def silent(port, ended):
    """Connects and says nothing, again and again."""
    held = []
    while not ended.wait(0.05):
        held = held[-30:] + [connect(port)]


def rude(port, ended):
    """Says what is no request, and goes without listening."""
    while not ended.wait(0.05):
        one = connect(port)
        if one:
            try:
                one.sendall(b"\x16\x03\x01" + b"x" * 100_000)
            except OSError:
                pass


def greedy(port, ended):
    """Asks and reads nothing."""
    held = []
    while not ended.wait(0.05):
        one = connect(port)
        if one:
            one.sendall(b"GET /metrics HTTP/1.1\r\n\r\n")
        held = held[-30:] + [one]


def connect(port):
    try:
        return socket.create_connection(("127.0.0.1", port), 2)
    except OSError:
        return None


def expect(holds, text):
    if not holds:
        raise AssertionError(text)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    main()
