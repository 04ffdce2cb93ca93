"""What following a large store costs: its import beside bare reading, and how soon changes show."""

import glob
import hashlib
import random
import sqlite3
import statistics
import subprocess
import time

from Harness.client import NoAnswer
from Harness.dicomgen import SmallInstances
from Harness.servers import Orthanc, ReservedPort
from Harness.stage import wait_until
from measure import Row
from scene import BenchGateway, start_nginx, wait_answer

PER_SERIES, SERIES, STUDIES = 100, 3, 2  # instances in a series, series in a study, …
BREADTH = 4  # lists that an import reads at a time
PAIRS = 3  # imports, each followed by bare reading


def importing(stage, executable, options):
    """Rows for the import of `options.instances` instances, and for one change and one deletion."""
    store = LargeStore(stage, options.instances)
    ratios = []
    for number in range(PAIRS):
        gateway = BenchGateway(stage, executable, [("store-0", store.url)], f"import-{number}")
        taken, requests = store.watch_import(gateway)
        bare = store.read_again()
        ratios.append(taken / bare)
        print(f"  import {store.count / taken:.0f} instances/s in {requests} requests; the same "
              f"lists read without an index {store.count / bare:.0f}/s", flush=True)
        if number < PAIRS - 1:
            gateway.gateway.stop()
    allowed = store.count / 100 + store.count / PER_SERIES
    name = f"store of {store.count} instances"
    return [
        Row(f"{name}: time of the import", statistics.median(ratios), "×reading", 1 / 0.7),
        Row(f"{name}: requests of the import, of those allowed", requests / allowed, "×", 1),
        Row(f"{name}: a change made in it shows after", store.change(gateway), "s", 2),
        Row(f"{name}: a deletion made in it shows after", store.deletion(gateway), "s", 30),
    ]


class LargeStore:
    """An Orthanc whose database was filled directly, behind an nginx that logs what is asked.

    The files of the instances don't exist; nothing here reads them.
    """

    def __init__(self, stage, wanted):
        self.orthanc = Orthanc(stage, "large")
        self.orthanc.stop()
        [path] = glob.glob(f"{stage.folder}/large/**/index", recursive=True)
        self.count = fill_orthanc(path, wanted)
        self.orthanc.start()
        self.log = stage.path("large-requests.log")
        self.reserved = ReservedPort()
        self.url = f"http://127.0.0.1:{self.reserved.number}"
        start_nginx(stage, "logging", f"""
            upstream large {{ server {self.orthanc.url[7:]}; keepalive 16;
                keepalive_timeout 800ms; }}
            server {{ listen 127.0.0.1:{self.reserved.number}; access_log {self.log} asked;
                location / {{ proxy_pass http://large; proxy_http_version 1.1;
                    proxy_set_header Connection ""; }} }}""",
            extra="log_format asked '$msec $request_time $request_method $request_uri';")
        self.header = f"Authorization: {self.orthanc.client.headers['Authorization']}"
        self.seen = 0

    def _asked(self):
        """(start, method, target) of each request since the last call."""
        with open(self.log) as file:
            lines = file.read().splitlines()
        fresh, self.seen = lines[self.seen:], len(lines)
        fields = [line.split(" ", 3) for line in fresh]
        return [(float(end) - float(took), method, target)
                for end, took, method, target in fields]

    def watch_import(self, gateway):
        """(seconds from the first list to the last instance in the index, requests in all)."""
        gateway.wait_for(self.count, seconds=900, every=0.05)
        end = time.time()
        wait_until(lambda: gateway.client.value("/stores/store-0")["IsImported"], 120, "verify")
        asked = self._asked()
        self.lists = [target for _, _, target in asked if "since=" in target and "expand" in target]
        first = min(start for start, _, target in asked if target in self.lists)
        return end - first, len(asked)

    def read_again(self):
        """Seconds that the lists of the import take when nothing is done with them."""
        lines = "".join(f'url = "{self.url}{target}"\noutput = "/dev/null"\n'
                        for target in self.lists)
        begun = time.monotonic()
        subprocess.run(
            ["curl", "-sSf", "--no-progress-meter", "-Z", "--parallel-max", str(BREADTH), "-H",
             self.header, "-K", "-"], input=lines, text=True, check=True)
        taken = time.monotonic() - begun
        self._asked()
        return taken

    def change(self, gateway):
        """Seconds until an instance stored here is found there."""
        content, (instance, *_) = SmallInstances(random.Random(1)).make()
        self.orthanc.client.post("/instances", content)
        return until(lambda: gateway.client.get(f"/instances/{instance}").status == 200)

    def deletion(self, gateway):
        """Seconds until an instance deleted here is gone there."""
        instance = self.orthanc.client.value("/instances?since=1000&limit=1")[0]
        assert self.orthanc.client.ask("DELETE", f"/instances/{instance}").status == 200
        return until(lambda: gateway.client.get(f"/instances/{instance}").status == 404)


