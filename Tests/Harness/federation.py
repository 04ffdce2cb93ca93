"""Three stores over which every study is split by instance, another server, and the gateway."""

import random
from dataclasses import dataclass, field

from .dicomgen import make_file, orthanc_id, uid
from .servers import Gateway, Orthanc, Postgres, ReservedPort
from .stage import wait_until

CT, PDF = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.104.1"
UNKNOWN = "00000000-11111111-22222222-33333333-44444444"
LEVELS = ["patients", "studies", "series", "instances"]
SINGULAR = {"patients": "Patient", "studies": "Study", "series": "Series",
            "instances": "Instance"}


@dataclass
class Study:
    """One study of one patient with one series, and who holds what."""

    patient: str
    study: str
    series: str
    patient_id: str
    study_uid: str
    series_uid: str
    name: str
    instances: list = field(default_factory=list)  # ids, by InstanceNumber
    files: dict = field(default_factory=dict)  # id: the file's bytes
    holders: dict = field(default_factory=dict)  # id: number of the store
    sop_uids: dict = field(default_factory=dict)  # id: SOPInstanceUID

    def id(self, level):
        return {"patients": self.patient, "studies": self.study, "series": self.series,
                "instances": self.instances[0]}[level]


class StudyMaker:
    """Seeded small studies of images with a geometry."""

    def __init__(self, seed):
        self.rng = random.Random(f"studies {seed}")
        self.count = 0

    def make(self, images=3, patient=None, series=1, **more):
        """A list of one `Study` a series; `patient` is (PatientID, PatientName)."""
        self.count += 1
        patient = patient or (f"QA{self.count:04}", f"QA^PATIENT {self.count:04}")
        study_uid = uid(self.rng)
        return [self._series(patient, study_uid, number, images, more)
                for number in range(1, series + 1)]

    def _series(self, patient, study_uid, number, images, more):
        series_uid, frame_of_reference = uid(self.rng), uid(self.rng)
        made = Study(orthanc_id(patient[0]), orthanc_id(patient[0], study_uid),
                     orthanc_id(patient[0], study_uid, series_uid), patient[0], study_uid,
                     series_uid, patient[1])
        for index in range(images):
            sop = uid(self.rng)
            values = {
                "SOPClassUID": CT, "SOPInstanceUID": sop, "Modality": "CT",
                "PatientID": patient[0], "PatientName": patient[1],
                "PatientBirthDate": "19700102", "PatientSex": "F",
                "StudyInstanceUID": study_uid, "StudyDate": "20240102", "StudyTime": "101112",
                "StudyDescription": "QA STUDY", "StudyID": "1", "AccessionNumber": f"A{patient[0]}",
                "ReferringPhysicianName": "WHO^DR", "SeriesInstanceUID": series_uid,
                "SeriesNumber": str(number), "SeriesDescription": f"series {number}",
                "SeriesDate": "20240102", "InstanceNumber": str(index + 1),
                "FrameOfReferenceUID": frame_of_reference,
                "ImagePositionPatient": f"0\\0\\{index * 2}",
                "ImageOrientationPatient": "1\\0\\0\\0\\1\\0", "SliceThickness": "2",
                "SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2", "Rows": 16,
                "Columns": 16, "BitsAllocated": 16, "BitsStored": 12, "HighBit": 11,
                "PixelRepresentation": 0, "WindowCenter": "2048", "WindowWidth": "4096",
                "PixelData": b"".join(self.rng.randrange(4096).to_bytes(2, "little")
                                      for _ in range(256)), **more}
            id = orthanc_id(patient[0], study_uid, series_uid, sop)
            made.instances.append(id)
            made.files[id], made.sop_uids[id] = make_file(values), sop
        return made

    def document(self, patient):
        """A series of one encapsulated PDF."""
        text = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
        return self.make(1, patient, Modality="DOC", SOPClassUID=PDF, PixelData=None,
                         EncapsulatedDocument=text + b"\n" * (len(text) % 2), Rows=None,
                         MIMETypeOfEncapsulatedDocument="application/pdf")[0]


class Federation:
    """Stores a, b and c, a PACS that is no store of the federation, PostgreSQL and a gateway.

    The stores know the PACS, and the PACS the stores, by DICOM and as Orthanc peers. `versions`
    are roots of other installations for the stores, None for this machine's Orthanc.
    """

    def __init__(self, stage, executable, seed, versions=(None, None, None), users="",
                 user=None, settings=None):
        self.stage, self.maker = stage, StudyMaker(seed)
        self.ports = {name: ReservedPort() for name in ("a", "b", "c", "pacs")}
        self.pacs = Orthanc(stage, "pacs", settings=self._remote(settings))
        self.stores = [
            Orthanc(stage, f"store-{name}", chroot=version, settings=self._local(name, settings))
            for name, version in zip("abc", versions)]
        self.postgres = Postgres(stage)
        self.gateway = Gateway(stage, executable, self.stores, self.postgres, extra=users,
                               user=user)
        self.client = self.gateway.client
        self.studies = []

    def _local(self, name, more):
        peers = {"remote": [self.pacs.url + "/", *Orthanc.USER]}
        return {
            **self._dicom(f"STORE{name.upper()}", self.ports[name].number, {
                "pacs": ["PACS", "127.0.0.1", self.ports["pacs"].number],
                "nobody": ["NOBODY", "127.0.0.1", 1]}),
            "OrthancPeers": peers, "OverwriteInstances": False, **(more or {})}

    def _remote(self, more):
        return {**self._dicom("PACS", self.ports["pacs"].number, {
            f"store-{name}": [f"STORE{name.upper()}", "127.0.0.1", self.ports[name].number]
            for name in "abc"}), **(more or {})}

    @staticmethod
    def _dicom(title, port, modalities):
        return {"DicomServerEnabled": True, "DicomAet": title, "DicomPort": port,
                "DicomModalities": modalities, "DicomAlwaysAllowStore": True,
                "DicomAlwaysAllowFind": True, "DicomAlwaysAllowMove": True,
                "DicomAlwaysAllowGet": True, "DicomCheckCalledAet": False,
                "LogExportedResources": True}

    # MARK: Data

    def split(self, images=3, **more):
        """A study whose instances lie on store a, b, c, a, …; not yet in the index."""
        study = self.maker.make(images, **more)[0]
        self.place(study, [index % len(self.stores) for index in range(images)])
        return study

    def whole(self, store, images=3, **more):
        """A study that one store holds alone."""
        study = self.maker.make(images, **more)[0]
        self.place(study, [store] * images)
        return study

    def place(self, study, stores):
        for id, store in zip(study.instances, stores):
            answer = self.stores[store].client.post("/instances", study.files[id])
            if answer.status != 200 or answer.json["ID"] != id:
                raise RuntimeError(f"{self.stores[store].name} refused {id}: {answer.text}")
            study.holders[id] = store
        self.studies.append(study)

    def converge(self, seconds=60):
        """Waits until the index has all that the stores have, and everything is stable."""
        wait_until(self._converged, seconds, "wait for the gateway", 0.1)

    def _converged(self):
        ids = set().union(*(store.client.value("/instances") for store in self.stores))
        return ids == set(self.client.value("/instances")) and all(
            item["IsStable"] for level in LEVELS[:3]
            for item in self.client.value(f"/{level}?expand"))

    def holder(self, id, level="instances"):
        """The store that holds a resource, the first if several do; None if none does."""
        return next((store for store in self.stores
                     if store.client.get(f"/{level}/{id}").status == 200), None)

    def everywhere(self, path):
        """The answers of all stores to one GET."""
        return [store.client.get(path) for store in self.stores]
