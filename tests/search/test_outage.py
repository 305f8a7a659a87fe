"""A server that does not answer, or answers nonsense: saves and pages go on, then all heals."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client

from guides.models import GuidePage
from search import outbox
from search.breaker import FAILURES
from search.checks import TAG
from search.consistency import compare
from search.deadline import within
from search.drain import drain
from search.models import OutboxEntry
from tests import factories
from tests.search.conftest import Ask, titles
from wiki.communities.models import CommunityPage

#: Seconds that the client would wait by itself, and that nobody here may wait.
TIMEOUT, TOO_LONG = 30.0, 15.0
FAULTS = {
    "overloaded": (429, '{"error":{"type":"es_rejected_execution_exception"},"status":429}'),
    "read-only": (403, '{"error":{"type":"cluster_block_exception"},"status":403}'),
    "wrong password": (401, '{"error":{"type":"security_exception"},"status":401}'),
    "broken": (500, '{"error":{"type":"exception"},"status":500}'),
    "a proxy's page": (502, "<html>Bad gateway</html>"),
    "nonsense": (200, "{"),
}


class Server(ThreadingHTTPServer):
    """Gives one answer to everything and counts how often it was asked."""

    daemon_threads = True
    status, body, asked = 200, "", 0


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        server: Any = self.server
        server.asked += 1
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = server.body.encode()
        self.send_response(server.status)
        self.send_header("Content-Type", "application/json" if body[:1] == b"{" else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer  # noqa: N815  (the library's names)

    def log_message(self, *args: object) -> None:
        """Nothing on the console."""


@pytest.fixture
def faulty() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that takes connections and never says a word, as a stopped process does."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def address(request: pytest.FixtureRequest, faulty: Server, silent: int) -> str:
    """Where the server should be, by the fault."""
    match request.param:
        case "refused":
            with closing(socket.create_server(("127.0.0.1", 0))) as once:
                port = once.getsockname()[1]
        case "silent":
            port = silent
        case name:
            faulty.status, faulty.body = FAULTS[name]
            port = faulty.server_address[1]
    return f"http://127.0.0.1:{port}"


Outage = Callable[[], None]


@pytest.fixture
def begin(address: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Outage:
    """From now on the engine is a server with that fault; savers have their usual patience."""

    def begun() -> None:
        monkeypatch.setattr(outbox, "SAVERS_PATIENCE", 0.7)
        monkeypatch.setattr("search.breaker.FIRST_WAIT", 600.0)
        monkeypatch.setattr("search.breaker.LONGEST_WAIT", 600.0)
        settings.SEARCH_ENGINE = "elastic"
        settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": address, "timeout": TIMEOUT}

    return begun


each_fault = pytest.mark.parametrize("address", ["refused", "silent", *FAULTS], indirect=True)


@each_fault
@pytest.mark.parametrize("search_engine", ["embedded"], indirect=True)
def test_saves_go_on_and_what_they_changed_arrives(
    community: CommunityPage,
    committed: Callable[[], Any],
    ask: Ask,
    begin: Outage,
    settings: Any,
    client: Client,
):
    former = (settings.SEARCH_ENGINE, settings.ELASTICSEARCH)
    with committed():
        gone = factories.guide(community, title="Mentorat fermé")
    begin()
    started = time.monotonic()
    with committed():
        guide = factories.guide(community, title="Mentorat ouvert")
    GuidePage.objects.get(pk=gone.pk).unpublish()
    assert time.monotonic() - started < TOO_LONG
    with within(0.7):
        assert drain() == 0
    assert set(OutboxEntry.objects.values_list("page_id", flat=True)) >= {guide.pk, gone.pk}
    assert not OutboxEntry.objects.filter(attempts__gt=0).exists()
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH = former
    drain()
    assert not OutboxEntry.objects.exists()
    assert not compare().ids
    assert titles(ask("q=mentorat")) == ["Mentorat ouvert"]


@each_fault
def test_pages_go_on(
    community: CommunityPage, begin: Outage, client: Client, settings: Any, address: str
):
    factories.guide(community, title="Mentorat", summary="À deux.")
    begin()
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "timeout": 0.5}
    for _ in range(FAILURES + 1):
        answer = client.get("/search/?q=mentorat")
        assert answer.status_code == 200
        assert "<mark>Mentorat</mark>" in answer.content.decode()
    offered = client.get("/search/suggest/?q=ment")
    assert "Mentorat" in offered.content.decode()
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["parts"]["search"]) == (200, "unavailable")
    assert [message.id for message in run_checks(tags=[TAG])] == ["search.I002"]


@pytest.mark.parametrize("written", ["localhost:9200", "elasticsearch", "", "http://:x"])
@pytest.mark.parametrize("address", ["broken"], indirect=True)
def test_an_address_that_is_none_is_told_and_reduces_the_search(
    community: CommunityPage, begin: Outage, client: Client, settings: Any, written: str
):
    factories.guide(community, title="Mentorat", summary="À deux.")
    begin()
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": written}
    answer = client.get("/search/?q=mentorat")
    assert answer.status_code == 200
    assert "<mark>Mentorat</mark>" in answer.content.decode()
    assert client.get("/search/suggest/?q=ment").status_code == 200
    [told] = run_checks(tags=[TAG])
    assert told.id == "search.W002"
    assert "ELASTICSEARCH_URL" in told.msg


@pytest.mark.parametrize("address", ["broken"], indirect=True)
def test_a_server_that_fails_is_left_alone(
    community: CommunityPage, begin: Outage, client: Client, faulty: Server
):
    begin()
    for _ in range(2 * FAILURES):
        client.get("/search/?q=mentorat")
        client.get("/search/suggest/?q=ment")
    assert faulty.asked == FAILURES


@pytest.mark.parametrize("address", ["silent"], indirect=True)
def test_a_probe_does_not_wait_for_a_server_that_hangs(begin: Outage, client: Client, db: None):
    begin()
    started = time.monotonic()
    assert client.get("/readyz").json()["parts"]["search"] == "unavailable"
    assert run_checks(tags=[TAG])
    assert time.monotonic() - started < TOO_LONG
