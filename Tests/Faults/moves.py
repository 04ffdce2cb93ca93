#!/usr/bin/python3
"""Movement under kills: bytes equal, nothing lost, nothing twice, progress never goes back.

Small instances lie in one store, some with metadata and attachments of users. They are moved to a
second one through the gateway, which is then drained, while gateway, source and target are killed
(SIGKILL) at random and some studies are deleted. The stores differ on purpose: one compresses, one
overwrites instances. Of three instances the target holds copies with other bytes: they must stay in
both and be named. Exit code 0 only if every job ended so and nothing is violated.

  moves.py [--seed N] [--instances N] [--kills N] [--short] [--isengard PATH]
"""

import argparse
import hashlib
import os
import random
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import checker  # noqa: E402
from Harness.client import Client, NoAnswer  # noqa: E402
from Harness.dicomgen import SmallInstances  # noqa: E402
from Harness.servers import Gateway, Orthanc, Postgres, find_gateway  # noqa: E402
from Harness.stage import Stage, wait_until  # noqa: E402

SETTINGS = {"store-a": {}, "store-b": {"OverwriteInstances": True},
            "store-c": {"StorageCompression": True}}
FINAL = ("Success", "Failure")


def main():
    options = arguments()
    print(f"seed {options.seed}", flush=True)
    with Stage("moves") as stage:
        wrong = Scene(stage, options).play()
    for text in wrong[:40]:
        print(f"VIOLATED {text}")
    print(f"{len(wrong)} violations", flush=True)
    sys.exit(1 if wrong else 0)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--instances", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=30, help="in each of two movements")
    parser.add_argument("--short", action="store_true", help="400 instances, 3 kills each")
    parser.add_argument("--isengard")
    options = parser.parse_args()
    if options.short:
        options.instances, options.kills = 400, 3
    return options


