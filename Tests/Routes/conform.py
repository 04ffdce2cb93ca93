"""schemathesis against /openapi.json; runs in the environment of its package.

conform.py URL SEED EXAMPLES IDS — IDS is JSON: {level: [ids that exist]}. What is sent is made from
the document and the seed, right and wrong; half of the reads get identifiers that exist. Every
answer must be one that the document describes, and a status from 500 on one that it lists.
"""

import json
import random
import sys
import time
from collections import Counter

import hypothesis
import schemathesis
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import FailureGroup

load_all_checks()
schemathesis.serializer.alias("application/dicom", "application/octet-stream")
from schemathesis.specs.openapi.checks import (  # noqa: E402
    content_type_conformance, response_headers_conformance, response_schema_conformance,
    status_code_conformance)

CHECKS = [status_code_conformance, content_type_conformance, response_headers_conformance,
          response_schema_conformance]
# Passed on to a store as it is, whose answers no document of ours describes; and what adds one.
LEFT_OUT = ("/stores/{name}/{path}", "/stores/{name}/import", "/stores/{name}/drain")
MOST_FAILING = 12


def main():
    url, seed, examples, ids = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    schema = schemathesis.openapi.from_url(url + "/openapi.json")
    schema.config.base_url = url
    judge = Judge(url, seed, json.loads(ids))
    problems, begun, count = [], time.monotonic(), 0
    declared = []
    for found in schema.get_all_operations():
        operation = found.ok()
        statuses = operation.definition.raw["responses"]
        declared += [operation.label] if any(s.startswith("5") for s in statuses) else []
        if operation.path in LEFT_OUT:
            continue
        count += 1
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            problems += judge.problems(operation, mode, examples, statuses)
    if len(declared) > MOST_FAILING:
        problems.append(f"{len(declared)} operations declare a status from 500 on: {declared}")
    for problem in problems:
        print(f"✗ {problem}")
    print(f"{count} operations, {sum(judge.seen.values())} requests in "
          f"{time.monotonic() - begun:.0f} s: {dict(sorted(judge.seen.items()))}; "
          f"{len(declared)} declare a status from 500 on; {len(problems)} problems")
    sys.exit(1 if problems else 0)


class Judge:
    def __init__(self, url, seed, ids):
        self.url, self.seed, self.ids = url, seed, ids
        self.rng = random.Random(f"ids {seed}")
        self.seen = Counter()

    def problems(self, operation, mode, examples, statuses):
        found = {}
        try:
            strategy = operation.as_strategy(generation_mode=mode)

            @hypothesis.seed(self.seed)
            @hypothesis.settings(
                max_examples=examples, deadline=None, database=None, derandomize=False,
                phases=[hypothesis.Phase.generate],
                suppress_health_check=list(hypothesis.HealthCheck))
            @hypothesis.given(case=strategy)
            def one(case):
                self.known(case)
                for problem in self.judged(case, statuses):
                    found.setdefault(problem.partition("\n")[0], problem)
            one()
        except hypothesis.errors.Unsatisfiable:
            pass  # nothing about it can be wrong
        return [f"{operation.label} ({mode.value}): {text[:600]}" for text in found.values()]

    def known(self, case):
        """Half of the time an identifier that exists, but never for what deletes."""
        level = case.operation.path.split("/")[1]
        if case.method.upper() != "DELETE" and level in self.ids and self.rng.random() < 0.5:
            if "id" in (case.path_parameters or {}):
                case.path_parameters["id"] = self.rng.choice(self.ids[level])

    def judged(self, case, statuses):
        try:
            response = case.call(timeout=20)
        except Exception as cause:
            yield f"{type(cause).__name__}: {cause}"
            return
        self.seen[response.status_code] += 1
        if response.status_code >= 500 and str(response.status_code) not in statuses:
            yield (f"{response.status_code} that the document does not list: "
                   f"{response.content[:250]!r} to {case.as_curl_command()[:350]}")
            return
        # Orthanc's refusals are often empty, and then have no type.
        empty = response.status_code >= 300 and not response.content
        checks = [c for c in CHECKS if not (empty and c is content_type_conformance)]
        try:
            case.validate_response(response, checks=checks)
        except FailureGroup as group:
            for failure in group.exceptions:
                yield f"{failure.title}: {failure.message[:300]} {case.as_curl_command()[:250]}"


if __name__ == "__main__":
    main()
