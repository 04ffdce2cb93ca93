"""What can't be used is told in one clear line, with the right exit code, and nothing is left."""

import os
import re
import signal
import socket
import time

from Harness.servers import Orthanc
from Harness.stage import wait_until
from tester import ends, equal, holds, say

GOOD = """version: 1
name: given
traffic:
  - {op: system, rate: 20/s}
  - {op: upload, rate: 10/s}
arrival: deterministic
profile: [{hold: 4s}]
slo: [{op: system, p50: 10s}]
"""
# What is wrong with the scenario: what is written for what, and what the line must name.
SCENARIOS = {
    "unknown key": ("slo: [{op: system, p50", "slo: [{opp: system, p50", "unknown key"),
    "wrong unit": ("rate: 20/s", "rate: 20ms", "expected a rate"),
    "no unit": ("hold: 4s", "hold: 4", "hold"),
    "impossible SLO, no quantile": ("p50: 10s", "p50: 10s, p101: 10s", "p101"),
    "impossible SLO, errors": ("p50: 10s", "errors: 101%", "errors"),
    "impossible SLO, no such operation": ("[{op: system, p50", "[{op: file, p50", "file"),
    "a modality that the mix lacks": ("op: upload,", "op: upload, modality: ZZ,", "ZZ"),
    "more than it may take": ("arrival: deterministic", "arrival: deterministic\ncorpus: "
                              "{preload: {studies: 100, atMost: 1MB}}", "atMost"),
    "a key that would clear the screen": (
        "slo: [{op: system, p50", 'slo: [{"\\e[2Jp42\\nkey": 1, op: system, p50', "unknown key"),
    "a preload without end": ("arrival: deterministic", "arrival: deterministic\ncorpus: {pixels: "
                              "full, preload: {studies: 10000000, atMost: 1GB}}", "atMost"),
    "a load without end": ("hold: 4s", "hold: 168h, at: 10000x", "arrivals"),
    "bursts without end": ("arrival: deterministic\nprofile: [{hold: 4s",
                           "arrival: {kind: bursts, calmFor: 1ms, burstFor: 1ms}\n"
                           "profile: [{hold: 168h", "arrival"),
    "not a scenario": ("version: 1", "version: [", "yaml"),
    "another version": ("version: 1", "version: 2", "version"),
}
# A report that would be written beside the folder it is to go to.
ESCAPING = ('{"schema": 1, "steps": [], "identity": {"name": "../escaped", "scenario": "", "seed": '
            '"1", "begun": "", "facts": []}, "verdict": {"state": "met", "sentence": "", '
            '"reasons": []}}')
TRACE = re.compile(r"Fatal error|Backtrace|Signal \d|Thread \d|0x[0-9a-f]{8}")


def play(world):
    orthanc = world.orthanc("spared")
    scenarios(world, orthanc)
    command_lines(world, orthanc)
    unreachable(world)
    no_http(world)
    credentials(world)
    limited_files(world, orthanc)
    full_disk(world, orthanc)
    full_output(world, orthanc)
    broken_reports(world)
    stopped(world, orthanc)
    stopped_twice(world)


def one_line(done, code, part, what):
    """One line on standard error that names the part, and no trace."""
    ends(done, code, what)
    lines = [line for line in done.err.splitlines() if line.strip()]
    holds(len(lines) == 1, f"{what}: {len(lines)} lines: {done.err}")
    holds(part in lines[0], f"{what}: {part!r} isn't named: {lines[0]}")
    holds(not TRACE.search(done.err), f"{what}: a trace: {done.err}")
    holds("\x1b" not in done.err, f"{what}: an escape reaches the terminal: {done.err!r}")
    say(f"  {code}  {lines[0]}")


def empty(orthanc, what):
    equal(orthanc.client.value("/statistics")["CountInstances"], 0, f"instances left, {what}")


def scenarios(world, orthanc):
    for what, (good, bad, part) in SCENARIOS.items():
        holds(good in GOOD, f"{good!r} isn't in the scenario")
        path = world.tester.scenario(GOOD.replace(good, bad), "wrong")
        one_line(world.tester.run(path, orthanc.url), 2, part, what)
        equal(world.tester.ask("lint", path).code, 2, f"lint's exit code, {what}")
    one_line(world.tester.run(world.stage.path("none.yaml"), orthanc.url), 2, "none.yaml",
             "no such file")
    empty(orthanc, "bad scenarios")


