"""A site whose search server may be stopped, held, refused or lied to.

The tests of this folder share one node of their own, so they stay on one worker
(``tests.scheduling``).
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from pytest_django import DjangoCaptureOnCommitCallbacks

from search import engines, jobs, outbox, service
from search.consistency import compare
from search.errors import SearchUnavailable
from search.models import OutboxEntry
from search.params import SearchParams
from tests.conftest import need
from tests.search import servers
from tests.search.conftest import titles
from tests.search.faults.proxy import Proxy, proxy
from tests.search.servers import Node
from wiki.communities.audience import Viewer

#: What a save may wait at most for the index.
SAVERS_LIMIT = 1.0
#: Read before the suite, which has all the time in the world, changes it.
SAVERS_PATIENCE = outbox.SAVERS_PATIENCE
#: The breaker lets some seconds pass after an outage; a busy machine adds its own.
HEALING_LIMIT = 60


@dataclass(frozen=True)
class Site:
    """What people do and see while the server misbehaves."""

    capture: DjangoCaptureOnCommitCallbacks

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Commit what happens inside while all is well, however long it takes."""
        with self.capture(execute=True):
            yield

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Commit what happens inside; fails when the index kept the saver waiting."""
        with self.capture() as callbacks:
            yield
        started = time.monotonic()
        for callback in callbacks:
            callback()
        waited = time.monotonic() - started
        assert waited < SAVERS_LIMIT, f"the save waited {waited:.2f} s for the index"

    def found(self, query: str, viewer: Viewer | None = None) -> list[str]:
        """Titles from the index itself, best first."""
        params = SearchParams.of(QueryDict(f"q={query}"))
        page = service.search(params, viewer or AnonymousUser())
        assert not page.reduced, "the database answered instead"
        return titles(page)

    def heal(self) -> None:
        """Do what the worker does by itself, until index and database are the same."""
        deadline = time.monotonic() + HEALING_LIMIT
        while time.monotonic() < deadline:
            jobs.heal_index()
            jobs.drain_outbox()
            with suppress(SearchUnavailable):
                if not OutboxEntry.objects.exists() and not compare().ids:
                    return
            time.sleep(0.2)
        raise AssertionError(f"{OutboxEntry.objects.count()} rows still wait: {last_error()}")


def last_error() -> str:
    return next(iter(OutboxEntry.objects.values_list("last_error", flat=True)), "nothing")


@pytest.fixture(scope="session")
def need_servers() -> None:
    """The folder of the shared server, from which others are started."""
    need(
        os.environ.get("TEST_ELASTICSEARCH_URL"),
        'Elasticsearch is missing: start one with `eval "$(.ci/elasticsearch)"`',
    )


@pytest.fixture(scope="session")
def lone_node(need_servers: None) -> Iterator[Node]:
    """One server for all tests of this folder that need but one."""
    with servers.node() as node:
        yield node


@pytest.fixture
def server(lone_node: Node) -> Iterator[Node]:
    """The server, which runs at the start of each test whatever the last one did to it."""
    lone_node.recover()
    yield lone_node
    lone_node.recover()


@pytest.fixture
def between(server: Node) -> Iterator[Proxy]:
    """A proxy in front of the server, honest until told otherwise."""
    with proxy(server.port) as made:
        yield made


def clear(node: Node, prefix: str) -> None:
    """Remove a site's indexes."""
    with node.client() as client:
        for name in client.indices.get_alias(index=f"{prefix}-*", allow_no_indices=True):
            client.indices.delete(index=name, ignore_unavailable=True)


Open = Callable[..., AbstractContextManager[Site]]


@pytest.fixture
def open_site(
    db: None,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Open:
    """``with open_site(url, timeout=1.0)``: a site with an index of its own on this server."""

    @contextmanager
    def opened(node: Node, **options: Any) -> Iterator[Site]:
        prefix = f"recueil-{uuid4().hex[:12]}"
        monkeypatch.setattr(outbox, "SAVERS_PATIENCE", SAVERS_PATIENCE)
        settings.SEARCH_ENGINE = "elastic"
        settings.ELASTICSEARCH = settings.ELASTICSEARCH | {
            "url": node.url, "prefix": prefix, **options
        }  # fmt: skip
        # A process of its own: no breaker that earlier tests left open.
        engines._connection.cache_clear()
        service.rebuild()
        yield Site(django_capture_on_commit_callbacks)
        node.recover()
        clear(node, prefix)

    return opened


@pytest.fixture
def site(server: Node, open_site: Open) -> Iterator[Site]:
    """A site in front of the lone server."""
    with open_site(server) as opened:
        yield opened
