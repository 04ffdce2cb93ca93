"""What one more store costs a question that all stores must be asked."""

import statistics

from measure import Contest, Row, wrk
from scene import BenchGateway

FEW, MANY = 2, 16
ROUTE = "/modalities"


def fan_out(stage, executable, upstream, options):
    """The row for the slope of CPU time from two to sixteen stores."""
    contestants, gateways = {}, {}
    for count in (FEW, MANY):
        gateway = BenchGateway(stage, executable, upstream.urls(count), f"fan-{count}")
        gateway.wait_for(len(upstream.ids))
        gateways[count] = gateway
        contestants[f"{count} stores"] = [gateway.pid], lambda g=gateway: wrk(
            g.url + ROUTE, options.seconds, 32, headers=[g.header])
    contest = Contest(f"GET {ROUTE}, asked of all stores", options.repetitions).hold(contestants)
    pairs = zip(contest.runs[f"{FEW} stores"], contest.runs[f"{MANY} stores"])
    slope = statistics.median((many.cpu - few.cpu) / (MANY - FEW) for few, many in pairs)
    for gateway in gateways.values():
        gateway.gateway.stop()
        gateway.postgres.child.stop()
    return [Row("fan-out, per store", slope, "µs", 25)]
