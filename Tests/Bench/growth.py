"""What size costs: the same questions with 100,000 and with 10,000,000 instances in the index."""

from Harness.servers import ReservedPort
from Harness.stage import wait_until
from measure import Contest, Row, wrk
from million import fill
from scene import BenchGateway, lua

SMALL = 100_000
EACH = 100  # instances in a study

# A walk through all instances, a hundred a page, as clients make it.
WALK = """
local from, all, step = 0, %d, 100
function request()
    local path = "/instances?since=" .. from .. "&limit=" .. step
    from = from + step
    if from >= all then from = 0 end
    return wrk.format("GET", path)
end
"""

FIND = """
wrk.method = "POST"
function request()
    return wrk.format("POST", nil, nil, '{"Level":"Study","Expand":true,"Limit":25,' ..
        '"Query":{"PatientName":"SMITH*","StudyDate":"20050101-20241231"}}')
end
"""


def growth(stage, executable, options):
    """Rows for the ratio of CPU times, the large index to the small one."""
    sides = {"small": SMALL, "large": options.grown}
    gateways = {name: _gateway(stage, executable, name, count)
                for name, count in sides.items()}
    find = lua(stage, "growth-find", FIND)
    questions = {"find page of 25": lambda side: ("/tools/find", find),
                 "page of 100 of a walk through all instances": lambda side: (
                     "/", lua(stage, f"walk-{side}", WALK % sides[side])),
                 "expanded page of 25 studies": lambda side: (
                     "/studies?expand&since=0&limit=25", None),
                 "statistics": lambda side: ("/statistics", None),
                 "statistics of a study": lambda side: (_study(gateways[side]), None)}
    return [_row(name, question, gateways, options) for name, question in questions.items()]


def _gateway(stage, executable, name, instances):
    silent = ReservedPort()
    gateway = BenchGateway(
        stage, executable, [("store-0", f"http://127.0.0.1:{silent.number}")], f"growth-{name}")
    wait_until(lambda: gateway.postgres.sql("SELECT key FROM store"), 30, "wait for the schema")
    fill(gateway, instances // EACH, EACH)
    found = gateway.client.value("/statistics")["CountInstances"]
    if found != instances:
        raise RuntimeError(f"{found} instances instead of {instances}")
    return gateway


def _study(gateway):
    return f"/studies/{gateway.client.value('/studies?since=0&limit=1')[0]}/statistics"


def _row(name, question, gateways, options):
    def run(side):
        path, script = question(side)
        gateway = gateways[side]
        return gateway.pids, lambda: wrk(
            gateway.url + path, options.seconds, 8, script, [gateway.header])

    contest = Contest(f"{name}, large and small index", options.repetitions).hold(
        {side: run(side) for side in gateways})
    return Row(f"{name}, {options.grown // SMALL} times the instances",
               contest.ratio("large", "small"), "×", 2)
