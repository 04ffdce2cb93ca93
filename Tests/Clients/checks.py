"""What the programs of the clients share; runs in the environment of each client."""

import json
import os
import sys
import time
import traceback
from types import SimpleNamespace

CHECKS = []


def check(sentence, beyond=False):
    """The function shows the sentence, or raises; `beyond`: what one bare Orthanc can't do."""
    def add(function):
        CHECKS.append((sentence, function, beyond))
        return function
    return add


def equal(left, right, what="value"):
    if left != right:
        raise AssertionError(f"{what}: {_short(left)} instead of {_short(right)}")


def holds(condition, what):
    if not condition:
        raise AssertionError(what)


def _short(value):
    text = repr(value)
    return text if len(text) < 300 else f"{text[:300]}… ({len(text)})"


def raises(kind, call, *arguments, **options):
    """The exception of a call that must fail."""
    try:
        value = call(*arguments, **options)
    except kind as cause:
        return cause
    raise AssertionError(f"{call} gave {_short(value)} instead of {kind.__name__}")


def until(condition, seconds=20):
    """What `condition` gives as soon as it is true."""
    limit = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        holds(time.monotonic() < limit, f"not within {seconds} s")
        time.sleep(0.05)


def _pending():
    """Sentences that wait for routes that are not served yet."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pending.txt")
    with open(path, encoding="utf-8") as file:
        return {line.strip() for line in file if line.strip() and not line.startswith("#")}


class Scene(SimpleNamespace):
    """The servers and their data; see `scene` in run."""

    def take(self):
        """A study, split by instance over the stores, that no other check touches."""
        return self.spare.pop()

    def unsent(self):
        """A study that is nowhere but in files."""
        return self.new.pop()


def main():
    with open(sys.argv[1]) as file:
        scene = json.load(file, object_hook=lambda pairs: Scene(**pairs))
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    scene.files = lambda study: [study.paths.__dict__[id] for id in study.instances]
    wrong, pending = 0, _pending()
    for sentence, function, beyond in CHECKS:
        if only not in sentence or (beyond and scene.bare):
            continue
        try:
            function(scene)
            if sentence in pending:
                wrong += 1
                print(f"✗ {sentence}: holds, and is still among the pending", flush=True)
        except Exception as cause:  # whatever a client stumbles over
            if sentence in pending and not scene.bare:
                print(f"- {sentence}: pending", flush=True)
                continue
            wrong += 1
            frames = traceback.extract_tb(cause.__traceback__)
            own = [f for f in frames if os.path.dirname(f.filename) == os.path.dirname(
                os.path.abspath(__file__)) and f.filename != os.path.abspath(__file__)]
            print(f"✗ {sentence}: line {own[-1].lineno if own else '?'}: "
                  f"{type(cause).__name__}: {_short(str(cause))}", flush=True)
    print(f"{len(CHECKS)} checks, {wrong} failed", flush=True)
    sys.exit(1 if wrong else 0)
