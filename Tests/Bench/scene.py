"""The upstream and the contestants: everybody stands before the same nginx."""

import os
import subprocess

from Harness.client import Client, NoAnswer
from Harness.dicomgen import make_file, uid
from Harness.servers import Gateway, Orthanc, Postgres, ReservedPort
from Harness.stage import wait_until

FILE_BYTES = 512 * 1024
USER = ("bench", "bench-password")
UNKNOWN = "ffffffff"  # how ids begin that no store has


def large_instance(rng):
    """A CT image of 512 KiB."""
    values = {
        "SOPClassUID": "1.2.840.10008.5.1.4.1.1.2", "SOPInstanceUID": uid(rng),
        "StudyDate": "20240102", "Modality": "CT", "PatientName": "BENCH^TEST",
        "PatientID": "BENCH", "StudyInstanceUID": uid(rng), "SeriesInstanceUID": uid(rng),
        "StudyDescription": "BENCH", "AccessionNumber": "A1", "StudyTime": "101010",
        "InstanceNumber": "1", "SamplesPerPixel": 1, "PhotometricInterpretation": "MONOCHROME2",
        "Rows": 512, "Columns": 511, "BitsAllocated": 16, "BitsStored": 16, "HighBit": 15,
        "PixelRepresentation": 0, "PixelData": rng.randbytes(511 * 512 * 2),
    }
    return make_file(values)


class Upstream:
    """An Orthanc behind an nginx that answers the measured routes itself.

    GETs come from files; every POST /instances is read, dropped and answered as Orthanc answers
    when it gets the first of `files` again. It listens on `ports` ports, so that one Orthanc can
    stand for many stores. `sleeper` is a port to which /sleep goes.
    """

    def __init__(self, stage, rng, ports=1, sleeper=None):
        self.stage = stage
        self.orthanc = Orthanc(stage, "orthanc")
        self.files = [large_instance(rng) for _ in range(4)]
        self.ids = []
        for content in self.files:
            answer = self.orthanc.client.post("/instances", content).json
            self.ids.append((answer["ID"], answer["ParentStudy"]))
        self.folder = stage.make_folder("static")
        os.chmod(self.folder, 0o755)
        self.instance, self.study = self.ids[0]
        self._store("system", "/system")
        self._store("simplified-tags", f"/instances/{self.instance}/simplified-tags")
        self._store("file", f"/instances/{self.instance}/file")
        again = self.orthanc.client.post("/instances", self.files[0])
        self.uploaded = " ".join(again.text.split())
        self.reserved = [ReservedPort() for _ in range(ports)]
        self.url = f"http://127.0.0.1:{self.reserved[0].number}"
        self.child = start_nginx(stage, "upstream", self._server(sleeper))
        wait_answer(f"{self.url}/system")

    def urls(self, count):
        return [(f"store-{i}", f"http://127.0.0.1:{port.number}")
                for i, port in enumerate(self.reserved[:count])]

    def _store(self, name, path):
        with open(f"{self.folder}/{name}", "wb") as file:
            file.write(self.orthanc.client.get(path).body)
        os.chmod(f"{self.folder}/{name}", 0o644)

    def _server(self, sleeper):
        json_type = '"application/json; charset=utf-8"'
        listens = "".join(f"listen 127.0.0.1:{p.number};" for p in self.reserved)
        exact = [("/system", "system", json_type),
                 (f"/instances/{self.instance}/simplified-tags", "simplified-tags", json_type),
                 (f"/instances/{self.instance}/file", "file", "application/dicom")]
        locations = "".join(
            f"location = {path} {{ default_type {type}; alias {self.folder}/{name}; }}\n"
            for path, name, type in exact)
        locations += f"location /studies/{UNKNOWN} {{ return 404; }}\n"
        if sleeper:
            locations += (f"location = /sleep {{ proxy_pass http://127.0.0.1:{sleeper}; "
                          "proxy_read_timeout 60s; }\n")
        # HAProxy and nginx pass no password: the upstream adds it for everybody.
        onwards = f"""proxy_pass http://orthanc; proxy_http_version 1.1;
            proxy_set_header Connection ""; proxy_request_buffering off;
            proxy_set_header Authorization "{self.orthanc.client.headers["Authorization"]}";"""
        return f"""
            upstream orthanc {{
                server {self.orthanc.url[7:]}; keepalive 16; keepalive_timeout 800ms; }}
            server {{ {listens} {locations}
                location = /instances {{ default_type {json_type};
                    if ($request_method = POST) {{ return 200 '{self.uploaded}'; }}
                    {onwards} }}
                location / {{ {onwards} }} }}"""


