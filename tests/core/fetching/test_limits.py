"""How much of our time and memory somebody else's server may take."""

import contextlib
import gzip
import socket
import ssl
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.fetching.servers import page, serving
from tests.search import certificates
from wiki.core.fetching import (
    FetchRefused,
    Limits,
    TooLarge,
    TooSlow,
    Unreachable,
    Unreadable,
    fetch,
    post,
    reach,
)
from wiki.core.fetching.connecting import trusted

pytestmark = pytest.mark.usefixtures("loopback")
SHORT = Limits(seconds=0.4)


@contextlib.contextmanager
def over_within(seconds: float) -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < seconds


def test_a_page_is_read_and_the_agent_says_who_asks() -> None:
    with serving(page("été".encode(), ETag='"a"')) as server:
        fetched = fetch(f"{server.url}/x?y=1")
        assert (fetched.status, fetched.content.decode()) == (200, "été")
        assert fetched.headers["etag"] == '"a"'
        assert b"GET /x?y=1 HTTP/1.1" in server.requests[0]
        assert b"User-Agent: Recueil (+http" in server.requests[0]


@pytest.mark.parametrize("status", ["304 Not Modified", "404 Not Found", "503 Unavailable"])
def test_errors_are_answers(status: str) -> None:
    with serving(page(status=status, Retry_After="120")) as server:
        fetched = fetch(server.url)
        assert fetched.status == int(status[:3])
        assert fetched.headers["Retry-After"] == "120"


def test_compressed_pages_are_read() -> None:
    for name, body in (
        ("gzip", gzip.compress(b"words" * 99)),
        ("deflate", zlib.compress(b"words" * 99)),
        ("deflate", zlib.compress(b"words" * 99)[2:-4]),
    ):
        with serving(page(body, Content_Encoding=name)) as server:
            assert fetch(server.url).content == b"words" * 99


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip, gzip, gzip", "x"])
def test_other_compressions_are_refused(encoding: str) -> None:
    with serving(page(b"x" * 99, Content_Encoding=encoding)) as server, pytest.raises(Unreadable):
        fetch(server.url)


def test_a_bomb_fills_no_memory() -> None:
    bomb = gzip.compress(bytes(100 * 1024 * 1024), 6)
    with serving(page(bomb, Content_Encoding="gzip")) as server:
        tracemalloc.start()
        with pytest.raises(TooLarge), over_within(5):
            fetch(server.url)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 16 * 1024 * 1024


def test_a_body_without_end_is_cut() -> None:
    def endless(_asked: bytes, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(bytes(65536))

    with serving(endless) as server, pytest.raises(TooLarge), over_within(5):
        fetch(server.url)


def test_headers_without_end_are_cut() -> None:
    def endless(_asked: bytes, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X: y\r\n" * 1000)

    with serving(endless) as server, pytest.raises(Unreadable), over_within(5):
        fetch(server.url)


@pytest.mark.parametrize("announced", ["6000000", "9" * 5000])
def test_a_body_that_announces_too_much_is_not_read(announced: str) -> None:
    with serving(page(b"x", Content_Length=announced)) as server, pytest.raises(FetchRefused):
        fetch(server.url)


@pytest.mark.parametrize(
    "first", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 100 C\r\n\r\n"]
)
def test_a_drip_ends_in_time(first: bytes) -> None:
    def drip(_asked: bytes, connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    with serving(drip) as server, pytest.raises(TooSlow), over_within(1.5):
        fetch(server.url, limits=SHORT)


def test_the_time_is_for_all_redirects_together() -> None:
    def slowly(_asked: bytes, connection: socket.socket) -> None:
        time.sleep(0.15)
        connection.sendall(page(status="302 Found", Location="/"))

    with serving(slowly) as server, pytest.raises(TooSlow), over_within(1.5):
        fetch(server.url, limits=SHORT)


def test_a_name_that_nobody_answers_for_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kw: time.sleep(1.5) or [])
    with pytest.raises(TooSlow), over_within(1.2):
        fetch("http://slow.example/", limits=SHORT)


def test_nobody_there() -> None:
    with serving(page()) as server:
        pass
    with pytest.raises(Unreachable):
        fetch(server.url)


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0" * 99],
)
def test_what_is_not_http(answer: bytes) -> None:
    with serving(answer) as server, pytest.raises(Unreadable):
        fetch(server.url)


def test_a_body_that_breaks_off() -> None:
    with serving(page(b"half", Content_Length="99")) as server, pytest.raises(Unreadable):
        fetch(server.url)


def test_reaching_reads_no_body() -> None:
    with serving(page(b"x", Content_Length="600000000")) as server:
        assert reach(server.url).status == 200


def test_posting_sends_and_does_not_follow() -> None:
    with serving(page(status="307 Elsewhere", Location="http://127.0.0.2/")) as server:
        answer = post(server.url, body=b"{}", headers={"Content-Type": "application/json"})
        assert answer.status == 307
        assert server.requests[0].startswith(b"POST / ")
        assert b"Content-Type: application/json" in server.requests[0]
        assert b"Content-Length: 2" in server.requests[0]


@pytest.mark.parametrize("trusting", [True, False])
def test_tls_checks_the_certificate(
    trusting: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = certificates.server(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.crt", tmp_path / "server.key")
    if trusting:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    trusted.cache_clear()
    try:
        with serving(page(b"safe"), context=context) as server:
            if trusting:
                assert fetch(server.url).content == b"safe"
                _the_name_counts(server.port, monkeypatch)
            else:
                with pytest.raises(Unreachable):
                    fetch(server.url)
    finally:
        trusted.cache_clear()


def _the_name_counts(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate is of the machine's number: it does not serve for a name behind it."""
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, *args, **kw: real("127.0.0.1", *args, **kw)
    )
    with pytest.raises(Unreachable):
        fetch(f"https://name.example:{port}/")


def test_tls_that_drips_ends_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.server(tmp_path)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.crt", tmp_path / "server.key")

    def drip(_asked: bytes, connection: socket.socket) -> None:
        while True:
            connection.sendall(b"H")
            time.sleep(0.02)

    trusted.cache_clear()
    try:
        with serving(drip, context=context) as server, pytest.raises(TooSlow), over_within(1.5):
            fetch(server.url, limits=SHORT)
    finally:
        trusted.cache_clear()
