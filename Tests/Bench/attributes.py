"""PyOrthanc's reading of attributes from the gateway, beside the same from one Orthanc."""

import json
import os
import subprocess
import sys

from Harness.dicomgen import orthanc_id
from Harness.federation import StudyMaker
from Harness.processes import cpu_seconds
from Harness.servers import Orthanc
from measure import Row
from scene import USER, BenchGateway

HERE = os.path.dirname(os.path.abspath(__file__))
STUDIES, IMAGES = 20, 12


def attributes(stage, executable, options):
    """Rows for all the reads together and for the one that costs most in comparison.

    One Orthanc has every study; three stores have each study's instances by turns.
    """
    bare, stores = Orthanc(stage, "bare"), [Orthanc(stage, f"third-{n}") for n in range(3)]
    maker, patients = StudyMaker(options.seed), []
    for _ in range(STUDIES):
        study = maker.make(IMAGES)[0]
        patients.append(orthanc_id(study.patient_id))
        for number, content in enumerate(study.files.values()):
            bare.client.post("/instances", content)
            stores[number % 3].client.post("/instances", content)
    gateway = BenchGateway(stage, executable, stores, "attributes")
    gateway.wait_for(STUDIES * IMAGES)
    told = {"patients": patients, "rounds": options.repetitions * 20,
            "servers": {"bare": [bare.url, *Orthanc.USER], "gateway": [gateway.url, *USER]}}
    bare_pids, ours = [bare.child.pid], gateway.pids + [store.child.pid for store in stores]
    before = [sum(map(cpu_seconds, pids)) for pids in (bare_pids, ours)]
    reads = measured(told)
    taken = [sum(map(cpu_seconds, pids)) - then
             for pids, then in zip((bare_pids, ours), before)]
    print(f"\nCPU of one Orthanc {taken[0]:.2f} s, of gateway, index and stores {taken[1]:.2f} s, "
          f"load {os.getloadavg()[0]:.1f}")
    return rows(reads)


def measured(told):
    """By read: milliseconds of the one Orthanc, of the gateway, and the median ratio of pairs."""
    folder = subprocess.run([os.path.join(HERE, "..", "Clients", "setup.sh"), "pyorthanc"],
                            check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    done = subprocess.run(
        [os.path.join(folder, "bin", "python"), os.path.join(HERE, "pyorthanc_reads.py")],
        input=json.dumps(told), check=True, stdout=subprocess.PIPE, stderr=sys.stderr, text=True)
    return json.loads(done.stdout)


def rows(reads):
    print(f"\n{'PyOrthanc reads, ms':44}{'Orthanc':>9}{'gateway':>9}{'ratio':>7}")
    for name, (bare, ours, ratio) in reads.items():
        print(f"  {name:42}{bare:9.2f}{ours:9.2f}{ratio:7.2f}", flush=True)
    worst = max(reads, key=lambda name: reads[name][2])
    whole = sum(ours for _, ours, _ in reads.values()) / sum(bare for bare, _, _ in reads.values())
    return [Row("PyOrthanc's reads, all", whole, "×Orthanc", 1.5),
            Row("PyOrthanc's reads, the worst", reads[worst][2], "×Orthanc", 1.5, f"({worst})")]
