"""A plain HTTP/1.1 client that hides nothing: no redirect, no retry, no decoding."""

import base64
import http.client
import json
from dataclasses import dataclass, field


LONGEST_BODY = 64 << 20  # a test that gets more has an endless answer before it


class NoAnswer(Exception):
    """The connection failed or ended before a whole answer; whether it was acted on is unknown.

    `refused` says that no byte of the request can have arrived.
    """

    def __init__(self, cause, refused):
        super().__init__(f"{type(cause).__name__}: {cause}")
        self.refused = refused


class DuplicateKey(ValueError):
    """A JSON object bears one key twice."""


def _object(pairs):
    result = dict(pairs)
    if len(result) != len(pairs):
        raise DuplicateKey("a key occurs twice in one JSON object")
    return result


@dataclass
class Answer:
    status: int
    headers: dict = field(default_factory=dict)  # names in lower case
    body: bytes = b""

    @property
    def ok(self):
        return 200 <= self.status < 300

    @property
    def json(self):
        """The parsed body. Raises ValueError, also for a key that occurs twice."""
        return json.loads(self.body, object_pairs_hook=_object)

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")


class Client:
    """Asks one server. One connection per request unless `keep_alive`; not for several threads."""

    def __init__(self, base, user=None, timeout=30, keep_alive=False):
        self.base = base.rstrip("/")
        host = self.base.partition("//")[2]
        self.host, _, port = host.partition(":")
        self.port = int(port)
        self.timeout = timeout
        self.keep_alive = keep_alive
        self.connection = None
        self.headers = {"Accept-Encoding": "identity"}
        if user:
            token = base64.b64encode(f"{user[0]}:{user[1]}".encode()).decode()
            self.headers["Authorization"] = f"Basic {token}"

    def ask(self, method, path, body=None, headers=None, timeout=None):
        """The answer, whatever its status. Raises `NoAnswer`.

        `body` may be bytes, text, or a value that is sent as JSON.
        """
        if isinstance(body, str):
            body = body.encode()
        elif body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        connection = self._connect(timeout or self.timeout)
        try:
            connection.request(method, path, body, {**self.headers, **(headers or {})})
            response = connection.getresponse()
            body = response.read(LONGEST_BODY + 1)
            if len(body) > LONGEST_BODY:
                raise http.client.HTTPException("the answer is too long")
            if response.length:  # http.client says nothing when it was given a size
                raise http.client.IncompleteRead(body, response.length)
            answer = Answer(response.status, _lower(response.getheaders()), body)
        except (OSError, http.client.HTTPException) as cause:
            self.close()
            raise NoAnswer(cause, refused=False) from cause
        if not self.keep_alive or response.will_close:
            self.close()
        return answer

    def _connect(self, timeout):
        if self.connection is None:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
            try:
                connection.connect()
            except OSError as cause:
                raise NoAnswer(cause, refused=True) from cause
            self.connection = connection
        self.connection.sock.settimeout(timeout)
        return self.connection

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def get(self, path, **options):
        return self.ask("GET", path, **options)

    def post(self, path, body, **options):
        return self.ask("POST", path, body, **options)

    def value(self, path):
        """The JSON value at `path`; any status but 200 is an error."""
        answer = self.get(path)
        if answer.status != 200:
            raise NoAnswer(ValueError(f"GET {path}: status {answer.status}"), refused=False)
        return answer.json

    def answers(self, path="/system"):
        """Whether the server answers at all."""
        try:
            return self.get(path, timeout=2).status < 500
        except NoAnswer:
            return False


def _lower(pairs):
    headers = {}
    for name, value in pairs:
        name = name.lower()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
