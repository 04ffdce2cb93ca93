"""A scratch folder and the processes that live in it, ended and removed together."""

import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

POSTGRES_USER = "postgres"


class Child:
    """A running program that dies with this one.

    The kernel sends the death signal when the *thread* that forked ends (prctl(2),
    PR_SET_PDEATHSIG), so children are to be started from the main thread.
    """

    def __init__(self, argv, log, cwd=None, env=None, user=None, death_signal="KILL"):
        vector = ["setpriv", "--pdeathsig", death_signal]
        if user and os.getuid() == 0:
            vector += [f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        self.argv = list(argv)
        self.log = log
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                vector + ["--"] + self.argv, stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, cwd=cwd, env=dict(os.environ, **(env or {})))
        self.pid = self.process.pid

    def running(self):
        return self.process.poll() is None

    def send(self, number):
        """Sends a signal unless the process has been reaped."""
        if self.running():
            self.process.send_signal(number)

    def pause(self):
        """Freezes it, and returns when its last thread stands still: one that runs on another core
        goes on for a moment after the signal, long enough to answer."""
        self.send(signal.SIGSTOP)
        deadline = time.monotonic() + 2
        while not self._stands_still() and time.monotonic() < deadline:
            time.sleep(0.001)

    def _stands_still(self):
        for path in glob.glob(f"/proc/{self.process.pid}/task/*/stat"):
            try:
                with open(path) as file:
                    state = file.read().rpartition(")")[2].split()[0]
            except OSError:
                continue  # the thread has ended
            if state not in "TtZX":
                return False
        return True

    def kill(self):
        """Ends it as a power cut would."""
        self.send(signal.SIGKILL)
        self.process.wait()

    def stop(self, number=signal.SIGTERM, grace=10):
        """Asks it to end, waits at most `grace` seconds, then kills it. Returns its exit code."""
        self.send(number)
        self.send(signal.SIGCONT)
        try:
            return self.process.wait(grace)
        except subprocess.TimeoutExpired:
            self.kill()
            return self.process.returncode

    def tail(self, lines=20):
        with open(self.log, errors="replace") as text:
            return "".join(text.readlines()[-lines:])

    def last_words(self, lines=40):
        """How it crashed, if it says so (Swift does), else the end of its output."""
        with open(self.log, errors="replace") as text:
            found = text.readlines()
        starts = [i for i, line in enumerate(found) if "Fatal error" in line or "Crash" in line
                  or "*** " in line]
        at = max(starts[-2:-1] or starts or [len(found) - lines])
        return "".join(found[max(0, at - 2):at + lines])


class Stage:
    """`with Stage("duel") as stage:` — everything started on it is gone afterwards.

    `ISENGARD_KEEP=1` in the environment keeps the folder, for a look at the logs.
    """

    def __init__(self, name):
        self.folder = tempfile.mkdtemp(prefix=f"isengard-{name}-")
        os.chmod(self.folder, 0o711)
        self.endings = []

    def __enter__(self):
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(128 + number))
        return self

    def __exit__(self, *_):
        while self.endings:
            ending = self.endings.pop()
            try:
                ending()
            except Exception as error:  # the rest must still be ended
                print(f"while ending: {error!r}", file=sys.stderr)
        if os.environ.get("ISENGARD_KEEP"):
            print(f"kept {self.folder}", file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def at_end(self, action):
        self.endings.append(action)

    def start(self, argv, name, **options):
        """Starts a program whose output goes to `name`.log in the scratch folder."""
        child = Child(argv, os.path.join(self.folder, name + ".log"), **options)
        self.at_end(lambda: child.stop(grace=5))
        return child

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def make_folder(self, name, owner=None):
        path = self.path(name)
        os.makedirs(path, exist_ok=True)
        if owner and os.getuid() == 0:
            shutil.chown(path, owner, owner)
        return path


def wait_until(condition, seconds, what, every=0.02):
    """Polls `condition` until it is true and returns what it returned."""
    limit = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > limit:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(every)
