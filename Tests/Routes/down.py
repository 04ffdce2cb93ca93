"""With every store killed, each row answers what its column `store_down` says."""

from Harness.client import NoAnswer
from Harness.stage import wait_until

# (statuses that are right, what must stand in the answer) by the code of the column.
RULES = {
    "F-IDX": ({200}, "stale"), "F-GW": ({200, 400, 404}, None), "F-403": ({403}, None),
    "F-OVER": ({503}, None), "F-ALL": ({503}, None), "F-ONE": ({503}, None),
    # A merge of nothing at all is no answer.
    "F-PART": ({200, 503}, "partial"), "F-LOG": ({200}, None),
}


def judge(walk, rows):
    """Problems of all rows that were asked for."""
    for store in walk.world.stores:
        store.kill()
    wait_until(lambda: all(f"{store.name};" in _stale(walk) for store in walk.world.stores), 20,
               "wait until every store is stale", 0.2)
    return [problem for row, line in rows.items() for problem in _one(walk, row, line)]


def _stale(walk):
    return walk.world.client.get("/statistics").headers.get("x-federation-stale", "")


def _one(walk, row, line):
    asked = walk.later.get(row) or walk.asked.get(row)
    if asked is None:
        return
    statuses, mark = RULES[line["store_down"].split()[0]]
    name = f"{' '.join(row)}, all stores down ({line['store_down']})"
    try:
        answer = walk.world.client.ask(*asked)
    except NoAnswer as cause:
        yield f"{name}: {cause}"
        return
    if line["class"] in ("JOB", "SESSION") and answer.status in (200, 400):
        return  # the last known state, or no way on from it
    if answer.status not in statuses:
        yield f"{name}: {answer.status} {answer.text[:160]!r} to {asked[0]} {asked[1]}"
    elif answer.status == 503 and answer.json.get("OrthancStatus") != 36:
        yield f"{name}: code {answer.json.get('OrthancStatus')}"
    elif mark and answer.status == 200 and line["class"] != "GATEWAY" and not any(f"x-federation-{kind}" in answer.headers
                          for kind in ("stale", "partial")):
        yield f"{name}: nothing says that the answer lacks something"
