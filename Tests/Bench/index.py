"""What the index costs: one resource, and searches among a million studies."""

import statistics

from Harness.servers import ReservedPort
from Harness.stage import wait_until
from measure import Contest, Row, wrk
from million import fill
from scene import BenchGateway, lua

DAY = """
math.randomseed(%d)
wrk.method = "POST"
function request()
    local day = string.format("%%04d%%02d%%02d", math.random(2005, 2024), math.random(12),
        math.random(28))
    return wrk.format("POST", nil, nil,
        '{"Level":"Study","Expand":true,"Limit":25,"Query":{"StudyDate":"' .. day .. '"}}')
end
"""

UNSELECTIVE = """
math.randomseed(%d)
wrk.method = "POST"
function request()
    local year = math.random(2005, 2019)
    return wrk.format("POST", nil, nil,
        '{"Level":"Study","Expand":true,"Limit":25,"Query":{"PatientName":"SMITH1*",' ..
        '"StudyDate":"' .. year .. "0101-" .. (year + 4) .. '1231"}}')
end
"""


def single(upstream, gateway, options):
    """The row for one study from the index, PostgreSQL's CPU included."""
    url = f"{gateway.url}/studies/{upstream.study}"
    contest = Contest("GET /studies/{id} from the index", options.repetitions).hold({
        "gateway + PostgreSQL": (gateway.pids, lambda: wrk(
            url, options.seconds, headers=[gateway.header])),
        "gateway": ([gateway.pid], lambda: wrk(url, options.seconds, headers=[gateway.header]))})
    return [Row("GET /studies/{id} from the index, with PostgreSQL",
                contest.cpu("gateway + PostgreSQL"), "µs", 60)]


def searches(stage, executable, options):
    """Rows for finds among `options.studies` studies of a store that is down."""
    silent = ReservedPort()
    gateway = BenchGateway(
        stage, executable, [("store-0", f"http://127.0.0.1:{silent.number}")], "million")
    wait_until(lambda: gateway.postgres.sql("SELECT key FROM store"), 30, "wait for the schema")
    fill(gateway, options.studies)
    shards = [gateway.header]
    url = gateway.url + "/tools/find"
    day = lua(stage, "day", DAY % options.seed)
    unselective = lua(stage, "unselective", UNSELECTIVE % options.seed)
    _check(gateway, options.studies)

    def run(script, connections):
        return lambda: wrk(url, options.seconds, connections, script, shards)

    contest = Contest(f"/tools/find among {options.studies} studies", options.repetitions).hold({
        "25 rows of a day, 64 clients": (gateway.pids, run(day, 64)),
        "25 rows of a day, one client": (gateway.pids, run(day, 1)),
        "name prefix + 5 years, one client": (gateway.pids, run(unselective, 1))})
    return [
        Row("find, 25 rows among 1,000,000 studies",
            contest.cpu("25 rows of a day, 64 clients"), "µs", 100),
        Row("find, 25 rows, p50 at one client",
            contest.p50("25 rows of a day, one client") * 1000, "ms", 1),
        Row("find, unselective prefix + range, p50",
            contest.p50("name prefix + 5 years, one client") * 1000, "ms", 5),
    ]


def _check(gateway, studies):
    """The questions must find full pages, or the figures are worth nothing.

    The studies are spread over 7,300 days: few of them fill no page.
    """
    counts = []
    for year in (2007, 2013, 2021):
        for query in ({"StudyDate": f"{year}0615"},
                      {"PatientName": "SMITH1*", "StudyDate": f"{year}0101-{year + 3}1231"}):
            answer = gateway.client.post("/tools/find", {
                "Level": "Study", "Expand": True, "Limit": 25, "Query": query})
            counts.append(len(answer.json) if answer.status == 200 else -answer.status)
    if statistics.median(counts) < min(25, studies // 7300):
        raise RuntimeError(f"the questions find too little: {counts}")
