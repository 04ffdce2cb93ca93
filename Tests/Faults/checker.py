"""Invariants after the faults: logs, stores and gateway must tell one story."""

import hashlib
import time
from collections import Counter

from Harness.client import NoAnswer
from oplog import UNKNOWN

LEVELS = ["patients", "studies", "series", "instances"]
EVENTS = {"patients": "NewPatient", "studies": "NewStudy", "series": "NewSeries",
          "instances": "NewInstance"}
STABLE = {"patients": "StablePatient", "studies": "StableStudy", "series": "StableSeries"}
PARENT = {"instances": ("ParentSeries", "series"), "series": ("ParentStudy", "studies"),
          "studies": ("ParentPatient", "patients")}


class Union:
    """What the stores hold, read from them directly."""

    def __init__(self, stores):
        self.holders = {}  # instance id: stores
        self.sizes = {}
        self.stable = {level: {} for level in STABLE}  # id: whether all holders call it stable
        self.parents = {level: {} for level in LEVELS}  # id: parent
        for store in stores:
            for level in LEVELS:
                for item in store.client.value(f"/{level}?expand"):
                    parent = item[PARENT[level][0]] if level in PARENT else None
                    self.parents[level][item["ID"]] = parent
                    if level in STABLE:
                        before = self.stable[level].get(item["ID"], True)
                        self.stable[level][item["ID"]] = before and item["IsStable"]
                    if level == "instances":
                        self.holders.setdefault(item["ID"], []).append(store)
                        self.sizes[item["ID"]] = item["FileSize"]

    @property
    def statistics(self):
        names = {"CountPatients": "patients", "CountStudies": "studies",
                 "CountSeries": "series", "CountInstances": "instances"}
        counts = {name: len(self.parents[level]) for name, level in names.items()}
        return {**counts, "TotalDiskSize": str(sum(self.sizes.values()))}


def index_differences(gateway, union):
    """I5: how the gateway's lists, parents and sums differ from the union, as text."""
    found = []
    try:
        for level in LEVELS:
            listed = gateway.value(f"/{level}")
            if listed != sorted(set(listed)):
                found.append(f"I5 /{level}: not ascending, or repeated")
            truth = set(union.parents[level])
            found += [f"I5 /{level} lacks {id}" for id in sorted(truth - set(listed))]
            found += [f"I5 /{level} invents {id}" for id in sorted(set(listed) - truth)]
        sums = gateway.value("/statistics")
        for name, value in union.statistics.items():
            if sums.get(name) != value:
                found.append(f"I5 /statistics {name}: {sums.get(name)!r}, not {value!r}")
        found += _wrong_parents(gateway, union)
        found += _wrong_stability(gateway, union)
    except NoAnswer as cause:
        found.append(f"I5 the gateway does not answer: {cause}")
    return found


def _wrong_parents(gateway, union):
    for level, (name, _) in PARENT.items():
        for item in gateway.value(f"/{level}?expand"):
            if item.get(name) != union.parents[level].get(item["ID"], item.get(name)):
                yield f"I5 /{level}/{item['ID']}: {name} is {item.get(name)}"


def _wrong_stability(gateway, union):
    for level, truth in union.stable.items():
        for item in gateway.value(f"/{level}?expand"):
            if item["IsStable"] != truth.get(item["ID"], item["IsStable"]):
                yield f"I5 /{level}/{item['ID']}: IsStable is {item['IsStable']}"


def converge(gateway, stores, seconds):
    """Waits until index and union agree; (union, differences, seconds it took)."""
    begun = time.monotonic()
    while True:
        union = Union(stores)
        found = index_differences(gateway, union)
        took = time.monotonic() - begun
        if not found or took > seconds:
            return union, found, took
        time.sleep(0.5)


def written_state(history, union):
    """I1, I2, I8: what logs and stores disagree about, as text."""
    expected, doubtful = history.expected(), history.doubtful()
    for id, allowed in expected.items():
        present = id in union.holders
        if present not in allowed:
            yield (f"I1 {id}: acknowledged, but no store has it" if not present
                   else f"I2 {id}: deleted, but {_names(union.holders[id])} has it")
        if present and len(union.holders[id]) > 1 and id not in doubtful:
            yield f"I8 {id}: on {_names(union.holders[id])}"
    for id in sorted(set(union.holders) - set(expected)):
        yield f"I8 {id}: nobody uploaded it"


