"""Servers of the bench's own on loopback: start one, wait until it answers, ask it over HTTP."""

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from tests.bench.sides import CannotMeasureError
from tests.bench.timing import Answer, clock
from tests.bench.worker import ROOT

HOST = "127.0.0.1"
START_LIMIT = 300  # seconds, for a machine that is busy
#: What a browser sends of what changes the answer: it is compressed on the way.
HEADERS = {"Host": "localhost", "Accept-Encoding": "gzip"}

open_directly = build_opener(ProxyHandler({})).open


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    command: Sequence[str], port: int, *, what: str, environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that listens on ``port``, once its ``/healthz`` answers; ended afterwards."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdout=output, stderr=output
        )
    try:
        _wait(server, port, what, log)
        yield server
    finally:
        server.terminate()
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait(server: subprocess.Popen[bytes], port: int, what: str, log: Path) -> None:
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end:
        if server.poll() is not None:
            last = log.read_text(errors="replace").strip().splitlines()[-1:]
            raise CannotMeasureError(f"{what} did not start: {' '.join(last)}")
        try:
            open_directly(f"http://{HOST}:{port}/healthz", timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise CannotMeasureError(f"{what} did not answer within {START_LIMIT} s")


def timed_requests(port: int, addresses: Sequence[str], *, limit: float) -> list[Answer]:
    """Each over a connection of its own, as proxies open them unless told otherwise.

    The time runs from the connection to the last byte; ``limit`` is that of each wait.
    """
    return [_timed(port, address, limit) for address in addresses]


def _timed(port: int, address: str, limit: float) -> Answer:
    connection = HTTPConnection(HOST, port, timeout=limit)
    try:
        with clock() as span:
            connection.request("GET", address, headers=HEADERS)
            response = connection.getresponse()
            response.read()
    finally:
        connection.close()
    if response.status != 200:
        raise CannotMeasureError(f"{address} answered {response.status}")
    return Answer(span.seconds * 1000)
