"""The rows of rest-routes.csv and of the gateway's own table, by (method, pattern)."""

import csv
import io
import os
import re
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))

# What the gateway has beside Orthanc's REST API, by patterns of whole routes.
GATEWAY_ONLY = [re.compile(pattern) for pattern in (
    r"\w+ /openapi\.json", r"\w+ /stores(/.*)?", r"GET /", r"GET /app(/.*)?",
    r"GET /favicon\.ico", r"\w+ /replication(/.*)?",
)]


def normal(pattern):
    """Parameters without their names: two tables may call them differently."""
    return re.sub(r"\{[^}]*\}", "{}", pattern)


def wanted():
    """Core rows: {(method, pattern): row}."""
    with open(os.path.join(HERE, "rest-routes.csv"), encoding="utf-8") as file:
        return {(row["method"], normal(row["route"])): row for row in csv.DictReader(file)
                if row["origin"] == "core"}


def served(executable):
    """The gateway's rows: {(method, pattern): row}."""
    text = subprocess.run([executable, "routes", "--format", "csv"], check=True,
                          capture_output=True, text=True).stdout
    return {(row["method"], normal(row["route"])): row
            for row in csv.DictReader(io.StringIO(text))}


def is_gateway_only(row):
    return any(p.fullmatch(f"{row['method']} {row['route']}") for p in GATEWAY_ONLY)


def pending():
    """Rows that are still being built: {(method, pattern)}."""
    with open(os.path.join(HERE, "pending.txt"), encoding="utf-8") as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith("#")]
    return {(method, normal(pattern)) for method, pattern in lines}


def matcher(keys):
    """A function from (method, path) to the most literal of the patterns that fit; None."""
    def weight(pattern):
        return pattern.count("{}"), -len(pattern)
    compiled = [
        (method, re.compile("/".join(
            ".+" if segment == "{}" and last and "content/{}" in pattern else
            "[^/]+" if segment == "{}" else re.escape(segment)
            for segment, last in _segments(pattern))), pattern)
        for method, pattern in sorted(keys, key=lambda key: weight(key[1]))]

    def find(method, path):
        path = path.partition("?")[0]
        for candidate, expression, pattern in compiled:
            if candidate == method and expression.fullmatch(path):
                return method, pattern
        return None
    return find


def _segments(pattern):
    parts = pattern.split("/")
    return [(part, index == len(parts) - 1) for index, part in enumerate(parts)]
