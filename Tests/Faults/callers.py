"""Clients that modify, anonymize, merge, split and delete, and write down what they were told."""

import json
import random
import threading
import time

from Harness.client import Client, NoAnswer
from Harness.dicomgen import make_file, orthanc_id, uid
from Harness.stage import wait_until

COMPLETE, NOTHING, UNKNOWN = "complete", "nothing", "unknown"


class Study:
    """One study that is made for one call and used for no other."""

    def __init__(self, rng, mark, count):
        self.patient, self.uid = f"ONCE{rng.randrange(10**9):09}", uid(rng)
        self.id = orthanc_id(self.patient, self.uid)
        series = [uid(rng) for _ in range(rng.randint(1, 3))]
        self.series = [orthanc_id(self.patient, self.uid, it) for it in series]
        self.files, self.ids, self.series_of = {}, [], {}
        for number in range(count):
            content, id = self._make(rng, series[number % len(series)], f"{mark}-{number}", number)
            self.files[id] = content
            self.ids.append(id)
            self.series_of[id] = self.series[number % len(series)]

    def _make(self, rng, series, mark, number):
        sop = uid(rng)
        values = {
            "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2", "SOPInstanceUID": sop,
            "StudyDate": "20240102", "Modality": "CT", "PatientName": "ONCE^TEST",
            "PatientID": self.patient, "StudyInstanceUID": self.uid,
            "SeriesInstanceUID": series, "InstanceNumber": str(number), "ImageComments": mark,
            "SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2", "Rows": 32,
            "Columns": 32, "BitsAllocated": 16, "BitsStored": 16, "HighBit": 15,
            "PixelRepresentation": 0, "PixelData": rng.randbytes(2048),
        }
        return make_file(values), orthanc_id(self.patient, self.uid, series, sop)


class Call:
    """One request, what it was about, and what its caller knows of its end."""

    def __init__(self, number, operation, studies, rng):
        self.number, self.operation, self.studies = number, operation, studies
        self.removes = operation in ("delete", "merge", "split") or rng.random() < 0.4
        self.affected = [id for study in studies for id in study.ids]
        study = studies[0]
        body = {"Asynchronous": rng.random() < 0.5}
        if operation not in ("delete", "merge", "split") and self.removes:
            body["KeepSource"] = False
        if operation in ("merge", "split") and rng.random() < 0.3:
            body["KeepSource"], self.removes = True, False
        self.path = f"/studies/{study.id}/{operation}"
        if operation == "modify":
            body["Replace"] = {"StudyDescription": f"call {number}"}
        elif operation == "merge":
            self.affected = studies[1].ids
            body["Resources"] = [studies[1].id]
        elif operation == "split":
            chosen = study.series[0]
            self.affected = [id for id in study.ids if study.series_of[id] == chosen]
            body["Series"] = [chosen]
        elif operation == "bulk-anonymize":
            self.path = "/tools/bulk-anonymize"
            body["Resources"] = [study.id for study in studies]
        self.body = body
        self.outcome, self.told, self.job = UNKNOWN, "", None
        self.start = self.end = 0.0

    @property
    def everything(self):
        return [id for study in self.studies for id in study.ids]


