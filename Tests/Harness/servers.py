"""Orthanc, PostgreSQL and the gateway, as real processes on 127.0.0.1."""

import json
import os
import re
import signal
import socket
import subprocess

from .client import Client
from .processes import listening_ports
from .stage import POSTGRES_USER, Child, wait_until

ORTHANC = "/usr/sbin/Orthanc"
POSTGRES_BIN = "/usr/lib/postgresql/15/bin"


class ReservedPort:
    """A port that the kernel chose and keeps for us.

    A socket stays bound to it without listening; a server that sets SO_REUSEADDR (Orthanc does)
    can listen beside it, and while none does, connections are refused.
    """

    def __init__(self):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", 0))
        self.number = self.socket.getsockname()[1]


class Orthanc:
    """One Orthanc with its own storage. Starts at once; `kill` and `start` again keep the data.

    `chroot` is the root of another installation (a newer version); its storage then lies inside.
    """

    USER = ("gateway", "not-a-secret")

    def __init__(self, stage, name, chroot=None, stable_age=1, settings=None):
        self.stage, self.name, self.chroot = stage, name, chroot
        self.reserved = ReservedPort()
        self.url = f"http://127.0.0.1:{self.reserved.number}"
        self.client = Client(self.url, self.USER)
        inside, outside = self._folders()
        self.vector = [ORTHANC, f"{inside}/orthanc.json"]
        if chroot:
            self.vector = ["/usr/sbin/chroot", chroot] + self.vector
        with open(f"{outside}/orthanc.json", "w") as file:
            json.dump({**self._settings(inside, stable_age), **(settings or {})}, file)
        self.child = None
        self.start()

    def _folders(self):
        if not self.chroot:
            folder = self.stage.make_folder(self.name)
            return folder, folder
        inside = f"/tmp/{os.path.basename(self.stage.folder)}-{self.name}"
        outside = self.chroot.rstrip("/") + inside
        os.makedirs(outside)
        self.stage.at_end(lambda: subprocess.run(["rm", "-rf", "--", outside], check=False))
        return inside, outside

    def _settings(self, folder, stable_age):
        return {
            "Name": self.name, "StorageDirectory": f"{folder}/data",
            "IndexDirectory": f"{folder}/data", "HttpPort": self.reserved.number,
            "HttpBindAddresses": ["127.0.0.1"], "RemoteAccessAllowed": False,
            "DicomServerEnabled": False, "AuthenticationEnabled": True,
            "RegisteredUsers": {self.USER[0]: self.USER[1]}, "StableAge": stable_age,
            "HttpVerbose": False, "KeepAlive": True, "Plugins": [],
        }

    def start(self, wait=True):
        self.child = self.stage.start(self.vector, self.name)
        if wait:
            self.wait_ready()

    def wait_ready(self, seconds=20):
        wait_until(lambda: self._ready(), seconds, f"start {self.name}", 0.01)

    def _ready(self):
        if not self.child.running():
            raise RuntimeError(f"{self.name} ended:\n{self.child.tail()}")
        return self.client.answers()

    def kill(self):
        self.child.kill()

    def stop(self):
        self.child.stop()

    def pause(self):
        self.child.pause()

    def resume(self):
        self.child.send(signal.SIGCONT)


