"""Which routes of the gateway the duel has asked with success, and why the others are not asked.

Every row of the gateway's own table must be one or the other. A row counts as asked when the
reference answered some question of it with less than 400: a question that is always refused shows
nothing. `unasked.txt` has the reasons, `METHOD PATTERN: reason`; a reason that no longer holds is
a failure as well.
"""

import os
from collections import defaultdict

from scope import canonical, table

HERE = os.path.dirname(os.path.abspath(__file__))


class Coverage:
    """The rows that one reference can answer, those that it answered, and the reasons."""

    def __init__(self, executable, round):
        self.asked = _answered(round)
        wanted = table.wanted()
        self.rows = [key for key, row in table.served(executable).items()
                     if not table.is_gateway_only(row)
                     and (key not in wanted or _since(wanted[key]) <= round.world.number)]
        self.reasons = _reasons()

    def report(self):
        good = [row for row in self.rows if self.asked[row]]
        excused = [row for row in self.rows if not self.asked[row] and row in self.reasons]
        yield f"\nroutes: {len(self.rows)}; {len(good)} asked, {len(excused)} not asked:"
        for reason in dict.fromkeys(self.reasons[row] for row in excused):
            rows = [" ".join(row) for row in excused if self.reasons[row] == reason]
            yield f"  {reason}: {', '.join(rows)}"

    def failures(self):
        for row in self.rows:
            if not self.asked[row] and row not in self.reasons:
                yield f"not asked, and no reason: {' '.join(row)}"
            elif self.asked[row] and row in self.reasons:
                yield f"asked, and yet a reason not to: {' '.join(row)}"


def _answered(round):
    """How many questions of each row the reference answered with success."""
    find, counts = table.matcher(table.wanted()), defaultdict(int)
    for question, reply in round.reference.items():
        row = find(question.method, canonical(question.path))
        counts[row] += 0 < reply.status < 400
    return counts


def _since(row):
    parts = row["since"].split(".")
    return tuple(map(int, parts)) if all(part.isdigit() for part in parts) else (0,)


def _reasons():
    """{(method, pattern): reason}"""
    with open(os.path.join(HERE, "unasked.txt"), encoding="utf-8") as file:
        lines = [line.rstrip("\n").partition(": ") for line in file
                 if line.strip() and not line.startswith("#")]
    return {tuple(table.normal(route).split(" ")): reason for route, _, reason in lines}
