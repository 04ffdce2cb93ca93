#!/usr/bin/python3
"""A store that serves one thing wrong: a proxy before a good one that alters one answer.

  liar.py UPSTREAM_PORT MODE_FILE

Listens on a port of the kernel's choice, which it prints. MODE_FILE, read at every request, has a
word and a number, which tells one such word from the next. The word says what becomes of the fourth
answer of its kind: pass; swallow (an upload is acknowledged and not stored); drop (one study fewer in a search's answer); double (one study twice in
it, another not); member (an archive's end tells of one file fewer); flip (one bit of a file is
another); shorten (a file without its last byte); cut (the connection ends in the middle of a file).
It prints `altered MODE` when it has done so.
"""

import json
import os
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), "Faults")]

from proxy import Proxy, read_message  # noqa: E402

FOURTH = 4
PLACES = {"drop": b"/tools/find", "double": b"/tools/find", "member": b"/archive ",
          "flip": b"/file ", "shorten": b"/file ", "cut": b"/file "}
SUCCESS = b'{ "ID": "f81d4fae-7dec-11d0-a765-00a0c91e", "Status": "Success" }'


class Liar(Proxy):
    def __init__(self, upstream, mode_file):
        super().__init__(upstream, mode_file)
        self.lock, self.seen = threading.Lock(), {}

    def exchange(self, client):
        request = read_message(client)
        if not request:
            return False
        mode = self.mode
        if mode.startswith("swallow ") and request.startswith(b"POST /instances ") \
                and self._is_fourth(mode):
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                           % (len(SUCCESS), SUCCESS))
            print(f"altered {mode}", flush=True)
            return True
        answer = self.ask(request)
        if not self._is_due(mode, request, answer):
            client.sendall(answer)
            return b"connection: close" not in answer[:2000].lower()
        word = mode.split()[0]
        client.sendall(altered(word, answer))
        print(f"altered {mode}", flush=True)
        return word not in ("cut", "member")

    def _is_due(self, mode, request, answer):
        word = mode.split()[0]
        place = PLACES.get(word)
        if not place or place not in request.split(b"\r\n", 1)[0]:
            return False
        if word in ("drop", "double") and len(json.loads(answer.partition(b"\r\n\r\n")[2])) < 2:
            return False
        return self._is_fourth(mode)

    def _is_fourth(self, mode):
        with self.lock:
            self.seen[mode] = self.seen.get(mode, 0) + 1
            return self.seen[mode] == FOURTH


def altered(mode, answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    if mode == "cut":
        return answer[:len(head) + 4 + len(body) // 2]
    if mode == "drop":
        body = json.dumps(json.loads(body)[1:]).encode()
    elif mode == "double":
        studies = json.loads(body)
        body = json.dumps([*studies[:-1], studies[0]]).encode()
    elif mode == "member":
        place = body.rindex(b"PK\5\6") + 10
        body = body[:place] + bytes([body[place] - 1]) + body[place + 1:]
    elif mode == "flip":
        place = len(body) * 2 // 3
        body = body[:place] + bytes([body[place] ^ 1]) + body[place + 1:]
    else:
        body = body[:-1]
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body)]) + b"\r\n\r\n" + body


if __name__ == "__main__":
    liar = Liar(int(sys.argv[1]), sys.argv[2])
    print(f"listening on {liar.port}", flush=True)
    liar.serve()
