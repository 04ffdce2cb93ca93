#!/usr/bin/env python3
"""hdrh_check.py LOG...: what hdrh, HdrHistogram's Python port, reads in a log or a report.

Prints one line an operation: tag, intervals, count and some percentiles in microseconds, and the
longest that the log's own column tells. A file that ends in .json is taken as a report, of which
the distributions of response times are read. Anything that can't be read ends the program with 1.

Needs the package hdrhistogram (0.10.8), which is imported as hdrh.
"""

import json
import sys

from hdrh.histogram import HdrHistogram
from hdrh.log import HistogramLogReader

HOUR = 3_600_000_000
PERCENTILES = (50.0, 90.0, 95.0, 99.0, 99.9)


def main():
    for path in sys.argv[1:]:
        found = of_report(path) if path.endswith(".json") else of_log(path)
        if not found:
            sys.exit(f"{path}: no histogram in it")
        for tag, (intervals, histogram) in sorted(found.items()):
            values = histogram.get_percentile_to_value_dict(PERCENTILES)
            figures = " ".join(f"p{percentile:g}={values.get(percentile, 0)}"
                               for percentile in PERCENTILES)
            print(f"{tag} intervals={intervals} count={histogram.get_total_count()} {figures}"
                  f" max={histogram.get_max_value()}")


def of_log(path):
    """Per tag: intervals read, and their sum."""
    found = {}
    reader = HistogramLogReader(path, HdrHistogram(1, HOUR, 3))
    try:
        while interval := reader.get_next_interval_histogram():
            add(found, interval.get_tag() or "-", interval)
    finally:
        reader.close()
    lines = sum(1 for line in open(path, encoding="utf-8") if line.startswith("Tag="))
    if lines != sum(intervals for intervals, _ in found.values()):
        sys.exit(f"{path}: hdrh read fewer intervals than there are lines")
    return found


def of_report(path):
    """Per operation: steps read, and their sum."""
    found = {}
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    for step in report["steps"]:
        for operation in step["operations"]:
            add(found, operation["name"], HdrHistogram.decode(operation["response"]))
    return found


def add(found, tag, histogram):
    intervals, total = found.get(tag, (0, HdrHistogram(1, HOUR, 3)))
    total.add(histogram)
    found[tag] = (intervals + 1, total)


main()
