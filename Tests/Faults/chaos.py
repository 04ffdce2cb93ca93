"""Kills at random moments, with an upload in flight, and restarts."""

import time
from collections import Counter

import checker
from Harness.stage import wait_until


class Chaos:
    """Runs in the main thread: children die with the thread that started them."""

    def __init__(self, rng, gateway, stores, postgres, writers, target):
        self.rng, self.gateway, self.stores, self.postgres = rng, gateway, stores, postgres
        self.writers, self.target = writers, target
        self.moments = []  # [what, time of the signal]
        self.counts = Counter()
        self.slowest_start = 0.0
        self.accidents = []  # programs that ended by themselves
        self.violations = []

    def run(self, kills):
        """`kills`: {"gateway": n, "store": n, "postgres restart": n, "postgres kill": n}"""
        schedule = [what for what, count in kills.items() for _ in range(count)]
        self.rng.shuffle(schedule)
        for what in schedule:
            time.sleep(self.rng.uniform(0.2, 1.0))
            if what in ("gateway", "postgres kill") and self.rng.random() < 0.5:
                self._wait_for_delete()
            else:
                self._wait_for_upload()
            self.look_for_accidents()
            self.moments.append([what, time.time()])
            getattr(self, "_" + what.replace(" ", "_"))()
            self.counts[what] += 1

    def look_for_accidents(self):
        """Starts again, and remembers, what ended without being killed."""
        for it in (self.gateway, self.postgres, *self.stores):
            if it.child.running():
                continue
            self.accidents.append(f"{it.name} ended by itself: {it.child.last_words()}")
            it.start()
            self.target.url = self.gateway.url

    def _wait_for_upload(self):
        def uploading():
            return any(writer.uploading for writer in self.writers)
        wait_until(uploading, 60, "wait for an upload in flight", 0.0005)

    def _wait_for_delete(self):
        """Half of these kills meet the deletion of a study, if one comes soon."""
        end = time.monotonic() + 3
        while time.monotonic() < end:
            if any(w.deleting for w in self.writers) and any(w.uploading for w in self.writers):
                time.sleep(self.rng.uniform(0, 0.03))
                break
            time.sleep(0.0005)
        self._wait_for_upload()

    def _wait_for_silence(self):
        """Until PostgreSQL has noticed that the gateway is gone."""
        others = ("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                  "AND pid <> pg_backend_pid()")
        wait_until(lambda: self.postgres.sql(others) == [["0"]], 30, "wait for sessions to end")

    def _pause(self):
        time.sleep(self.rng.uniform(0.2, 2.0))

    def _gateway(self):
        self.gateway.kill()
        self._wait_for_silence()
        self.violations += checker.passed_rows(self.postgres, self.stores)
        self._pause()
        begun = time.monotonic()
        self.gateway.start()
        self.slowest_start = max(self.slowest_start, time.monotonic() - begun)
        self.target.url = self.gateway.url

    def _store(self):
        store = self.rng.choice(self.stores)
        self.moments[-1][0] = store.name
        store.kill()
        self._pause()
        store.start()

    def _postgres_restart(self):
        self.postgres.restart_immediately()

    def _postgres_kill(self):
        self.postgres.kill()
        self._pause()
        self.postgres.start()
