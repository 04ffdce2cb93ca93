"""Memory of idle clients, and how soon a hang-up reaches the upstream."""

import base64
import resource
import socket
import statistics
import threading
import time

from Harness.processes import rss_bytes
from measure import Row
from scene import USER

CLIENTS = 1000


class Sleeper:
    """A server that never answers and notes when its clients come and go."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.arrived, self.gone = threading.Event(), threading.Event()
        self.gone_at = 0.0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            client, _ = self.listener.accept()
            with client:
                if client.recv(65536):
                    self.arrived.set()
                try:
                    while client.recv(65536):
                        pass
                except OSError:
                    pass
                self.gone_at = time.monotonic()
                self.gone.set()


def _request(path):
    token = base64.b64encode(":".join(USER).encode()).decode()
    return (f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Basic {token}\r\n\r\n").encode()


def memory(gateway):
    """The row for resident memory with a thousand clients kept alive after one GET each."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(limit[1], 8192), limit[1]))
    before, sockets = rss_bytes(gateway.pid), []
    port = int(gateway.url.rpartition(":")[2])
    for _ in range(CLIENTS):
        client = socket.create_connection(("127.0.0.1", port), timeout=10)
        client.sendall(_request("/stores/store-0/system"))
        if not client.recv(65536).startswith(b"HTTP/1.1 200"):
            raise RuntimeError("a client among the thousand was refused")
        sockets.append(client)
    time.sleep(0.5)
    after = rss_bytes(gateway.pid)
    for client in sockets:
        client.close()
    print(f"\nresident memory: {before / 2**20:.1f} → {after / 2**20:.1f} MiB with {CLIENTS} "
          "clients")
    return [Row("RSS with 1,000 clients kept alive", after / 1e6, "MB", 110)]


def hang_up(gateway, sleeper, repetitions=21):
    """The row for the time from a client's hang-up to the upstream's."""
    port, taken = int(gateway.url.rpartition(":")[2]), []
    for _ in range(repetitions):
        sleeper.arrived.clear()
        sleeper.gone.clear()
        client = socket.create_connection(("127.0.0.1", port))
        client.sendall(_request("/stores/store-0/sleep"))
        if not sleeper.arrived.wait(10):
            raise RuntimeError("the request did not reach the upstream")
        time.sleep(0.1)
        closed = time.monotonic()
        client.close()
        taken.append((sleeper.gone_at - closed) * 1000 if sleeper.gone.wait(10) else 10_000.0)
    print(f"hang-up reaches the upstream after {statistics.median(taken):.1f} ms (median), "
          f"{max(taken):.1f} ms (worst of {repetitions})")
    return [Row("hang-up cancels upstream", max(taken), "ms", 100)]
