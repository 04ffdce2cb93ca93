"""The same load, with a core for the generator and without one: valid, and void with the reason."""

import os

from tester import again, ends, equal, holds, not_void, report_of, say, unmet

SCENARIO = """
version: 1
name: starved
traffic: [{op: system, rate: 15/s}]
arrival: deterministic
profile: [{hold: 5s}]
slo: [{op: system, p50: 1s, errors: 0}]
"""
COMPETITORS = 4


def play(world):
    orthanc = world.orthanc("calm")
    cores = sorted(os.sched_getaffinity(0))
    own, other = cores[-1], cores[0]  # of the generator and of the target
    os.sched_setaffinity(orthanc.child.pid, {other})
    for thread in os.listdir(f"/proc/{orthanc.child.pid}/task"):
        os.sched_setaffinity(int(thread), {other})
    again(lambda: fed(world, orthanc))
    loops = [world.stage.start(["taskset", "-c", str(own), "sh", "-c", "while :; do :; done"],
                               f"competitor-{number}") for number in range(COMPETITORS)]
    try:
        starved(world, orthanc, own)
    finally:
        for loop in loops:
            loop.kill()


def fed(world, orthanc):
    """Valid, unless other work kept the generator waiting, and it said so."""
    out = world.stage.make_folder("fed")
    done = _run(world, orthanc, out)
    report = report_of(out, "starved")
    if all(map(is_waiting, unmet(report))):
        not_void(done)
    ends(done, 0, "the load with a core for the generator")
    equal(unmet(report), [], "checks not met with a core for the generator")
    say("  with a core:    " + _figures(report))


def starved(world, orthanc, core):
    """Generator at nice 15 beside busy loops on its core: a hundredth of it."""
    out = world.stage.make_folder("starved")
    done = _run(world, orthanc, out, "nice", "-n", "15", "taskset", "-c", str(core))
    ends(done, 3, "the load without a core for the generator")
    report = report_of(out, "starved")
    say("  without a core: " + _figures(report))
    reasons = list(filter(is_waiting, unmet(report)))
    holds(reasons, f"void for another reason than waiting: {unmet(report)}")
    equal([step["state"] for step in report["steps"]], ["void"], "the step")
    for reason in reasons:
        holds(reason in done.out, f"the verdict doesn't say {reason!r}: {done.out}")


def is_waiting(check):
    """Whether a check judges by what a thread without a core suffers, not by its use of one."""
    return "late" in check or "wait for a core" in check


def _run(world, orthanc, out, *before):
    return world.tester.run(world.tester.scenario(SCENARIO), orthanc.url, out=out, before=before)


def _figures(report):
    return ", ".join(f"{check['name']} {check['value']} (limit {check['limit']})"
                     for check in report["steps"][0]["checks"])
