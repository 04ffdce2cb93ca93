"""The contestants of a duel and what is known about their data before the first question."""

import random
from collections import Counter, defaultdict

from Harness.servers import Orthanc, ReservedPort
from Harness.stage import wait_until

LEVELS = ["patients", "studies", "series", "instances"]
PARENT = {"studies": "ParentPatient", "series": "ParentStudy", "instances": "ParentSeries"}
MODES = ["whole", "by study", "by series", "by instance", "replicated", "half replicated"]


class World:
    """A reference with all data, stores with parts of it, and a subject that stands for all."""

    def __init__(self, reference, stores, seed, remote=None):
        self.reference, self.stores = reference, stores
        self.remote = remote  # a Remote, which nobody of the duel shares data with
        self.rng = random.Random(f"world {seed}")
        self.files = []  # (instance id, content) in the reference's order of arrival
        self.resources = {}  # level: {id: expanded object of the reference}
        self.tags = {}  # instance id: simplified tags
        self.holders = defaultdict(set)  # resource id: indices of stores
        self.copies = []  # one a store: {level: {id: expanded object}}
        self.modes = Counter()
        self.version, self.number, self.store_versions = "", (), []
        self.signatures = []  # of each server that tells: {"Patient": main tags, …}
        self.newer = False  # the reference is 1.12.5 or newer
        self.mixed = False  # some store is of another version than the reference

    def fill_reference(self, specimens):
        """Uploads all that the reference takes, in seeded order, and reads it back."""
        specimens = list(specimens)
        self.rng.shuffle(specimens)
        for specimen in specimens:
            answer = self.reference.client.post("/instances", specimen.content)
            if answer.status == 200 and answer.json["Status"] == "Success":
                self.files.append((answer.json["ID"], specimen.content))
        systems = [server.client.value("/system") for server in (self.reference, *self.stores)]
        self.version, *self.store_versions = [system["Version"] for system in systems]
        self.signatures = [system["MainDicomTags"] for system in systems if "MainDicomTags" in system]
        self.number = _version(self.version)
        self.newer = self.number >= (1, 12, 5)
        self.mixed = any(version != self.version for version in self.store_versions)
        client = self.reference.client
        wait_until(lambda: settled(client), 30, "wait for the reference to be stable", 0.2)
        self.resources = expanded(client)
        self.tags = {id: client.value(f"/instances/{id}/simplified-tags") for id, _ in self.files}

    def fill_stores(self):
        """Spreads the same instances over the stores, patient by patient, in seeded ways."""
        ancestors = {id: self._ancestors(id) for id, _ in self.files}
        plans = self._plans(ancestors)
        for id, content in self.files:
            for store in sorted(plans[id]):
                answer = self.stores[store].client.post("/instances", content)
                if answer.status != 200:
                    raise RuntimeError(f"{self.stores[store].name} refused {id}: {answer.text}")
                for resource in (id, *ancestors[id]):
                    self.holders[resource].add(store)
        for store in self.stores:
            wait_until(lambda s=store: settled(s.client), 30, f"wait for {store.name}", 0.2)
        self.copies = [expanded(store.client) for store in self.stores]

    def fill_remote(self):
        """Gives every fifth instance to the remote as well."""
        for _, content in self.files[::5]:
            self.remote.server.client.post("/instances", content)

    def fill_through(self, gateway):
        """Uploads the same instances through the gateway, which places them itself."""
        doubtful = 0
        for id, content in self.files:
            answer = gateway.post("/instances", content)
            while answer.status == 500 and doubtful < 50:
                doubtful += 1
                answer = gateway.post("/instances", content)
            if answer.status != 200 or answer.json["ID"] != id:
                raise RuntimeError(f"the gateway refused {id}: {answer.status} {answer.text}")
        print(f"uploads that had to be repeated: {doubtful}", flush=True)
        for store in self.stores:
            wait_until(lambda s=store: settled(s.client), 30, f"wait for {store.name}", 0.2)
        self.copies = [expanded(store.client) for store in self.stores]
        for number, copy in enumerate(self.copies):
            for items in copy.values():
                for id in items:
                    self.holders[id].add(number)

    def _ancestors(self, instance):
        series = self.resources["instances"][instance]["ParentSeries"]
        study = self.resources["series"][series]["ParentStudy"]
        return series, study, self.resources["studies"][study]["ParentPatient"]

    def _plans(self, ancestors):
        """Instance id: the stores that get it."""
        patients = sorted(self.resources["patients"])
        self.rng.shuffle(patients)
        members = defaultdict(list)
        for instance, (_, _, patient) in ancestors.items():
            members[patient].append(instance)
        plans, turn = {}, 0
        for patient in patients:
            mode = "whole"
            if self.consistent(members[patient], ancestors):
                mode, turn = MODES[turn % len(MODES)], turn + 1
            self.modes[mode] += 1
            plans.update(self._spread(mode, members[patient], ancestors))
        return plans

    def _spread(self, mode, instances, ancestors):
        every = range(len(self.stores))
        home = self.rng.choice(every)
        others = [store for store in every if store != home]
        if mode == "replicated":
            stores = {home, *self.rng.sample(others, self.rng.randint(1, len(others)))}
            return {instance: stores for instance in instances}
        if mode == "half replicated":
            other = self.rng.choice(others)
            return {instance: {home, other} if i % 2 else {home}
                    for i, instance in enumerate(instances)}
        depth = {"by series": 0, "by study": 1}.get(mode)
        if depth is not None:
            groups = sorted({ancestors[instance][depth] for instance in instances})
            at = {group: (home + i) % len(every) for i, group in enumerate(groups)}
            return {instance: {at[ancestors[instance][depth]]} for instance in instances}
        if mode == "by instance":
            return {instance: {(home + i) % len(every)} for i, instance in enumerate(instances)}
        return {instance: {home} for instance in instances}

    def consistent(self, instances, ancestors):
        """Whether every instance bears the tags that the reference shows for its ancestors.

        Otherwise the answer depends on which instance came first, in Orthanc as well, and the
        patient stays on one store, in the same order.
        """
        for instance in instances:
            own = self.tags[instance]
            for level, id in zip(("series", "studies", "patients"), ancestors[instance]):
                shown = self.resources[level][id]["MainDicomTags"]
                for name in set(shown) | (MAIN_TAGS[level] & set(own)):
                    if isinstance(own.get(name), str) and shown.get(name) != own.get(name):
                        return False
                    if name not in own:
                        return False
        return True

    def spread_out(self, level):
        """Ids at a level that several stores hold, in seeded order."""
        ids = sorted(id for id in self.resources[level] if len(self.holders[id]) > 1)
        self.rng.shuffle(ids)
        return ids

    def pick(self, level, having=None):
        """An id at a level, three times in four one that several stores hold.

        `having` is a predicate over the expanded object.
        """
        pool = sorted(self.resources[level])
        if having:
            pool = [id for id in pool if having(self.resources[level][id])]
        several = [id for id in pool if len(self.holders[id]) > 1]
        if several and self.rng.random() < 0.75:
            pool = several
        return self.rng.choice(pool)

    def main_tags(self, level, id):
        """Searchable tags of a resource: its own, and for a study its patient's; "" if missing."""
        resource = self.resources[level][id]
        return defaultdict(
            str, {**resource.get("PatientMainDicomTags", {}), **resource["MainDicomTags"]})

    def instances_of(self, level, id):
        """Instance ids below a resource."""
        if level == "instances":
            return [id]
        depth = {"series": 0, "studies": 1, "patients": 2}[level]
        return [instance for instance, _ in self.files if self._ancestors(instance)[depth] == id]


