"""Our .hlog files, read by another program: HdrHistogram's Python port."""

import os
import re
import subprocess

import smoke
from clients import python_of
from tester import equal, holds, refused, report_of, say

LINE = re.compile(r"^(?P<tag>\S+) intervals=\d+ count=(?P<count>\d+) (?P<values>.+)$", re.MULTILINE)


def play(world):
    out = smoke.results(world)
    log, told = (os.path.join(out, "smoke" + form) for form in (".hlog", ".json"))
    read = reader(world)
    logged, reported = read(log), read(told)
    see_same(logged, reported)
    see_report(logged, report_of(out, "smoke"))
    say(f"  {len(logged)} operations, {sum(count for count, _ in logged.values())} values alike")
    plant(world, read, log, reported)


def reader(world):
    """A function: what hdrh reads of a file, {operation: (count, {percentile: value})}."""
    python = python_of(world, "hdrhistogram")
    program = os.path.join(world.root, "Tests", "LoadReportTests", "hdrh_check.py")

    def read(path):
        done = subprocess.run([python, program, path], capture_output=True, text=True, timeout=60,
                              check=False)
        equal(done.returncode, 0, f"hdrh on {os.path.basename(path)}: {done.stderr}")
        return {found["tag"]: (int(found["count"]), values(found["values"]))
                for found in LINE.finditer(done.stdout)}
    return read


def values(text):
    return {name: int(value) for name, value in (pair.split("=") for pair in text.split())}


def see_same(logged, reported):
    """The log's intervals sum up to the report's distributions."""
    equal(logged, reported, "what hdrh reads in the log and in the report")


def see_report(logged, report):
    """Counts are those of the good answers; percentiles are those that the report prints."""
    operations = report["steps"][0]["operations"]
    equal(sorted(logged), sorted(o["name"] for o in operations), "operations in the log")
    for operation in operations:
        count, found = logged[operation["name"]]
        equal(count, operation["outcomes"]["correct"], f"values of {operation['name']}")
        printed = operation["responseMicroseconds"]
        equal(found["max"], printed["max"], f"longest of {operation['name']}")
        for name, value in printed.items():
            holds(name not in found or value <= found["max"], f"{name} beyond the longest")
        for low, high in (("p50", "p90"), ("p90", "p95"), ("p95", "max")):
            if low in printed and high in printed and low in found:
                holds(found[low] <= printed[high] and printed[low] <= found[high],
                      f"{operation['name']}: {low} {printed[low]} µs, hdrh {found[low]} µs")


def plant(world, read, log, reported):
    """A log without one of its intervals is another."""
    with open(log, encoding="utf-8") as file:
        lines = file.readlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("Tag="))
    path = world.stage.path("planted.hlog")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines[:last] + lines[last + 1:])
    refused(see_same, read(path), reported)
