#!/usr/bin/python3
"""A bad network, or a bad store, before a good one: an HTTP proxy with faults.

  proxy.py UPSTREAM_PORT MODE_FILE

Listens on a port of the kernel's choice, which it prints. What it does to each new request stands
in MODE_FILE, read every time: pass, slow (1 kB/s), garbage, truncated, headers (without end),
huge (10 GB), refuse, silent (a request is read and never answered), swallow (done, not answered);
"hold TEXT", "fail TEXT" and "late TEXT" are for requests whose first line has the text: they wait
until the mode changes, are answered 500, or are done and answered 504.
"""

import socket
import sys
import threading
import time

CHUNK = 1 << 16


class Proxy:
    def __init__(self, upstream, mode_file):
        self.upstream, self.mode_file = upstream, mode_file
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)

    @property
    def port(self):
        return self.listener.getsockname()[1]

    @property
    def mode(self):
        with open(self.mode_file) as file:
            return file.read().strip()

    def serve(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.guard, args=(client,), daemon=True).start()

    def guard(self, client):
        try:
            with client:
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while self.exchange(client):
                    pass
        except OSError:
            pass

    def exchange(self, client):
        """One request; whether the connection lives on."""
        request = read_message(client)
        if not request:
            return False
        mode = self.mode
        kind, _, text = mode.partition(" ")
        if text:
            mode = "pass"
            if text.encode() in request.split(b"\r\n", 1)[0]:
                if kind == "fail":
                    client.sendall(b"HTTP/1.1 500 Failed\r\nContent-Length: 0\r\n\r\n")
                    return True
                if kind == "late":
                    self.ask(request)
                    client.sendall(b"HTTP/1.1 504 Late\r\nContent-Length: 0\r\n\r\n")
                    return True
                while self.mode == f"{kind} {text}":
                    time.sleep(0.02)
        if mode in ("pass", "slow", "truncated", "swallow"):
            answer = self.ask(request)
            if mode == "pass":
                client.sendall(answer)
                return b"connection: close" not in answer[:2000].lower()
            if mode == "slow":
                self.drip(client, answer)
            elif mode == "truncated":
                client.sendall(answer[:max(1, len(answer) * 2 // 3)])
            return False
        if mode != "refuse":
            getattr(self, mode)(client)
        return False

    def ask(self, request):
        with socket.create_connection(("127.0.0.1", self.upstream)) as upstream:
            upstream.sendall(request)
            return read_message(upstream, is_answer=True)

    def drip(self, client, answer):
        for at in range(0, len(answer), 100):
            client.sendall(answer[at:at + 100])
            time.sleep(0.1)

    def garbage(self, client):
        client.sendall(b"\x16\x03\x01\x00\xff not HTTP at all \r\n\r\n" + b"<html>" * 100)

    def headers(self, client):
        client.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            client.sendall(b"X-Filler: " + b"x" * 1000 + b"\r\n")
            time.sleep(0.001)

    def huge(self, client):
        size = 10 * 1000**3
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
                       b"Content-Length: %d\r\n\r\n[" % size)
        piece = b'"' + b"a" * 42 + b'",'
        piece *= CHUNK // len(piece)
        sent = 0
        while sent < size:
            client.sendall(piece)
            sent += len(piece)
            time.sleep(0.003)  # about 20 MB/s: faster, and the machine itself would be the fault

    def silent(self, client):
        while client.recv(CHUNK):
            pass


def read_message(connection, is_answer=False):
    """A whole HTTP message with Content-Length or chunks; empty at the end of the connection. An
    answer without either ends with its connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(CHUNK)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lower = head.lower()
    length = 0
    for line in lower.split(b"\r\n")[1:]:
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    chunked = b"transfer-encoding: chunked" in lower
    if is_answer and not chunked and b"\r\ncontent-length:" not in lower \
            and b"\r\nconnection: close" in lower:
        length = float("inf")
    if b"expect: 100-continue" in lower:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    pieces = [body]
    size = len(body)
    while (not b"".join(pieces[-2:]).endswith(b"0\r\n\r\n")) if chunked else size < length:
        piece = connection.recv(CHUNK)
        if not piece:
            break
        pieces.append(piece)
        size += len(piece)
    return head + b"\r\n\r\n" + b"".join(pieces)


def main():
    proxy = Proxy(int(sys.argv[1]), sys.argv[2])
    print(f"listening on {proxy.port}", flush=True)
    proxy.serve()


if __name__ == "__main__":
    main()