def command_lines(world, orthanc):
    path = world.tester.scenario(GOOD)
    for more in (["--target", "ftp://127.0.0.1"], ["--cores", "many"], ["--seed", "-1"],
                 ["--nonsense"]):
        done = world.tester.ask("run", path, "--no-files", *more)
        ends(done, 2, f"command line {more}")
        holds(done.err and not TRACE.search(done.err), f"{more}: {done.err}")
    empty(orthanc, "bad command lines")


def unreachable(world):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, and nobody listens
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        out = world.stage.path("unreachable")
        one_line(world.tester.run(world.tester.scenario(GOOD), url, out=out), 4, url,
                 "an unreachable target")
        holds(not os.path.exists(out), "results of a run that never was")


def no_http(world):
    """A server that takes connections and says what is no HTTP."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        running = world.tester.start("run", world.tester.scenario(GOOD), "--target", url,
                                     "--no-files")
        server.settimeout(20)
        client, _ = server.accept()
        with client:
            client.recv(4096)
            client.sendall(b"\x16\x03\x01 not HTTP at all\r\n\r\n")
        one_line(running.wait(), 4, url, "a target that speaks no HTTP")


def credentials(world):
    """None, wrong ones, one that isn't set; right ones are taken, and none is ever told."""
    locked = Orthanc(world.stage, "locked")
    text = GOOD + f'targets: [{{name: main, url: "{locked.url}", auth: env:LOAD_AUTH}}]\n'
    path = world.tester.scenario(text)
    bare = world.tester.run(world.tester.scenario(GOOD), locked.url)
    one_line(bare, 4, "401", "no credentials")
    wrong = world.tester.run(path, locked.url, env={"LOAD_AUTH": "gateway:what-nobody-knows"})
    one_line(wrong, 4, "401", "wrong credentials")
    holds("what-nobody-knows" not in wrong.said, "the password is told")
    unset = world.tester.run(path, locked.url)
    holds(unset.code in (2, 4) and "LOAD_AUTH" in unset.err, f"no such variable: {unset.said}")
    running = world.tester.start("run", path, "--no-files",
                                 env={"LOAD_AUTH": ":".join(Orthanc.USER)})
    time.sleep(1)
    with open(f"/proc/{running.pid}/cmdline") as file:
        holds(Orthanc.USER[1] not in file.read(), "the password is in the process list")
    right = running.wait()
    holds(right.code in (0, 3), f"right credentials: {right.said}")
    holds(Orthanc.USER[1] not in right.said, "the password is told")
    empty(locked, "credentials")


def no_results(done, out, what):
    """5, one line for it, no half of a file."""
    ends(done, 5, what)
    # A run's log of intervals may be told of as well: the run goes on without it.
    lines = [line for line in done.err.splitlines()
             if line.startswith("isengard-load:") and ".running.hlog" not in line]
    equal(len(lines), 1, f"lines that tell of {what}")
    holds(not TRACE.search(done.err), f"{what}: a trace: {done.err}")
    say(f"  5  {lines[0]}")
    for name in os.listdir(out) if os.path.isdir(out) else []:
        holds(not name.endswith(".part"), f"{what}: half a file, {name}")
        if name.endswith(".json"):
            with open(os.path.join(out, name)) as file:
                holds(file.read().rstrip().endswith("}"), f"{what}: {name} is cut")


def limited_files(world, orthanc):
    """A limit of 1 KB for a file: the kernel refuses, as a quota would."""
    out = world.stage.make_folder("limited")
    before = ["prlimit", "--fsize=1024", "--"]
    done = world.tester.run(world.tester.scenario(GOOD), orthanc.url, out=out, before=before)
    no_results(done, out, "a limit on files")
    empty(orthanc, "a limit on files")