def start_nginx(stage, name, servers, extra="", connections=4096):
    """nginx with one worker and everything in the scratch folder."""
    folder = stage.make_folder(name)
    config = f"{folder}/nginx.conf"
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in (
        "client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.getuid() == 0 else ""
    with open(config, "w") as file:
        file.write(f"""
            daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log crit;
            {user} events {{ worker_connections {connections}; }}
            http {{ access_log off; sendfile on; tcp_nopush on; client_max_body_size 0;
                keepalive_requests 100000000; keepalive_timeout 75s; {temporary} {extra}
                {servers} }}""")
    return stage.start(["nginx", "-e", f"{folder}/error.log", "-p", folder, "-c", config], name)


class NginxProxy:
    """nginx as a reverse proxy: one worker, keep-alive upstream, no request buffering."""

    def __init__(self, stage, upstream, name="nginx"):
        self.reserved = ReservedPort()
        self.url = f"http://127.0.0.1:{self.reserved.number}"
        self.child = start_nginx(stage, name, f"""
            upstream back {{ server {upstream[7:]}; keepalive 64; }}
            server {{ listen 127.0.0.1:{self.reserved.number};
                location / {{ proxy_pass http://back; proxy_http_version 1.1;
                    proxy_set_header Connection ""; proxy_request_buffering off; }} }}""")
        wait_answer(f"{self.url}/system")


class HAProxy:
    """HAProxy with one thread and keep-alive upstream."""

    def __init__(self, stage, upstream, name="haproxy", buffer_bytes=None):
        self.reserved = ReservedPort()
        self.url = f"http://127.0.0.1:{self.reserved.number}"
        config = stage.path(f"{name}.cfg")
        tune = f"tune.bufsize {buffer_bytes}" if buffer_bytes else ""
        with open(config, "w") as file:
            file.write(f"""global
    nbthread 1
    maxconn 4096
    {tune}
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
    option http-keep-alive
    http-reuse always
frontend front
    bind 127.0.0.1:{self.reserved.number}
    default_backend back
backend back
    server upstream {upstream[7:]}
""")
        self.child = stage.start(["haproxy", "-db", "-f", config], name)
        wait_answer(f"{self.url}/system")


class BenchGateway:
    """The gateway with one shard, users, and PostgreSQL behind it.

    Without users where memory counts: a password's hash takes 64 MiB, once a minute.
    """

    def __init__(self, stage, executable, stores, name="gateway", environment=None, wait=True,
                 has_users=True):
        self.postgres = Postgres(stage, f"{name}-postgres", {"shared_buffers": "1GB"})
        hash = subprocess.run([executable, "hash-password"], input=USER[1] + "\n",
                              capture_output=True, text=True, check=True).stdout.strip()
        extra = "shards: 1\nlog-level: warning\n"
        if has_users:
            extra += (f"users:\n  - {{name: {USER[0]}, role: admin, "
                      f"password-hash: '{hash}'}}\n")
        self.gateway = Gateway(stage, executable, stores, self.postgres, name, extra,
                               USER if has_users else None, environment=environment)
        self.url, self.client = self.gateway.url, self.gateway.client
        self.header = f"Authorization: {self.client.headers.get('Authorization', 'none')}"

    @property
    def pid(self):
        return self.gateway.child.pid

    @property
    def pids(self):
        """The gateway and its PostgreSQL."""
        return [self.pid, self.postgres.child.pid]

    def wait_for(self, instances, seconds=60, every=0.2):
        def imported():
            try:
                return self.client.value("/statistics")["CountInstances"] == instances
            except (NoAnswer, KeyError):
                return False
        wait_until(imported, seconds, "wait for the import", every)


def wait_answer(url):
    base, _, path = url.rpartition("/")
    wait_until(lambda: Client(base).answers("/" + path), 20, f"wait for {base}", 0.02)


def lua(stage, name, text):
    """A script for wrk."""
    path = stage.path(f"{name}.lua")
    with open(path, "w") as file:
        file.write(text)
    return path
