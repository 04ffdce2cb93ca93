"""Times PyOrthanc's attribute reads on two servers, by turns. Runs in PyOrthanc's environment.

Reads from the standard input what attributes.py tells, and writes one JSON object.
"""

import json
import statistics
import sys
import time

from pyorthanc import Instance, Orthanc, Patient, Series, Study

WARM = 5  # rounds that don't count
READS = {
    "Patient.patient_id": (Patient, lambda r: r.patient_id),
    "Patient.is_stable": (Patient, lambda r: r.is_stable),
    "Patient.studies": (Patient, lambda r: [s.id_ for s in r.studies]),
    "Study.uid": (Study, lambda r: r.uid),
    "Study.date": (Study, lambda r: r.date),
    "Study.patient_information": (Study, lambda r: r.patient_information),
    "Study.parent_patient.patient_id": (Study, lambda r: r.parent_patient.patient_id),
    "Study.series": (Study, lambda r: [s.id_ for s in r.series]),
    "Study.shared_tags": (Study, lambda r: sorted(r.shared_tags)),
    "Series.modality": (Series, lambda r: r.modality),
    "Series.instances": (Series, lambda r: sorted(i.id_ for i in r.instances)),
    "Instance.file_size": (Instance, lambda r: r.file_size),
    "Instance.uid": (Instance, lambda r: r.uid),
    "Instance.tags": (Instance, lambda r: r.tags),
    "Instance.simplified_tags": (Instance, lambda r: r.simplified_tags),
    "Instance.get_dicom_file_content": (Instance, lambda r: r.get_dicom_file_content()),
}


def main():
    told = json.load(sys.stdin)
    clients = {name: Orthanc(url, username=user, password=password)
               for name, (url, user, password) in told["servers"].items()}
    places = [place(Patient(id, clients["bare"])) for id in told["patients"]]
    pairs = {name: [] for name in READS}
    for turn in range(told["rounds"]):
        for name, (kind, read) in READS.items():
            id = places[turn % len(places)][kind]
            pairs[name].append(pair(clients, kind, id, read, turn % 2))
    json.dump({name: summary(times[WARM:]) for name, times in pairs.items()}, sys.stdout)


def summary(pairs):
    bare, ours = zip(*pairs)
    ratio = statistics.median(b / a for a, b in pairs)
    return statistics.median(bare), statistics.median(ours), ratio


def place(patient):
    """One resource of each level."""
    study = patient.studies[0]
    series = study.series[0]
    return {Patient: patient.id_, Study: study.id_, Series: series.id_,
            Instance: series.instances[0].id_}


def pair(clients, kind, id, read, turn):
    """Milliseconds of a read on both, which must answer the same."""
    taken, seen = {}, {}
    for name in (["bare", "gateway"] if turn else ["gateway", "bare"]):
        begun = time.perf_counter()
        # A new object each time: it keeps what it has read.
        seen[name] = read(kind(id, clients[name]))
        taken[name] = (time.perf_counter() - begun) * 1000
    if seen["bare"] != seen["gateway"]:
        raise SystemExit(f"the answers differ: {kind.__name__}")
    return taken["bare"], taken["gateway"]


main()