def full_disk(world, orthanc):
    """A file system of 8 kB, in a mount namespace of its own. Root only; said when left out."""
    if os.getuid():
        return say("  -  full disk: needs root, left out (the limit on files stands for it)")
    out = world.stage.make_folder("full")
    script = f'mount -t tmpfs -o size=8k tmpfs "{out}" && "$@"; code=$?; ls -l "{out}"; exit $code'
    before = ["unshare", "-m", "sh", "-c", script, "sh"]
    done = world.tester.run(world.tester.scenario(GOOD), orthanc.url, out=out, before=before)
    no_results(done, out, "a full disk")
    holds(".part" not in done.out, f"half a file on the full disk: {done.out}")
    holds("No space left" in done.err, f"a full disk: {done.err}")
    return empty(orthanc, "a full disk")


def full_output(world, orthanc):
    """A standard output that takes nothing: told once; results are kept, studies removed."""
    before = ["sh", "-c", 'exec "$@" >/dev/full', "sh"]
    path = world.tester.scenario(GOOD)
    for command in (["lint", path],
                    ["emit", "k8s", path, "--workers", "2", "--image", "i", "--claim", "c"]):
        one_line(world.tester.ask(*command, before=before), 5, "standard output", command[0])
    out = world.stage.make_folder("unsaid")
    done = world.tester.run(path, orthanc.url, out=out, before=before)
    ends(done, 5, "a run that can't tell its verdict")
    equal(done.err.count("standard output"), 1, "lines that tell of standard output")
    holds(os.path.getsize(os.path.join(out, "given.json")) > 200, "no results of it")
    empty(orthanc, "a run that can't tell its verdict")


def broken_reports(world):
    """A report that isn't one."""
    path = world.stage.path("broken.json")
    for text in ("", "{", '{"schema": 99}', "[" * 5000, ESCAPING):
        with open(path, "w") as file:
            file.write(text)
        out = world.stage.path("of-broken")
        one_line(world.tester.ask("report", path, "--out", out), 2, "", f"report of {text[:20]!r}")
        holds(not os.path.exists(out), "files of a report that can't be read")
        holds(not os.path.exists(world.stage.path("escaped.json")), "a file beside its folder")


LONG = GOOD.replace("hold: 4s", "hold: 60s")


def stopped(world, orthanc):
    """Ctrl-C once: what is under way is waited for, reported, and removed."""
    out = world.stage.make_folder("stopped")
    running = _loaded(world, orthanc, "--out", out)
    os.kill(running.pid, signal.SIGINT)
    done = running.wait(30)
    holds(done.code in (1, 3), f"stopped: {done.said}")
    holds(done.seconds < 30, f"it took {done.seconds:.0f} s to stop")
    holds("stopped before its end" in done.out, f"stopped: {done.said}")
    holds("removed " in done.err, f"stopped: nothing was removed: {done.said}")
    for form in ("json", "html", "hlog"):
        holds(os.path.getsize(os.path.join(out, f"given.{form}")) > 200, f"no {form}")
    empty(orthanc, "Ctrl-C")
    say("  1  Ctrl-C once: " + done.out.splitlines()[0])


def stopped_twice(world):
    """Ctrl-C twice ends at once, also while a target that hangs is waited for."""
    hung = world.orthanc("hung")
    running = _loaded(world, hung, "--no-files")
    hung.pause()
    time.sleep(0.5)
    os.kill(running.pid, signal.SIGINT)
    time.sleep(1)
    equal(running.process.poll(), None, "after Ctrl-C once, with answers to wait for, it runs")
    os.kill(running.pid, signal.SIGINT)
    begun = time.monotonic()
    done = running.wait(30)
    ends(done, 128 + signal.SIGINT, "Ctrl-C twice")
    holds(time.monotonic() - begun < 5, "it went on after Ctrl-C twice")
    holds("once more ends at once" in done.err, f"Ctrl-C isn't explained: {done.err}")
    hung.kill()
    say(f"  {done.code}  Ctrl-C twice, at a target that hangs")


def _loaded(world, orthanc, *more):
    """A run of a minute that has begun to upload."""
    running = world.tester.start("run", world.tester.scenario(LONG), "--target", orthanc.url,
                                 *more)
    wait_until(lambda: orthanc.client.value("/statistics")["CountInstances"] > 5, 20,
               "wait for uploads")
    return running