def half_deleted(history, union):
    """I2: deletions of unknown outcome that took some of their instances and left others."""
    for operation in history.operations:
        if operation.kind != "delete" or operation.outcome != UNKNOWN:
            continue
        left = [id for id in operation.ids if id in union.holders]
        if left and len(left) < len(operation.ids):
            yield (f"I2 {left[0]}: a deletion of {len(operation.ids)} instances, cut short, "
                   f"left {len(left)}")


def passed_rows(postgres, stores):
    """E3: feed rows that the index says it has applied, and whose instance it doesn't know.

    Asked while no gateway runs. Looks at the last 1,000 rows before each cursor.
    """
    if postgres.sql("SELECT to_regclass('copy_instance')") == [[""]]:
        return  # the gateway of straw keeps no index
    cursors = dict(postgres.sql("SELECT name, cursor FROM store WHERE imported_at IS NOT NULL"))
    known = {tuple(row) for row in postgres.sql(
        "SELECT s.name, encode(w.id, 'hex') FROM store s JOIN (SELECT id, store FROM copy_instance "
        "UNION ALL SELECT id, store FROM tombstone) w ON w.store = s.key")}
    for store in stores:
        if store.name not in cursors:
            continue
        cursor = int(cursors[store.name])
        page = store.client.value(f"/changes?since={max(0, cursor - 1000)}&limit=1000")
        held = set(store.client.value("/instances"))
        for row in page["Changes"]:
            id = row["ID"]
            if (row["ChangeType"] == "NewInstance" and row["Seq"] <= cursor and id in held
                    and (store.name, id.replace("-", "")) not in known):
                yield f"E3 {id}: {store.name}'s cursor {cursor} has passed row {row['Seq']}"


def wrong_bytes(history, union):
    """I1: copies whose bytes are not those that were uploaded."""
    for id, stores in union.holders.items():
        for store in stores:
            answer = store.client.get(f"/instances/{id}/file")
            digest = hashlib.sha256(answer.body).hexdigest()
            if answer.status != 200 or digest != history.digests.get(id):
                yield f"I1 {id}: {store.name} has other bytes ({answer.status})"


def unreadable(gateway, history, union, sample):
    """I1: of `sample` instances, those that can't be read through the gateway."""
    for id in sample:
        try:
            answer = gateway.get(f"/instances/{id}/file")
        except NoAnswer as cause:
            yield f"I1 {id}: {cause}"
            continue
        if hashlib.sha256(answer.body).hexdigest() != history.digests[id]:
            yield f"I1 {id}: the gateway answers {answer.status} and other bytes"


# A store that was started again calls everything stable and says so in no feed, and the holder that
# was not stable yet may be gone: the gateway looks for such resources every 30 s.
ANNOUNCEMENT_SECONDS = 60


def wrong_events(gateway, union):
    """What is wrong with the change log once the gateway had time to announce what is stable."""
    begun = time.monotonic()
    while True:
        found = list(_wrong_events(gateway, union))
        took = time.monotonic() - begun
        if took > ANNOUNCEMENT_SECONDS or all(not text.startswith("E2") for text in found):
            if took > 2:
                print(f"what is stable was announced after {took:.1f} s", flush=True)
            return found
        time.sleep(0.5)


def _wrong_events(gateway, union):
    """The change log: ascending, exactly one New… event for each resource there is, and at least
    one Stable… event for each that all its stores call stable."""
    seen, last, since = Counter(), 0, 0
    while True:
        page = gateway.value(f"/changes?since={since}&limit=1000")
        for change in page["Changes"]:
            if change["Seq"] <= last:
                yield f"E1 /changes: {change['Seq']} stands behind {last}"
            last = change["Seq"]
            seen[change["ChangeType"], change["ID"]] += 1
        if page["Done"] or page["Last"] <= since:
            break
        since = page["Last"]
    for level, event in STABLE.items():
        for id, is_stable in sorted(union.stable[level].items()):
            if is_stable and not seen[event, id]:
                yield f"E2 {id}: stable everywhere, but no {event} event"
    for level, event in EVENTS.items():
        known = {id for type, id in seen if type == event}
        for id in sorted(known | set(union.parents[level])):
            count, expected = seen[event, id], int(id in union.parents[level])
            if count != expected:
                yield f"E1 {id}: {count} {event} events, not {expected}"


def _names(stores):
    return "+".join(sorted(store.name for store in stores))
