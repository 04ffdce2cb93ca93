#!/usr/bin/python3
"""Merge and split while others upload what looks like a result, and stores lose what they hold.

  strangers.py [--seed N] [--isengard PATH] [--store-version PATH] [--only TEXT]

Strangers are other patients' instances that bear the tags of a source, and new series of the result
study itself that bear other times. None may ever be removed. A store that has lost a source
behind the index's back must not cost the copies that other stores hold.
"""

import argparse
import json
import os
import random
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

from callers import Study  # noqa: E402
from Harness.client import Client  # noqa: E402
from Harness.dicomgen import make_file, orthanc_id, uid  # noqa: E402
from Harness.servers import Gateway, Orthanc, Postgres, find_gateway  # noqa: E402
from Harness.stage import Stage, wait_until  # noqa: E402


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--isengard", help="the gateway's executable; default: newest build")
    parser.add_argument("--store-version", metavar="PATH",
                        help="root of a system whose Orthanc is the first store's")
    parser.add_argument("--only", default="", help="part of a scene's name")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with Stage("strangers") as stage:
        violations = Scene(stage, options).play(options.only)
    for text in violations:
        print(f"VIOLATED {text}")
    print(f"{len(violations)} violations", flush=True)
    sys.exit(1 if violations else 0)


class Scene:
    def __init__(self, stage, options):
        self.rng = random.Random(f"strangers {options.seed}")
        executable = find_gateway(options.isengard, os.path.dirname(os.path.dirname(HERE)))
        self.stores = [Orthanc(stage, "store-a", chroot=options.store_version),
                       Orthanc(stage, "store-b")]
        self.postgres = Postgres(stage)
        first = ("store-a", f"http://127.0.0.1:{self._proxy(stage)}")
        self.gateway = Gateway(stage, executable, [first, self.stores[1]], self.postgres)
        self.wrong = []

    def _proxy(self, stage):
        """The first store stands behind one."""
        self.mode_file = stage.path("mode")
        self._set_mode("pass")
        proxy = stage.start([sys.executable, os.path.join(HERE, "proxy.py"),
                             str(self.stores[0].reserved.number), self.mode_file], "proxy")
        wait_until(lambda: "listening" in proxy.tail(), 10, "start the proxy")
        return int(proxy.tail().split()[-1])

    def _set_mode(self, mode):
        with open(self.mode_file + ".new", "w") as file:
            file.write(mode)
        os.replace(self.mode_file + ".new", self.mode_file)

    def play(self, only):
        for scene in (self.strangers_of_merge, self.strangers_of_split, self.lost_source,
                      self.late_answer):
            if only in scene.__name__:
                scene()
        return self.wrong

    # Scenes

    def strangers_of_merge(self):
        target, source = self._study("t", 4), self._study("m", 60)
        self._place([target, source], self.stores[:1])
        self._among_strangers(f"/studies/{target.id}/merge", {"Resources": [source.id]},
                              source.ids, source, target)

    def strangers_of_split(self):
        source = self._study("s", 60)
        self._place([source], self.stores[:1])
        self._among_strangers(f"/studies/{source.id}/split", {"Series": source.series},
                              source.ids, source, source)

    def lost_source(self):
        """Both stores hold a study; the one that executes has lost an instance a moment ago."""
        ends = []
        for number in range(8):
            target, source = self._study(f"lt{number}", 3), self._study(f"l{number}", 5)
            self._place([target], self.stores[:1])
            self._place([source], self.stores)
            lost = source.ids[number % 5]
            self.stores[0].client.ask("DELETE", f"/instances/{lost}")
            answer = self.gateway.client.post(
                f"/studies/{target.id}/merge", json.dumps({"Resources": [source.id]}))
            ends.append(answer.status)
            self._settle()
            held = self._held(self.stores[1])
            made = self._made(target, self.stores[0])
            removed = [id for id in source.ids if id not in held]
            whole = answer.status == 200 and len(made) == 5 and len(removed) == 5
            if not whole and (removed or made):
                self.wrong.append(f"lost_source: {answer.status}, {len(made)} results of 5, "
                                  f"{len(removed)} sources removed")
        print(f"lost_source: {ends}", flush=True)
        if all(status == 200 for status in ends):
            self.wrong.append("lost_source: the index always knew")

    def late_answer(self):
        """A proxy says 504 although the store took the job: it counts as taken."""
        source = self._study("late", 5)
        self._place([source], self.stores[:1])
        self.studies = self.stores[0].client.value("/statistics")["CountStudies"]
        self._set_mode("late /anonymize")
        answer = self.gateway.client.post(f"/studies/{source.id}/anonymize", "{}", timeout=120)
        self._set_mode("pass")
        self._settle()
        made = len(self.gateway.client.value(f"/studies/{answer.json['ID']}/instances")) \
            if answer.status == 200 else 0
        more = self.stores[0].client.value("/statistics")["CountStudies"] - self.studies
        print(f"late_answer: {answer.status}, {made} results of 5", flush=True)
        if answer.status != 200 or made != 5 or more != 1:
            self.wrong.append(f"late_answer: {answer.status}, {made} results of 5 in {more} studies")

    def _among_strangers(self, path, body, affected, source, target):
        name = path.rsplit("/", 1)[1]
        strangers, ended = [], threading.Event()
        feeder = threading.Thread(target=self._feed, args=(source, target, strangers, ended))
        feeder.start()
        time.sleep(0.05)
        answer = self.gateway.client.post(path, json.dumps(body), timeout=120)
        ended.set()
        feeder.join()
        time.sleep(2)  # until the job was looked at once more
        self._settle()
        held = self._held(self.stores[0])
        gone = [id for id in strangers if id not in held]
        made = held - set(strangers) - set(target.ids) - set(source.ids) - self.before
        left = [id for id in affected if id in held]
        print(f"{name}: {answer.status} {answer.text[:300] if answer.status != 200 else ''}, "
              f"{len(strangers)} strangers, {len(made)} results of {len(affected)}", flush=True)
        if answer.status != 200 or len(made) != len(affected) or left:
            self.wrong.append(f"{name}: {answer.status}, {len(made)} results of {len(affected)}, "
                              f"{len(left)} sources left")
        if gone:
            self.wrong.append(f"{name}: {len(gone)} of {len(strangers)} strangers are gone")

    def _feed(self, source, target, strangers, ended):
        """Uploads to the store that executes until the job has ended."""
        client = Client(self.stores[0].url, Orthanc.USER, timeout=30)
        self.before = self._held(self.stores[0])
        while not ended.is_set():
            number = self.rng.randrange(len(source.ids))
            mark = f"{source.mark}-{number}"
            other = Study(self.rng, "stranger", 0)
            if target is not source and self.rng.random() < 0.5:
                other.patient, other.uid = target.patient, target.uid
                content, id = self._later(other, mark, number)
            else:
                content, id = other._make(self.rng, uid(self.rng), mark, number)
            if client.post("/instances", content).status == 200:
                strangers.append(id)

    def _later(self, study, mark, number):
        """In the result study itself: like a source, but made at another time."""
        series, sop = uid(self.rng), uid(self.rng)
        values = {
            "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2", "SOPInstanceUID": sop,
            "StudyDate": "20240102", "Modality": "CT", "PatientName": "ONCE^TEST",
            "PatientID": study.patient, "StudyInstanceUID": study.uid, "SeriesTime": "101112",
            "SeriesInstanceUID": series, "InstanceNumber": str(number), "ImageComments": mark,
            "SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2", "Rows": 32,
            "Columns": 32, "BitsAllocated": 16, "BitsStored": 16, "HighBit": 15,
            "PixelRepresentation": 0, "PixelData": self.rng.randbytes(2048),
        }
        return make_file(values), orthanc_id(study.patient, study.uid, series, sop)

    # What is there

    def _study(self, mark, count):
        study = Study(self.rng, mark, count)
        study.mark = mark
        study.series = sorted(set(study.series_of.values()))
        return study

    def _place(self, studies, stores):
        for store in stores:
            for study in studies:
                for content in study.files.values():
                    answer = store.client.post("/instances", content)
                    if answer.status != 200:
                        raise RuntimeError(f"{store.name} said {answer.status}")
        ids = [id for study in studies for id in study.ids]
        texts = ", ".join(f"'\\x{id.replace('-', '')}'" for id in ids)
        count = f"SELECT count(*) FROM copy_instance WHERE id = ANY (ARRAY[{texts}]::bytea[])"
        wait_until(lambda: int(self.postgres.sql(count)[0][0]) == len(ids) * len(stores), 60,
                   "wait for the index", 0.02)

    def _settle(self):
        open_work = ("SELECT (SELECT count(*) FROM job WHERE state NOT IN (2, 3)) "
                     "+ (SELECT count(*) FROM owed WHERE done_at IS NULL)")
        wait_until(lambda: self.postgres.sql(open_work) == [["0"]], 60, "drain", 0.05)

    @staticmethod
    def _held(store):
        return set(store.client.value("/instances"))

    @staticmethod
    def _made(target, store):
        return [item["ID"] for item in store.client.value(f"/studies/{target.id}/instances")
                if item["ID"] not in target.ids]


if __name__ == "__main__":
    main()
