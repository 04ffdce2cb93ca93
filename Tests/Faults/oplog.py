"""What a writer did: one line before and one after each operation, on disk before it goes on."""

import json
import os
import time
from dataclasses import dataclass

# Outcomes. "refused" is an answer (or a refused connection) that says: nothing was done.
ACKNOWLEDGED, REFUSED, UNKNOWN = "acknowledged", "refused", "unknown"


@dataclass
class Operation:
    kind: str  # upload, delete
    ids: list  # instances concerned
    start: float
    end: float = 0.0
    outcome: str = UNKNOWN  # also when the writer itself ended in between


class OperationLog:
    """The log of one writer. Append only, fsynced line by line."""

    def __init__(self, path):
        self.path = path
        self.file = open(path, "a", buffering=1)
        self.number = 0

    def begin(self, kind, ids, digest=None):
        self.number += 1
        self._write({"n": self.number, "op": kind, "ids": ids, "sha256": digest,
                     "start": time.time()})
        return self.number

    def finish(self, number, outcome, note=""):
        self._write({"n": number, "outcome": outcome, "note": note, "end": time.time()})

    def _write(self, record):
        self.file.write(json.dumps(record) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())


class History:
    """What all logs together say about every instance."""

    def __init__(self, paths):
        self.operations = []
        self.digests = {}  # instance id: SHA-256 of what was uploaded
        self.notes = {}
        for path in paths:
            self._read(path)

    def _read(self, path):
        pending = {}
        with open(path) as file:
            for line in file:
                record = json.loads(line)
                if "op" in record:
                    operation = Operation(record["op"], record["ids"], record["start"])
                    pending[record["n"]] = operation
                    self.operations.append(operation)
                    if record["sha256"]:
                        self.digests[record["ids"][0]] = record["sha256"]
                else:
                    operation = pending.pop(record["n"])
                    operation.outcome, operation.end = record["outcome"], record["end"]
                    self.notes[record["note"]] = self.notes.get(record["note"], 0) + 1

    def expected(self):
        """Instance id: the set of allowed final states (True = present).

        Operations on one instance come from one writer, one after the other.
        """
        states = {}
        for operation in self.operations:
            present = operation.kind == "upload"
            for id in operation.ids:
                before = states.get(id, {False})
                if operation.outcome == ACKNOWLEDGED:
                    states[id] = {present}
                elif operation.outcome == UNKNOWN:
                    states[id] = before | {present}
                else:
                    states[id] = before
        return states

    def doubtful(self):
        """Instances of which some upload had an unknown outcome: a repetition may go elsewhere."""
        return {id for o in self.operations if (o.kind, o.outcome) == ("upload", UNKNOWN)
                for id in o.ids}

    def count(self, kind, outcome):
        return sum(o.kind == kind and o.outcome == outcome for o in self.operations)

    def story(self, id, moments):
        """What happened to one instance and around it, in seconds since the first operation."""
        zero = self.operations[0].start
        lines = [(o.start, f"{o.start - zero:.2f}–{o.end - zero:.2f} {o.kind} {o.outcome}")
                 for o in self.operations if id in o.ids]
        near = [(at, f"{at - zero:.2f} {what} killed") for what, at in moments
                if any(abs(at - when) < 5 for when, _ in lines)]
        return "; ".join(text for _, text in sorted(lines + near))

    def uploads_in_flight(self, moment):
        return sum(o.kind == "upload" and o.start < moment < (o.end or moment + 1)
                   for o in self.operations)
