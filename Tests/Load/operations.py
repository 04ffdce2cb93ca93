"""Every operation and every step of a session, asked of a real Orthanc with DICOMweb."""

from smoke import LIGHT, left_nothing
from tester import again, ends, equal, holds, not_void, report_of

OPERATIONS = [
    "op: system", "op: statistics", "op: changes", "op: get, path: /patients",
    "op: find, selectivity: many", "op: find, name: patients, level: patient",
    "op: find, name: series, level: series, expand: false",
    "op: find, name: instances, level: instance", "op: qido, selectivity: few",
    "op: upload", "op: file", "op: preview", "op: tags", "op: frame", "op: study", "op: archive",
    "op: archive, name: closed, abandon: 100%", "op: metadata",
]
STUDIES = ["op: upload.study, modality: CT, parallel: 2", "op: stow.study, modality: MR, batch: 3"]
SCENARIO = """
version: 1
name: operations
corpus:
  preload: {{studies: 110}}
{light}
sessions:
  web:
    steps:
      - qido: {{selectivity: many}}
      - metadata
      - frames: {{mark: firstImage}}
      - frames: {{pick: middle-out, share: 50%}}
      - prior: {{probability: 100%}}
  explorer:
    steps:
      - find
      - previews: {{mark: firstImage}}
      - think: constant(0.2s)
      - files: {{pick: all, parallel: 4}}
      - prior: {{probability: 100%, strategy: last(2)}}
traffic:
{traffic}
profile: [{{hold: 15s}}]
slo: [{slo}]
"""


def play(world):
    orthanc = world.orthanc("operations", dicomweb=True)
    traffic = [f"{each}, rate: 3/s" for each in OPERATIONS]
    traffic += [f"{each}, rate: 1/s" for each in [*STUDIES, "session: web", "session: explorer"]]
    slo = [f"{{{'session' if name in ('web', 'explorer') else 'op'}: {name}, errors: 0}}"
           for name in map(name_of, traffic)]
    text = SCENARIO.format(
        light=LIGHT, traffic="\n".join(f"  - {{{each}}}" for each in traffic), slo=", ".join(slo))
    scenario = world.tester.scenario(text, "operations")
    filled = world.tester.ask("worker", scenario, "--preload-only", "--target", orthanc.url,
                              "--seed", str(world.seed))
    ends(filled, 0, "the preload")
    before = orthanc.client.value("/statistics")
    out = world.stage.make_folder("operations-results")
    again(lambda: run(world, scenario, orthanc.url, out))
    left_nothing(orthanc, before)
    outcomes = {each["name"]: each["outcomes"]
                for each in report_of(out, "operations")["steps"][0]["operations"]}
    for name, counts in outcomes.items():
        holds(counts["correct"] + counts["abandoned"] > 0, f"no good answer of {name}: {counts}")
    holds(outcomes["closed"]["abandoned"] > 0, f"none broken off: {outcomes['closed']}")
    expected = {f"{session}/{request}" for session, requests in {
        "web": ["qido", "metadata", "frames", "prior"],
        "explorer": ["find", "previews", "files", "prior"]}.items() for request in requests}
    equal(expected - set(outcomes), set(), "requests of sessions that were not made")


def name_of(entry):
    """As the reports call a line of the traffic."""
    fields = dict(field.split(": ", 1) for field in entry.split(", "))
    return fields.get("name") or fields.get("op") or fields["session"]


def run(world, scenario, url, out):
    done = world.tester.run(scenario, url, out=out)
    not_void(done)
    ends(done, 0, "every operation")
