"""Something between the site and its server that misbehaves as a test wishes."""

import gzip
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 30
#: Headers that are passed on.
SAID = ("Accept", "Content-Type")


@dataclass(frozen=True, slots=True)
class Request:
    """What the site asked; ``body`` is not compressed."""

    number: int
    method: str
    path: str
    body: bytes
    headers: dict[str, str]

    @property
    def is_bulk(self) -> bool:
        return self.path.partition("?")[0].endswith("_bulk")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class CutOff(Exception):  # noqa: N818  (named after the situation)
    """Close the connection without an answer."""


#: Gives the answer; it may ask the server with ``Proxy.forward``, or raise ``CutOff``.
Manner = Callable[["Proxy", Request], Answer]


@dataclass
class Proxy:
    """Forwards to ``port``, in the manner of the moment."""

    port: int
    own_port: int = 0
    manner: Manner | None = None
    asked: list[Request] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.own_port}"

    def behave(self, manner: Manner | None = None) -> None:
        """From now on; nothing given: forward everything. Counts requests from 1 again."""
        self.asked.clear()
        self.manner = manner

    def answer(self, request: Request) -> Answer:
        return self.manner(self, request) if self.manner else self.forward(request)

    def forward(self, request: Request) -> Answer:
        """What the server says."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(request.method, request.path, request.body or None, request.headers)
            response = connection.getresponse()
            return Answer(response.status, response.read())
        finally:
            connection.close()


@contextmanager
def proxy(port: int) -> Iterator[Proxy]:
    """A proxy in front of the server on this port."""
    made = Proxy(port)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            said = {name: self.headers[name] for name in SAID if name in self.headers}
            request = Request(len(made.asked) + 1, self.command, self.path, body, said)
            made.asked.append(request)
            try:
                answer = made.answer(request)
            except (CutOff, OSError):
                self.close_connection = True
                return
            self.send_response(answer.status)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _serve  # noqa: N815

        def log_message(self, *args: Any) -> None:
            """Quiet."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                return  # the site gave up waiting

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.own_port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# ── Manners ───────────────────────────────────────────────────────────────────


def too_busy(proxy: Proxy, request: Request) -> Answer:
    """429 for every request."""
    error = {"type": "es_rejected_execution_exception", "reason": "the queue is full"}
    return Answer(429, json.dumps({"error": error, "status": 429}).encode())


def too_busy_to_write(proxy: Proxy, request: Request) -> Answer:
    """429 for what is written, while questions are answered."""
    return (too_busy if request.is_bulk else Proxy.forward)(proxy, request)


def half_refused(proxy: Proxy, request: Request) -> Answer:
    """The second half of a bulk finds the queue full; the first one arrives."""
    if not request.is_bulk:
        return proxy.forward(request)
    parts = list(_parts(request.body))
    taken, refused = parts[: len(parts) // 2], parts[len(parts) // 2 :]
    body = b"".join(line for part in taken for line in part)
    if not body:
        return too_busy(proxy, request)
    answer = proxy.forward(replace(request, body=body))
    told = json.loads(answer.body)
    told["errors"] = bool(refused) or told["errors"]
    told.setdefault("items", []).extend(_refusal(part) for part in refused)
    return Answer(answer.status, json.dumps(told).encode())


def slow(seconds: float) -> Manner:
    """Every answer comes late."""

    def manner(proxy: Proxy, request: Request) -> Answer:
        time.sleep(seconds)
        return proxy.forward(request)

    return manner


def cut_from(number: int, *, answer_lost: bool = False) -> Manner:
    """No answer from this request on; with ``answer_lost`` the server still did the first."""

    def manner(proxy: Proxy, request: Request) -> Answer:
        if request.number < number:
            return proxy.forward(request)
        if answer_lost and request.number == number:
            proxy.forward(request)
        raise CutOff

    return manner


def _parts(body: bytes) -> Iterator[list[bytes]]:
    lines = iter(body.splitlines(keepends=True))
    for line in lines:
        yield [line] if "delete" in json.loads(line) else [line, next(lines)]


def _refusal(part: list[bytes]) -> dict[str, Any]:
    ((verb, target),) = json.loads(part[0]).items()
    error = {"type": "es_rejected_execution_exception", "reason": "the queue is full"}
    return {verb: {"_index": target["_index"], "_id": target["_id"], "status": 429, "error": error}}
