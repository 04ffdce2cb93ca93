"""Latencies of questions asked one after the other, and of paced ones on the side."""

import threading
import time

from Harness.client import Client, NoAnswer


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def measure(url, paths, seconds, user=None):
    """Seconds per answer of `paths` in turn for `seconds`; a wrong status counts as 60 s."""
    client = Client(url, user, timeout=60, keep_alive=True)
    taken, number, limit = [], 0, time.monotonic() + seconds
    while time.monotonic() < limit:
        begun = time.perf_counter()
        method, path, body = paths[number % len(paths)]
        try:
            good = client.ask(method, path, body).status == 200
        except NoAnswer:
            good = False
        taken.append(time.perf_counter() - begun if good else 60.0)
        number += 1
    client.close()
    return taken


class Victim(threading.Thread):
    """Asks what needs the bad store, a few times a second; remembers every answer."""

    def __init__(self, url, paths, user=None, rest=0.2, patience=60):
        super().__init__(daemon=True)
        self.url, self.paths, self.user = url, paths, user
        self.rest, self.patience = rest, patience
        self.answers = []  # (method and path, seconds, Answer or None)
        self.ending = threading.Event()

    def run(self):
        number = 0
        while not self.ending.wait(self.rest):
            method, path, body = self.paths[number % len(self.paths)]
            number += 1
            client = Client(self.url, self.user, timeout=self.patience)
            begun = time.monotonic()
            try:
                answer = client.ask(method, path, body)
            except NoAnswer:
                answer = None
            self.answers.append((f"{method} {path}", time.monotonic() - begun, answer))
