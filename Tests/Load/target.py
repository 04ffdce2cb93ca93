"""The server that all generators ask: nginx with one worker on core 0."""

import os

from Harness.servers import ReservedPort
from scene import start_nginx, wait_answer

SMALL_BYTES = 1024
CORE = 0


class Target:
    """Answers /small with 1,024 bytes from memory, /large with a file by sendfile; at `slow`,
    previews of whatever instance after a second, and all else with two bytes: every study is
    there."""

    def __init__(self, stage, large_bytes):
        folder = stage.make_folder("static")
        os.chmod(folder, 0o755)
        with open(f"{folder}/large", "wb") as file:
            file.write(os.urandom(large_bytes))
        os.chmod(f"{folder}/large", 0o644)
        body = "x" * SMALL_BYTES
        self.port, self.slow_port = ReservedPort(), ReservedPort()
        child = start_nginx(stage, "nginx", f"""
            server {{ listen 127.0.0.1:{self.port.number} backlog=16384;
                default_type application/octet-stream;
                location / {{ return 200 '{body}'; }}
                location = /large {{ alias {folder}/large; open_file_cache max=1; }} }}
            server {{ listen 127.0.0.1:{self.slow_port.number} backlog=16384;
                location / {{ return 200 '{{}}'; }}
                location ~ /preview$ {{ limit_rate {SMALL_BYTES}; return 200 '{body}'; }} }}""",
            extra="send_timeout 60s;", connections=16384)
        self.base = f"http://127.0.0.1:{self.port.number}"
        self.slow = f"http://127.0.0.1:{self.slow_port.number}"
        self.small, self.large = f"{self.base}/small", f"{self.base}/large"
        wait_answer(self.small)
        pin(child.pid, CORE)


def pin(pid, core):
    """Binds a process and its children that there are to one core."""
    os.sched_setaffinity(pid, {core})
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        for child in file.read().split():
            pin(int(child), core)