class Caller(threading.Thread):
    """Makes calls, one after the other, each on fresh studies spread over the stores."""

    OPERATIONS = ["modify", "anonymize", "merge", "split", "delete", "bulk-anonymize"]
    PATIENCE = 120  # seconds for a synchronous answer, and for a job's end

    def __init__(self, number, seed, gateways, stores, postgres, supply, most):
        super().__init__(daemon=True)
        self.rng = random.Random(f"caller {number} {seed}")
        self.gateways, self.stores, self.postgres = gateways, stores, postgres
        self.supply, self.most = supply, most
        self.calls, self.violations = [], []
        self.busy = False  # a request or its job is on its way

    def run(self):
        while True:
            with self.supply["lock"]:
                if self.supply["left"] <= 0:
                    return
                self.supply["left"] -= 1
                self.supply["number"] += 1
                number = self.supply["number"]
            try:
                self._one(number)
            except Exception as error:  # a thread that dies silently would look like success
                self.violations.append(f"the harness: call {number}: {error!r}")

    def _one(self, number):
        operation = self.rng.choice(self.OPERATIONS)
        count = {"merge": 2, "bulk-anonymize": 2}.get(operation, 1)
        studies = [Study(self.rng, f"{number}-{n}", self.rng.randint(4, self.most))
                   for n in range(count)]
        copies = sum(self._spread(study) for study in studies)
        self._wait_known(studies, copies)
        call = Call(number, operation, studies, self.rng)
        self.calls.append(call)
        call.start, self.busy = time.time(), True
        self._make(call)
        call.end, self.busy = time.time(), False

    # Preparing

    def _spread(self, study):
        """Number of copies."""
        copies = 0
        mode = self.rng.choice(["one", "all", "all", "twice"])
        home = self.rng.randrange(len(self.stores))
        for number, (id, content) in enumerate(study.files.items()):
            places = {"one": [home], "all": [(home + number) % len(self.stores)],
                      "twice": [home, (home + 1 + number % 2) % len(self.stores)]}[mode]
            copies += len(places)
            for place in places:
                self._put(self.stores[place], id, content)
        return copies

    def _put(self, store, id, content):
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            try:
                if Client(store.url, store.USER).post("/instances", content).status == 200:
                    return
            except NoAnswer:
                time.sleep(0.1)
        raise RuntimeError(f"{store.name} did not take {id}")

    def _wait_known(self, studies, copies):
        """Until the index knows every copy: what reached a store behind its back is not deleted."""
        ids = ", ".join(f"'\\x{id.replace('-', '')}'" for study in studies for id in study.ids)
        count = f"SELECT count(*) FROM copy_instance WHERE id = ANY (ARRAY[{ids}]::bytea[])"
        wait_until(lambda: int(self.postgres.sql(count)[0][0]) == copies, 90,
                   "wait for the index to know every copy", 0.1)

    # Asking

    def _value(self, path):
        """The JSON at some gateway; None while it has none."""
        for gateway in self.rng.sample(self.gateways, len(self.gateways)):
            try:
                answer = Client(gateway.url, timeout=10).get(path)
            except NoAnswer:
                continue
            if answer.status == 200:
                return answer.json
        return None

    def _make(self, call):
        if call.operation == "delete":
            ask = ("DELETE", f"/studies/{call.studies[0].id}", None)
        else:
            ask = ("POST", call.path, json.dumps(call.body))
        answer = None
        for _ in range(200):
            gateway = self.rng.choice(self.gateways)
            try:
                answer = Client(gateway.url, timeout=self.PATIENCE).ask(*ask)
                break
            except NoAnswer as cause:
                if not cause.refused:
                    call.told = "connection lost"
                    return
                time.sleep(0.1)
        if answer is None:
            call.outcome, call.told = NOTHING, "no gateway"
            return
        self._judge(call, answer)

    def _judge(self, call, answer):
        call.told = f"{answer.status}"
        if answer.status in (502, 504):
            self.violations.append(f"call {call.number}: {answer.status} after a write")
        if answer.status == 200:
            if call.body["Asynchronous"] and call.operation != "delete":
                self._follow(call, answer.json["ID"])
            else:
                call.outcome = COMPLETE
        elif answer.status < 500 or answer.status == 503:
            call.outcome = NOTHING
        else:
            details = json.loads(answer.body).get("Details", "")
            call.told += f" {details}"
            unknown = "unknown" in details or "index was lost" in details
            call.outcome = UNKNOWN if unknown else NOTHING

    def _follow(self, call, job):
        call.job = job
        limit = time.monotonic() + self.PATIENCE
        while time.monotonic() < limit:
            found = self._value(f"/jobs/{job}")
            if found and found["State"] in ("Success", "Failure"):
                call.told = f"{found['State']} {found['ErrorCode']} {found['ErrorDetails']}"
                call.outcome = COMPLETE if found["State"] == "Success" else NOTHING
                return
            time.sleep(0.05)
        call.told = "the job did not end in time"
