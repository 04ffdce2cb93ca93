"""What a question to sixteen stores takes beyond the slowest store's own answer."""

import base64
import http.client
import os
import random
import socket
import statistics
import threading
import time

from fanout import MANY
from Harness.processes import cpu_seconds
from Harness.servers import Orthanc
from measure import Row
from scene import UNKNOWN, USER, BenchGateway

DELAY = 0.010  # seconds
PAIRS, WARM = 1000, 20


def slowest(stage, executable, upstream, options):
    """Rows for the added time, median and at the 99th percentile, pairs asked by turns."""
    stores = upstream.urls(MANY)
    relay = Relay(int(stores[-1][1].rpartition(":")[2]), DELAY)
    stores[-1] = (stores[-1][0], f"http://127.0.0.1:{relay.port}")
    gateway = BenchGateway(stage, executable, stores, "slowest")
    gateway.wait_for(len(upstream.ids))
    rng = random.Random(f"slowest {options.seed}")
    alone = Asker(relay.port, Orthanc.USER)
    spread = Asker(int(gateway.url.rpartition(":")[2]), USER)
    pairs, before = [], sum(map(cpu_seconds, gateway.pids))
    for number in range(PAIRS + WARM):
        # An id that nobody has, new each time: what nobody has is remembered for a while.
        path = "/studies/" + "-".join([UNKNOWN, *(f"{rng.getrandbits(32):08x}" for _ in range(4))])
        both = [alone, spread] if number % 2 else [spread, alone]
        taken = {asker: asker.ask(path) for asker in both}
        pairs.append((taken[alone] * 1000, taken[spread] * 1000))
    cpu = (sum(map(cpu_seconds, gateway.pids)) - before) * 1000 / len(pairs)
    print(f"\n{MANY} stores: {cpu:.2f} ms of CPU of gateway and PostgreSQL a question")
    gateway.gateway.stop()
    gateway.postgres.child.stop()
    return rows(pairs[WARM:])


def rows(pairs):
    own, ours = (sorted(times) for times in zip(*pairs))
    differences = sorted(spread - alone for alone, spread in pairs)
    added = statistics.median(differences)
    last = len(pairs) * 99 // 100
    print(f"one of {MANY} stores is slow: alone p50 {statistics.median(own):.2f} ms, p99 "
          f"{own[last]:.2f} ms; all asked p50 {statistics.median(ours):.2f} ms, p99 "
          f"{ours[last]:.2f} ms; added p10 {differences[len(pairs) // 10]:.2f} ms, load "
          f"{os.getloadavg()[0]:.1f}", flush=True)
    return [Row(f"{MANY} stores, beyond the slowest: median", added, "ms", 1),
            Row(f"{MANY} stores, beyond the slowest: p99", ours[last] - own[last], "ms", 1)]


class Relay:
    """Passes bytes to a port, those of the client after a delay."""

    def __init__(self, port, delay):
        self.target, self.delay = port, delay
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(("127.0.0.1", self.target))
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for source, target, delay in ((near, far, self.delay), (far, near, 0)):
                threading.Thread(target=pump, args=(source, target, delay), daemon=True).start()


def pump(source, target, delay):
    try:
        while piece := source.recv(65536):
            if delay:
                time.sleep(delay)
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        for end in (source, target):
            end.close()


class Asker:
    """One client with one connection."""

    def __init__(self, port, user):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        token = base64.b64encode(":".join(user).encode()).decode()
        self.headers = {"Authorization": f"Basic {token}"}

    def ask(self, path):
        """Seconds until the whole answer is here."""
        begun = time.monotonic()
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 404:
            raise RuntimeError(f"{path}: {answer.status}")
        return time.monotonic() - begun
