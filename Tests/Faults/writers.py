"""Clients that upload, read and delete without pause, and write down what they were told."""

import hashlib
import math
import random
import threading
import time
from collections import Counter

from Harness.client import Client, NoAnswer
from Harness.dicomgen import SmallInstances
from oplog import ACKNOWLEDGED, REFUSED, UNKNOWN, OperationLog


class Target:
    """Where the writers write: the address may change at any time (a restart, a new port)."""

    def __init__(self, url, user=None):
        self.url, self.user = url, user


class Writer(threading.Thread):
    """One client with its own patients, so that no other touches what it wrote.

    After an outcome that it can't know, it may upload the same again but never deletes.
    """

    TIMEOUT = 20  # seconds; longer than any request may take

    def __init__(self, number, seed, target, log, rest=0.0):
        super().__init__(daemon=True)
        self.rng = random.Random(f"writer {number} {seed}")
        self.source = SmallInstances(self.rng, patients=4)
        self.target, self.rest = target, rest
        self.log = OperationLog(log)
        self.present = {}  # instance id: (study id, content)
        self.doubtful = {}  # instance id: content, after an unknown upload
        self.violations = []
        self.uploading = 0  # bytes are on their way, read by others
        self.deleting = 0  # a study with more than one instance is on its way out
        self.ending = threading.Event()

    def run(self):
        while not self.ending.is_set():
            dice = self.rng.random()
            if dice < 0.70 or len(self.present) < 5:
                self._upload_new()
            elif dice < 0.75 and self.doubtful:
                self._upload_again()
            elif dice < 0.87:
                self._read()
            elif dice < 0.975:
                self._delete_instance()
            else:
                self._delete_study()
            if self.rest:
                time.sleep(self.rest)

    def _ask(self, method, path, body=None):
        client = Client(self.target.url, self.target.user, timeout=self.TIMEOUT)
        return client.ask(method, path, body)

    def _attempt(self, method, path, body=None):
        """(outcome, answer or None, note)"""
        try:
            answer = self._ask(method, path, body)
        except NoAnswer as cause:
            if cause.refused:
                self.ending.wait(0.03)
                return REFUSED, None, "no connection"
            return UNKNOWN, None, "connection lost"
        if answer.status == 200:
            return ACKNOWLEDGED, answer, ""
        if answer.status == 503 or answer.status < 500:
            self.ending.wait(0.02)
            return REFUSED, answer, f"{method} {answer.status}"
        return UNKNOWN, answer, f"{method} {answer.status}"

    def _upload_new(self):
        # Sizes from 1 KiB to 256 KiB, small ones more often.
        size = int(1024 * math.exp(self.rng.random() * math.log(256)))
        self.source.sizes = (size, size + 2)
        content, ids = self.source.make()
        self._upload(ids[0], ids[2], content)

    def _upload_again(self):
        instance = self.rng.choice(list(self.doubtful))
        study, content = self.doubtful[instance]
        self._upload(instance, study, content)

    def _upload(self, instance, study, content):
        number = self.log.begin("upload", [instance], hashlib.sha256(content).hexdigest())
        self.uploading += 1
        outcome, answer, note = self._attempt("POST", "/instances", content)
        self.uploading -= 1
        if outcome == ACKNOWLEDGED:
            status = answer.json.get("Status")
            if answer.json.get("ID") != instance or status not in ("Success", "AlreadyStored"):
                self.violations.append(f"I10 upload of {instance}: answer {answer.text}")
                outcome = UNKNOWN
        self.log.finish(number, outcome, note)
        if outcome == ACKNOWLEDGED:
            self.present[instance] = (study, content)
            self.doubtful.pop(instance, None)
        elif outcome == UNKNOWN:
            self.doubtful[instance] = (study, content)

    def _read(self):
        instance = self.rng.choice(list(self.present))
        try:
            answer = self._ask("GET", f"/instances/{instance}/file")
        except NoAnswer:
            return
        if answer.status == 200 and answer.body != self.present[instance][1]:
            self.violations.append(f"I10 {instance}: 200 with {len(answer.body)} wrong bytes")
        elif answer.status == 404:
            self.violations.append(f"I1 {instance}: 404 although acknowledged")

    def _delete_instance(self):
        instance = self.rng.choice(list(self.present))
        self._remove(f"/instances/{instance}", [instance])

    def _delete_study(self):
        """Its largest: many requests to its stores."""
        sizes = Counter(study for study, _ in self.present.values())
        study = max(sorted(sizes), key=sizes.get)
        below = [id for id, (s, _) in self.present.items() if s == study]
        if not any(s == study for s, _ in self.doubtful.values()):
            self._remove(f"/studies/{study}", below)

    def _remove(self, path, instances):
        number = self.log.begin("delete", instances)
        self.deleting += len(instances) > 1
        outcome, answer, note = self._attempt("DELETE", path)
        self.deleting -= len(instances) > 1
        if answer and answer.status == 404:
            self.violations.append(f"I1 DELETE {path}: 404 although acknowledged")
        self.log.finish(number, outcome, note)
        if outcome != REFUSED:
            for instance in instances:
                del self.present[instance]
