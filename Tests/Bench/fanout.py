"""What one more store costs a question that all stores must be asked."""

import statistics

from measure import Contest, Row, wrk
from scene import UNKNOWN, BenchGateway, lua

FEW, MANY = 2, 16

# An id that the index doesn't know is looked for in every store; a new one each time, because the
# gateway remembers for a while what nobody has.
PROBE = """
math.randomseed(%d)
local function group() return string.format("%%08x", math.random(0, 4294967295)) end
function request()
    return wrk.format("GET", "/studies/" .. table.concat(
        {"%s", group(), group(), group(), group()}, "-"))
end
"""


def fan_out(stage, executable, upstream, options):
    """The row for the slope of CPU time from two to sixteen stores."""
    contestants, gateways = {}, {}
    script = lua(stage, "probe", PROBE % (options.seed, UNKNOWN))
    for count in (FEW, MANY):
        gateway = BenchGateway(stage, executable, upstream.urls(count), f"fan-{count}")
        gateway.wait_for(len(upstream.ids))
        gateways[count] = gateway
        contestants[f"{count} stores"] = [gateway.pid], lambda g=gateway: wrk(
            g.url, options.seconds, 32, script, [g.header], is_found=False)
    contest = Contest("GET /studies/{id} of an unknown id, asked of all stores",
                      options.repetitions).hold(contestants)
    pairs = zip(contest.runs[f"{FEW} stores"], contest.runs[f"{MANY} stores"])
    slope = statistics.median((many.cpu - few.cpu) / (MANY - FEW) for few, many in pairs)
    for gateway in gateways.values():
        gateway.gateway.stop()
        gateway.postgres.child.stop()
    return [Row("fan-out, per store", slope, "µs", 25)]