class Remote:
    """An Orthanc that the contestants know by DICOM and as a peer; it sends to itself alone."""

    TITLE = "REMOTE"

    def __init__(self, stage):
        self.port = ReservedPort()
        address = [self.TITLE, "127.0.0.1", self.port.number]
        self.server = Orthanc(stage, "remote", settings={
            "DicomServerEnabled": True, "DicomAet": self.TITLE, "DicomPort": self.port.number,
            "DicomAlwaysAllowFind": True, "DicomAlwaysAllowMove": True,
            "DicomAlwaysAllowGet": True, "DicomModalities": {"self": address}})

    @property
    def modality(self):
        return {"AET": self.TITLE, "Host": "127.0.0.1", "Port": self.port.number}

    @property
    def peer(self):
        user, password = self.server.USER
        return {"Url": self.server.url, "Username": user, "Password": password}


# Tags that Orthanc 1.10.1 keeps per level, as far as a corpus may lack them in one instance.
MAIN_TAGS = {
    "patients": {"PatientName", "PatientBirthDate", "PatientSex", "OtherPatientIDs"},
    "studies": {"StudyDate", "StudyTime", "StudyID", "StudyDescription", "AccessionNumber",
                "ReferringPhysicianName", "InstitutionName", "RequestedProcedureDescription",
                "RequestingPhysician"},
    "series": {"SeriesDate", "SeriesTime", "Modality", "Manufacturer", "StationName",
               "SeriesDescription", "BodyPartExamined", "SequenceName", "ProtocolName",
               "SeriesNumber", "CardiacNumberOfImages", "ImagesInAcquisition",
               "NumberOfTemporalPositions", "NumberOfSlices", "NumberOfTimeSlots",
               "ImageOrientationPatient", "SeriesType", "OperatorsName",
               "PerformedProcedureStepDescription", "AcquisitionDeviceProcessingDescription",
               "ContrastBolusAgent"},
}


def expanded(client):
    """All resources of one server: {level: {id: expanded object}}."""
    return {level: {item["ID"]: item for item in client.value(f"/{level}?expand")}
            for level in LEVELS}


def settled(client):
    """Whether everything is stable, so that IsStable and LastUpdate no longer move."""
    return all(item["IsStable"] for level in LEVELS[:3]
               for item in client.value(f"/{level}?expand"))


def _version(text):
    parts = text.split(".")
    return tuple(int(part) for part in parts[:3]) if all(
        part.isdigit() for part in parts[:3]) else (99,)
