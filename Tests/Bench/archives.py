"""What an archive of a study over two stores costs, beside plain reading and a store's own."""

import os
import random
import statistics
import subprocess
import threading
import time

from Harness.dicomgen import make_file, orthanc_id, uid
from Harness.processes import rss_bytes
from Harness.servers import Orthanc
from measure import Row
from scene import BenchGateway

SERIES = 8
SIDE = 512  # rows and columns: files of 512 KiB
ROUNDS = 3


def archives(stage, executable, options):
    """Rows for a study of `options.archive_megabytes` MiB, its instances by turns in two stores."""
    scene = SplitStudy(stage, options)
    gateway = BenchGateway(stage, executable, scene.urls(), "archives", has_users=False)
    gateway.wait_for(scene.count)
    return scene.compare(gateway)


class SplitStudy:
    """Two Orthancs with half of one study each."""

    def __init__(self, stage, options):
        rng = random.Random(f"archive {options.seed}")
        self.stores = [Orthanc(stage, f"half-{n}") for n in range(2)]
        self.count = options.archive_megabytes * 2
        self.ids = [[], []]
        study, series = uid(rng), [uid(rng) for _ in range(SERIES)]
        self.study = orthanc_id("ARCHIVE", study)
        pixels = rng.randbytes(SIDE * SIDE * 2 + 4096)
        for number in range(self.count):
            sop, home = uid(rng), number % 2
            content = make_file({
                "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2", "SOPInstanceUID": sop,
                "StudyDate": "20240102", "Modality": "CT", "PatientName": "ARCHIVE^TEST",
                "PatientID": "ARCHIVE", "StudyInstanceUID": study,
                "SeriesInstanceUID": series[number % SERIES], "InstanceNumber": str(number),
                "SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2", "Rows": SIDE,
                "Columns": SIDE, "BitsAllocated": 16, "BitsStored": 16, "HighBit": 15,
                "PixelRepresentation": 0,
                "PixelData": pixels[number % 2048 * 2:][:SIDE * SIDE * 2],
            })
            self.bytes = len(content) * self.count
            self.stores[home].client.post("/instances", content)
            self.ids[home].append(orthanc_id("ARCHIVE", study, series[number % SERIES], sop))

    def urls(self):
        return [(store.name, store.url) for store in self.stores]

    def compare(self, gateway):
        plain, ours, own = [], [], []
        download(f"{gateway.url}/series/{self.series_of(gateway)}/archive", gateway.header)
        before, highest = rss_bytes(gateway.pid), Highest(gateway.pid)
        for _ in range(ROUNDS):
            plain.append(self.bytes / self.read_all())
            archive = f"{gateway.url}/studies/{self.study}/archive"
            ours.append(self.bytes / timed(lambda: download(archive, gateway.header)))
            half = f"{self.stores[0].url}/studies/{self.study}/archive"
            header = self.header(0)
            own.append(self.bytes / 2 / timed(lambda: download(half, header)))
        growth = (highest.stop() - before) / 2**20
        rates = [statistics.median(list) for list in (plain, ours, own)]
        print("  files {:.0f} MB/s, archive {:.0f} MB/s, a store's own {:.0f} MB/s".format(
            *(rate / 1e6 for rate in rates)) + f", load {os.getloadavg()[0]:.1f}", flush=True)
        name = f"archive of {self.bytes / 2**30:.1f} GiB over two stores"
        return [
            Row(f"{name}: memory", growth, "MiB", 64),
            Row(f"{name}: time", rates[0] / rates[1], "×files", 1 / 0.7),
            Row(f"{name}: time", rates[2] / rates[1], "×own", 1 / 0.8),
        ]

    def series_of(self, gateway):
        return gateway.client.value(f"/studies/{self.study}")["Series"][0]

    def header(self, store):
        return f"Authorization: {self.stores[store].client.headers['Authorization']}"

    def read_all(self):
        """Seconds in which both stores, at once, give out their files one after the other."""
        def read(store):
            lines = "".join(f'url = "{self.stores[store].url}/instances/{id}/file"\n'
                            'output = "/dev/null"\n' for id in self.ids[store])
            subprocess.run(["curl", "-sSf", "--no-progress-meter", "-H", self.header(store), "-K",
                            "-"], input=lines, text=True, check=True)
        threads = [threading.Thread(target=read, args=(store,)) for store in range(2)]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.monotonic() - begun


class Highest:
    """The most memory that a process has while it is watched."""

    def __init__(self, pid):
        self.pid, self.most, self.ended = pid, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self):
        while not self.ended.wait(0.02):
            self.most = max(self.most, rss_bytes(self.pid))

    def stop(self):
        self.ended.set()
        self.thread.join()
        return self.most


def download(url, header):
    subprocess.run(["curl", "-sSf", "-H", header, "-o", "/dev/null", url], check=True)


def timed(action):
    begun = time.monotonic()
    action()
    return time.monotonic() - begun