def threads(count, work):
    """Runs `work(n)` in `count` threads and passes on what one of them raised."""
    failures = []

    def guarded(number):
        try:
            work(number)
        except Exception as error:  # told to the caller below
            failures.append(error)
    running = [threading.Thread(target=guarded, args=(n,), daemon=True) for n in range(count)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if failures:
        raise failures[0]


class Scene:
    def __init__(self, stage, options):
        self.options, self.rng = options, random.Random(f"moves {options.seed}")
        self.stores = [Orthanc(stage, name, settings=more) for name, more in SETTINGS.items()]
        self.postgres = Postgres(stage)
        executable = find_gateway(options.isengard, os.path.dirname(os.path.dirname(HERE)))
        self.gateway = Gateway(stage, executable, self.stores, self.postgres)
        self.digests, self.studies, self.deleted = {}, {}, set()
        self.marks, self.wrong, self.twins, self.twin_studies = {}, [], {}, set()

    def play(self):
        source, target, last = self.stores
        begun = time.monotonic()
        self.fill(source)
        self.say(f"filled in {time.monotonic() - begun:.1f} s")
        self.disagree(source, target)
        self.move("import", source, target, lambda: self.ask(
            f"/stores/{target.name}/import",
            {"Resources": self.gateway.client.value("/patients"), "From": [source.name],
             "Move": True}))
        self.look_for_twins(source, target)
        self.judge("moved", {target.name})
        self.move("drain", target, last, lambda: self.ask(
            f"/stores/{target.name}/drain", {"Move": True}))
        self.judge("drained", {source.name, last.name})
        return self.wrong

    def say(self, text):
        print(text, flush=True)

    def ask(self, path, body):
        answer = self.gateway.client.post(path, body)
        assert answer.status == 200, (path, answer.status, answer.text)
        return answer.json["ID"]

    # Before

    def fill(self, store):
        made = SmallInstances(random.Random(f"files {self.options.seed}"), patients=20)
        files = []
        while len(files) < self.options.instances:
            content, (instance, _, study, *_) = made.make()
            if instance in self.digests:
                continue
            files.append(content)
            self.digests[instance] = hashlib.sha256(content).hexdigest()
            self.studies[instance] = study

        def upload(number):
            client = Client(store.url, store.USER, keep_alive=True)
            for content in files[number::4]:
                assert client.post("/instances", content).status == 200
        threads(4, upload)
        for level in ("instances", "series", "studies", "patients"):
            ids = store.client.value(f"/{level}")
            for id in self.rng.sample(ids, min(20, len(ids))):
                self.mark(store, level, id)
        self.marked = {study for path, study in self.marked_studies(store)}
        count = len(self.digests)
        wait_until(lambda: self.gateway.client.value("/statistics")["CountInstances"] == count,
                   120, "index what was filled", 0.2)

    def disagree(self, source, target):
        """Three instances that source and target hold with different pixels."""
        made = SmallInstances(random.Random(f"twins {self.options.seed}"), patients=1)
        for _ in range(3):
            content, (instance, _, study, _) = made.make(study_limit=1)
            other = content[:-2] + bytes([content[-2] ^ 1, content[-1]])
            for store, file in ((source, content), (target, other)):
                assert store.client.post("/instances", file).status == 200
                self.twins.setdefault(instance, []).append(file)
            self.twin_studies.add(study)
        count = len(self.digests) + len(self.twins)
        wait_until(lambda: self.gateway.client.value("/statistics")["CountInstances"] == count,
                   60, "index what differs", 0.2)

    def look_for_twins(self, source, target):
        """Both copies as they were; then they go, so that nothing differs any more."""
        named = {it["ID"]: it["Reason"] for it in self.last["Content"]["FailedInstances"]}
        if named != {id: "DifferentBytes" for id in self.twins}:
            self.wrong.append(f"named as failed: {named}")
        for id, files in self.twins.items():
            for store, file in zip((source, target), files):
                if store.client.get(f"/instances/{id}/file").body != file:
                    self.wrong.append(f"{id}, which differs, is not what it was in {store.name}")
        for study in self.twin_studies:
            answer = self.gateway.client.ask("DELETE", f"/studies/{study}")
            assert answer.status == 200, answer.text

    def mark(self, store, level, id):
        value = f"mark {self.rng.random()}"
        for path in (f"/{level}/{id}/metadata/1027", f"/{level}/{id}/attachments/1028"):
            assert store.client.ask("PUT", path, value).status == 200
            self.marks[path] = value

    def marked_studies(self, store):
        for path in self.marks:
            _, level, id, *_ = path.split("/")
            for study in ([id] if level == "studies" else [] if level == "patients" else
                          [store.client.value(f"/{level}/{id}/study")["ID"]]):
                yield path, study

    # While it runs

    def move(self, what, source, target, submit):
        id = submit()
        kills = ["gateway", "source", "target"] * (self.options.kills // 3)
        self.rng.shuffle(kills)
        begun, progress, job, deletions = time.monotonic(), 0, {}, 0
        due = begun + 0.3
        while job.get("State") not in FINAL:
            if time.monotonic() - begun > 900:
                self.wrong.append(f"{what}: the job has not ended: {job}")
                return
            job = self.look(id, job)
            if job.get("Progress", progress) < progress:
                self.wrong.append(f"{what}: progress went from {progress} to {job['Progress']}")
            progress = job.get("Progress", progress)
            if kills and time.monotonic() > due:
                if deletions < 3:
                    deletions += self.delete()
                self.kill(kills.pop(), source, target)
                due = time.monotonic() + self.rng.uniform(0.3, 1.5)
            time.sleep(0.02)
        spent = time.monotonic() - begun
        content = job.get("Content", {})
        self.say(f"{what}: {job['State']} after {spent:.1f} s, {len(kills)} kills left, "
                 f"copied {content.get('CopiedInstances')}, removed "
                 f"{content.get('RemovedInstances')}, {deletions} studies deleted meanwhile")
        self.last = job
        # Copies that differ are planted: they stay, and what was deleted meanwhile is not moved.
        good = ("Failure", range(90, 100)) if what == "import" else ("Success", [100])
        if job["State"] != good[0] or job.get("Progress") not in good[1]:
            self.wrong.append(f"{what}: ended as {job}")
        if kills and not self.options.short:
            self.wrong.append(f"the harness: {what} ended before all kills were done")

    def look(self, id, last):
        try:
            answer = self.gateway.client.get(f"/jobs/{id}")
        except NoAnswer:
            return last
        if answer.status != 200:
            self.wrong.append(f"job {id}: status {answer.status}")
            return last
        return answer.json

    def kill(self, what, source, target):
        victim = {"gateway": self.gateway, "source": source, "target": target}[what]
        victim.kill()
        time.sleep(self.rng.uniform(0.05, 0.8))
        victim.start()

    def delete(self):
        """One study that bears no mark; acknowledged means gone."""
        free = sorted(set(self.studies.values()) - self.deleted - self.marked)
        study = self.rng.choice(free)
        try:
            answer = self.gateway.client.ask("DELETE", f"/studies/{study}")
        except NoAnswer:
            return 0
        if answer.status != 200:
            self.wrong.append(f"DELETE of {study}: status {answer.status}")
        self.deleted.add(study)
        return 1

    # After

    def owed(self):
        return self.postgres.sql("SELECT count(*) FROM owed WHERE done_at IS NULL")

    def judge(self, what, allowed):
        # Who was killed at a removal holds its claim for half a minute.
        try:
            wait_until(lambda: self.owed() == [["0"]], 60, "the journal to drain", 0.2)
        except TimeoutError as cause:
            self.wrong.append(f"{what}: {cause}")
        union, found, took = checker.converge(self.gateway.client, self.stores, 60)
        self.say(f"{what}: index and stores agree after {took:.1f} s")
        self.wrong += found
        self.wrong += [f"{what}: {text}" for text in
                       checker.wrong_events(self.gateway.client, union)]
        expected = {id for id, study in self.studies.items() if study not in self.deleted}
        held = union.holders
        self.wrong += [f"{what}: {id} is lost" for id in sorted(expected - set(held))]
        self.wrong += [f"{what}: {id} came back" for id in sorted(set(held) - expected)]
        self.wrong += [f"{what}: {id} is held by {[s.name for s in stores]}"
                       for id, stores in held.items()
                       if len(stores) != 1 or stores[0].name not in allowed]
        self.compare(what, held)
        self.look_for_marks(what, held)
        owed = self.owed()
        if owed != [["0"]]:
            self.wrong.append(f"{what}: the journal holds {owed}")

    def compare(self, what, held):
        ids = sorted(set(held) & set(self.digests))

        def read(number):
            clients = {store.name: Client(store.url, store.USER, keep_alive=True)
                       for store in self.stores}
            for id in ids[number::4]:
                for store in held[id]:
                    body = clients[store.name].get(f"/instances/{id}/file").body
                    if hashlib.sha256(body).hexdigest() != self.digests[id]:
                        self.wrong.append(f"{what}: {id} has other bytes in {store.name}")
        threads(4, read)
        self.say(f"{what}: compared the bytes of {len(ids)} instances")

    def look_for_marks(self, what, held):
        levels = {}
        for store in {store for stores in held.values() for store in stores}:
            for level in ("patients", "studies", "series", "instances"):
                for id in store.client.value(f"/{level}"):
                    levels.setdefault((level, id), []).append(store)
        seen = 0
        for path, value in self.marks.items():
            _, level, id, kind, _ = path.split("/")
            for store in levels.get((level, id), []):
                full = path + "/data" if kind == "attachments" else path
                answer = store.client.get(full)
                seen += 1
                if answer.status != 200 or answer.text != value:
                    self.wrong.append(f"{what}: {path} at {store.name}: {answer.status}")
        self.say(f"{what}: found {seen} marks of users")


if __name__ == "__main__":
    main()