class Postgres:
    """A private PostgreSQL cluster that listens on a socket in its folder only.

    Durable as PostgreSQL is by default (fsync, full_page_writes, synchronous_commit on) unless
    `settings` says otherwise.
    """

    def __init__(self, stage, name="postgres", settings=None):
        self.stage, self.name = stage, name
        self.folder = stage.make_folder(name, owner=POSTGRES_USER)
        self.data = f"{self.folder}/data"
        self._command(
            "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--lc-collate=C", "--lc-ctype=C.UTF-8", "--no-sync", "--no-instructions")
        lines = {
            "listen_addresses": "''", "unix_socket_directories": f"'{self.folder}'",
            "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
            "max_connections": "60", **(settings or {}),
        }
        with open(f"{self.data}/postgresql.conf", "a") as file:
            file.writelines(f"{key} = {value}\n" for key, value in lines.items())
        self.child = None
        self.start()
        self.sql("CREATE DATABASE isengard TEMPLATE template0", database="postgres")

    def _command(self, program, *arguments):
        log = self.stage.path(f"{self.name}-{program}.log")
        child = Child([f"{POSTGRES_BIN}/{program}", *arguments], log, user=POSTGRES_USER)
        if child.process.wait():
            raise RuntimeError(f"{program} failed:\n{child.tail()}")

    @property
    def connection(self):
        """The libpq connection string for the gateway."""
        return f"host={self.folder} dbname=isengard user=postgres"

    def start(self, wait=True):
        self.child = self.stage.start(
            [f"{POSTGRES_BIN}/postgres", "-D", self.data], self.name, user=POSTGRES_USER,
            death_signal="QUIT")
        if wait:
            wait_until(self._ready, 60, "start PostgreSQL", 0.02)

    def _ready(self):
        if not self.child.running():
            raise RuntimeError(f"PostgreSQL ended:\n{self.child.tail()}")
        probe = subprocess.run(
            [f"{POSTGRES_BIN}/pg_isready", "-q", "-h", self.folder, "-U", "postgres"],
            check=False)
        return probe.returncode == 0

    def restart_immediately(self):
        """What `pg_ctl restart -m immediate` does: every backend quits, recovery follows."""
        self.child.stop(signal.SIGQUIT, grace=20)
        self.start()

    def kill(self):
        """SIGKILL to the postmaster; its children notice and leave."""
        self.child.kill()
        wait_until(self._memory_free, 20, "wait for PostgreSQL's backends to leave", 0.01)

    def _memory_free(self):
        for name in os.listdir("/proc"):
            if name.isdigit():
                try:
                    if os.readlink(f"/proc/{name}/cwd") == self.data:
                        return False
                except OSError:
                    pass
        return True

    def sql(self, text, database="isengard"):
        """Runs SQL and returns its rows as lists of strings."""
        done = subprocess.run(
            [f"{POSTGRES_BIN}/psql", "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-h",
             self.folder, "-U", "postgres", "-d", database, "-f", "-"],
            input=text, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"psql: {done.stderr.strip()}")
        return [line.split("\t") for line in done.stdout.splitlines()]


class Gateway:
    """`isengard serve` over stores and an index. The kernel chooses the port at every start."""

    LISTENING = re.compile(r"listening on http://127\.0\.0\.1:(\d+)")

    def __init__(self, stage, executable, stores, postgres=None, name="gateway", extra="",
                 user=None, start=True, environment=None):
        self.stage, self.executable, self.name = stage, executable, name
        self.user = user
        self.environment = environment
        self.config = stage.path(f"{name}.yaml")
        with open(self.config, "w") as file:
            file.write(self._settings(stores, postgres, stage.path(name + "-data")) + extra)
        self.child, self.url, self.client = None, None, None
        if start:
            self.start()

    @staticmethod
    def _settings(stores, postgres, folder):
        """`stores` are Orthancs, or (name, url) pairs for something that stands before one."""
        index = f'{{connection: "{postgres.connection}"}}' if postgres else "embedded"
        lines = ["listen: {address: 127.0.0.1, port: 0}", f"index: {index}",
                 f"data: {folder}", "stores:"]
        for store in stores:
            name, url = store if isinstance(store, tuple) else (store.name, store.url)
            lines.append(
                f'  - {{name: {name}, url: "{url}", username: {Orthanc.USER[0]}, '
                f'password: "env:STORE_PASSWORD"}}')
        return "\n".join(lines) + "\n"

    def start(self, wait=True):
        seen = os.path.getsize(self._log()) if os.path.exists(self._log()) else 0
        self.child = self.stage.start(
            [self.executable, "serve", "--config", self.config], self.name,
            env={"STORE_PASSWORD": Orthanc.USER[1], **(self.environment or {})})
        port = wait_until(lambda: self._port(seen), 30, "start the gateway", 0.005)
        self.url = f"http://127.0.0.1:{port}"
        self.client = Client(self.url, self.user)
        if wait:
            wait_until(self.client.answers, 30, "the gateway's first answer", 0.005)

    def _log(self):
        return self.stage.path(f"{self.name}.log")

    def _port(self, seen):
        if not self.child.running():
            raise RuntimeError(f"the gateway ended:\n{self.child.tail()}")
        with open(self._log(), errors="replace") as file:
            file.seek(seen)
            found = self.LISTENING.search(file.read())
        if found:
            return int(found[1])
        ports = listening_ports(self.child.pid)
        return ports[0] if ports else None

    def kill(self):
        self.child.kill()

    def stop(self):
        return self.child.stop()

    def pause(self):
        self.child.pause()

    def resume(self):
        self.child.send(signal.SIGCONT)


def find_gateway(given, root):
    """The executable to test: the one named, else the newest build under .build."""
    if given:
        candidates = [given]
    else:
        candidates = [os.path.join(root, ".build", kind, "isengard")
                      for kind in ("release", "debug")]
    found = [path for path in candidates if os.access(path, os.X_OK)]
    if not found:
        raise SystemExit(f"no gateway to test: {', '.join(candidates)} (see --isengard)")
    return os.path.abspath(max(found, key=os.path.getmtime))