def until(condition):
    begun = time.monotonic()
    def is_met():
        try:
            return condition()
        except NoAnswer:
            return False
    wait_until(is_met, 120, "wait for a change", 0.01)
    return time.monotonic() - begun


def public_id(*parts):
    digest = hashlib.sha1("|".join(parts).encode()).hexdigest()
    return "-".join(digest[i:i + 8] for i in range(0, 40, 8))


def fill_orthanc(path, wanted):
    """Writes instances into the SQLite database of a stopped Orthanc; returns how many.

    Source of the layout: the schema of Orthanc 1.10.1's own database.
    """
    database = sqlite3.connect(path)
    rows = Rows(database)
    patients = max(1, wanted // (PER_SERIES * SERIES * STUDIES))
    for p in range(patients):
        patient = f"BULK{p:06}"
        person = {(0x10, 0x10): f"BULK^{p:06}", (0x10, 0x20): patient}
        above = rows.add(1, None, [patient], person, person)
        for s in range(STUDIES):
            study = f"2.25.1{p:06}{s}"
            own = {(0x20, 0x0d): study, (0x08, 0x20): f"20{p % 25:02}0{s + 1}15"}
            below = rows.add(2, above, [patient, study], {**own, **person}, {**own, **person})
            for e in range(SERIES):
                series = f"{study}{e}"
                own = {(0x20, 0x0e): series, (0x08, 0x60): "CT"}
                parent = rows.add(3, below, [patient, study, series], own, own)
                for i in range(PER_SERIES):
                    uid = f"{series}.{i}"
                    rows.add(4, parent, [patient, study, series, uid],
                             {(0x08, 0x18): uid, (0x20, 0x13): str(i)}, {(0x08, 0x18): uid})
        if p % 20 == 0:
            rows.write()
    rows.write()
    database.commit()
    database.close()
    return patients * STUDIES * SERIES * PER_SERIES


class Rows:
    """Rows on their way into an Orthanc database. Levels: 1 patient … 4 instance."""

    TABLES = {"Resources": 4, "MainDicomTags": 4, "DicomIdentifiers": 4, "Metadata": 3,
              "AttachedFiles": 8, "Changes": 5}
    NEW = {1: 3, 2: 5, 3: 4, 4: 2}
    DATE = "20240101T000000"

    def __init__(self, database):
        self.database = database
        self.waiting = {name: [] for name in self.TABLES}
        self.last = 0

    def add(self, level, parent, parts, tags, identifiers):
        self.last += 1
        id, waiting = self.last, self.waiting
        waiting["Resources"].append((id, level, public_id(*parts), parent))
        waiting["MainDicomTags"] += [(id, *tag, value) for tag, value in tags.items()]
        waiting["DicomIdentifiers"] += [(id, *tag, value) for tag, value in identifiers.items()]
        waiting["Changes"].append((id, self.NEW[level], id, level, self.DATE))
        if level < 4:
            waiting["Metadata"].append((id, 7, self.DATE))
            return id
        uuid = public_id("file", str(id))
        uuid = f"{uuid[:8]}-{uuid[9:13]}-4{uuid[14:17]}-8{uuid[18:21]}-{uuid[27:35]}{uuid[36:40]}"
        waiting["AttachedFiles"].append((id, 1, uuid, 4096, 4096, 1, "0" * 32, "0" * 32))
        waiting["Metadata"] += [
            (id, 1, str(id)), (id, 2, self.DATE), (id, 8, "RestApi"),
            (id, 9, "1.2.840.10008.1.2.1"), (id, 10, "1.2.840.10008.5.1.4.1.1.2")]
        return id

    def write(self):
        for name, width in self.TABLES.items():
            marks = ",".join("?" * width)
            self.database.executemany(f"INSERT INTO {name} VALUES ({marks})", self.waiting[name])
            self.waiting[name] = []
