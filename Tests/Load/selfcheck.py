"""`isengard-load selfcheck`: what it reports is what happens, and it says so when it isn't."""

import os
import re
import signal
import time

from tester import Void, again, ends, equal, holds, refused, say

FINDING = re.compile(r"^(ok   |WRONG) (.+)\n +theory +(.+)\n +measured (.+)$", re.MULTILINE)
LONGEST_WAIT = 0.05  # share of its time for which a thread may wait for a core: our choice
SECONDS = "15"  # fewer leave the tenth's p99 too few samples: at 6, 8 of 10 seeds were seen


def play(world):
    done = again(lambda: _measured(world))
    judge(done)
    for line in done.out.splitlines():
        say("  " + line)
    _see_naive(done.out)
    refused(judge, _with(done, done.out.replace("ok   ", "WRONG", 1)))
    refused(judge, _with(done, done.out.replace("M/M/1", "M/D/1")))
    stood_still(world)


def _measured(world):
    """Void when it found something wrong while the machine kept it waiting."""
    done = world.tester.ask("selfcheck", "--seconds", SECONDS)
    if done.code == 1 and done.queued > LONGEST_WAIT:
        wrong = [line for line in done.out.splitlines() if line.startswith("WRONG")]
        raise Void(f"a thread waited {done.queued:.0%} of the time for a core; {'; '.join(wrong)}")
    return done


def judge(done):
    ends(done, 0, "selfcheck")
    found = FINDING.findall(done.out)
    for word, name, theory, measured in found:
        holds(word == "ok   ", f"{name}: {measured}, in theory {theory}")
    names = " | ".join(name for _, name, _, _ in found)
    for part in ("p99 from the intended time", "answers of 24000 scheduled",
                 "seeds: mean inside", "seeds: p99 inside"):
        holds(part in names, f"selfcheck doesn't tell of {part!r}")
    equal(names.count("M/M/1 at ρ = 0.5, 10 seeds"), 2, "queues of ten seeds")
    theory, measured = _times(found[0])
    holds(abs(measured / theory - 1) <= 0.05, f"p99 {measured} ms, in theory {theory} ms")


def _times(finding):
    return (float(re.match(r"[\d.]+", text)[0]) for text in finding[2:])


def _see_naive(out):
    """Who counts from the time of sending misses the freeze: the check tells them apart."""
    naive = float(re.search(r"from the time of sending: ([\d.]+) ms", out)[1])
    holds(naive < 300, f"from the time of sending {naive} ms, as if nothing were to be missed")


def _with(done, out):
    return type(done)(done.code, out, done.err, done.seconds, done.queued)


def stood_still(world):
    """A generator and server that stand still for 2 s more are found out."""
    running = world.tester.start("selfcheck", "--seconds", "5")
    time.sleep(8)  # the server's own freeze is over
    os.kill(running.pid, signal.SIGSTOP)
    time.sleep(2)
    os.kill(running.pid, signal.SIGCONT)
    done = running.wait()
    ends(done, 1, "selfcheck with 2 s more of standing still")
    holds("WRONG 1 s freeze" in done.out, f"a planted stop isn't seen: {done.out}")
