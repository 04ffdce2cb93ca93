"""`isengard-load` as its users start it, and what it said."""

import json
import os
import subprocess
import threading
import time
from dataclasses import dataclass

# What every program starts with that must end when this one does.
OURS = ["setpriv", "--pdeathsig", "KILL", "--"]


@dataclass
class Done:
    """How a program ended."""

    code: int
    out: str
    err: str
    seconds: float
    queued: float  # share of its time in which its busiest thread waited for a core

    @property
    def said(self):
        return f"exit code {self.code}; {self.out.strip()} {self.err.strip()}"


class Tester:
    """One build of the load tester."""

    def __init__(self, path, folder, seed):
        self.path, self.folder, self.seed = os.path.abspath(path), folder, seed
        self.count = 0

    def scenario(self, text, name="scenario"):
        """The path of a scenario of its own."""
        self.count += 1
        path = os.path.join(self.folder, f"{name}-{self.count}.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def start(self, *arguments, env=None, before=()):
        """A running command. `before` is a command that starts it, such as nice."""
        return Running([*before, self.path, *arguments], self.folder, env)

    def ask(self, *arguments, seconds=120, **options):
        """How a command ended; one that takes longer is killed and a failure."""
        return self.start(*arguments, **options).wait(seconds)

    def run(self, scenario, url, *more, out=None, seed=None, **options):
        """`isengard-load run`, with the files of its report in the folder `out`."""
        files = ["--out", out] if out else ["--no-files"]
        return self.ask("run", scenario, "--target", url, "--seed", str(seed or self.seed),
                        *files, *more, **options)


class Running:
    def __init__(self, argv, folder, env):
        self.begun, self.queued, self.ended = time.monotonic(), {}, threading.Event()
        self.process = subprocess.Popen(
            OURS + argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, errors="replace", cwd=folder,
            env={**os.environ, **(env or {})})
        self.pid = self.process.pid
        threading.Thread(target=self._watch, daemon=True).start()

    def wait(self, seconds=120):
        try:
            out, err = self.process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, err = self.process.communicate()
            err += f"\nkilled: it took more than {seconds} s"
        self.ended.set()
        took = time.monotonic() - self.begun
        return Done(self.process.returncode, out, err, took,
                    max(self.queued.values(), default=0) / took)

    def _watch(self):
        """Remembers how long each thread was ready to run without a core (schedstat's second
        field, nanoseconds)."""
        while not self.ended.wait(0.1):
            try:
                for thread in os.listdir(f"/proc/{self.pid}/task"):
                    with open(f"/proc/{self.pid}/task/{thread}/schedstat") as file:
                        self.queued[thread] = int(file.read().split()[1]) / 1e9
            except OSError:
                continue  # the thread, or all of it, has just ended


class Wrong(Exception):
    """What a scene found wrong, in one sentence."""


class Void(Exception):
    """Why nothing can be said: the machine was too busy."""


def holds(condition, what):
    if not condition:
        raise Wrong(what)


def equal(left, right, what):
    holds(left == right, f"{what}: {_short(left)} instead of {_short(right)}")


def ends(done, code, what):
    """The command ended with this code."""
    holds(done.code == code, f"{what}: not {code}: {_short(done.said, 900)}")


def refused(check, *arguments):
    """The check, which must find something wrong here; what it says."""
    try:
        check(*arguments)
    except Wrong as found:
        return str(found)
    raise Wrong(f"{check.__name__} takes what is wrong for right")


def _short(value, limit=300):
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= limit else text[:limit] + "…"


def report_of(folder, name):
    """The JSON of a run's report."""
    with open(os.path.join(folder, f"{name}.json"), encoding="utf-8") as file:
        return json.load(file)


def not_void(done):
    """Raises when a run says that it couldn't measure."""
    if done.code == 3:
        raise Void("; ".join(line.strip() for line in done.out.splitlines()[1:]))


def unmet(report):
    """Names of the checks of validity that a run's steps didn't meet."""
    return [check["name"] for step in report["steps"] for check in step["checks"]
            if not check["isMet"]]


def again(play, times=3):
    """Plays until the machine let it be measured. What is void `times` times is a failure."""
    for number in range(1, times + 1):
        try:
            return play()
        except Void as found:
            why = str(found)
            say(f"  void because of the machine, {number} of {times}: {why}")
    raise Wrong(f"the machine was too busy {times} times; see what else runs on it: {why}")


def say(text):
    print(text, flush=True)
