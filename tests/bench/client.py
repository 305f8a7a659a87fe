"""Asks the site of this process as an anonymous reader would, through Django's test client."""

import threading
from collections.abc import Callable, Sequence

from django.core.cache import cache
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.timing import Answer, Reading, clock

HOST = "localhost"
_client = Client(SERVER_NAME=HOST)


def _get(address: str) -> bytes:
    response = _client.get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address} answered {response.status_code}")
    return b"".join(response) if response.streaming else response.content


def read_pages(*, addresses: Sequence[str], cold: bool = False) -> list[Reading]:
    """One reading of each address; ``cold`` empties the site's cache before each."""
    readings = []
    for address in addresses:
        if cold:
            cache.clear()
        with clock() as span:
            body = _get(address)
        readings.append(Reading(span.seconds * 1000, len(body)))
    return readings


def query_count(*, address: str) -> int:
    """Database queries of a page that was read before."""
    _get(address)
    with CaptureQueriesContext(connection) as queries:
        _get(address)
    return len(queries)


def text_of(*, address: str) -> str:
    """The page as text, for a check that it holds what it should."""
    return _get(address).decode()


def timed_queries(
    addresses: Sequence[str], *, limit: float, interrupt: Callable[[], None] | None = None
) -> list[Answer]:
    """The time of each address; ``interrupt`` is called after ``limit`` seconds."""
    return [_timed(address, limit, interrupt) for address in addresses]


def _timed(address: str, limit: float, interrupt: Callable[[], None] | None) -> Answer:
    guard = threading.Timer(limit, interrupt) if interrupt else None
    if guard:
        guard.start()
    try:
        with clock() as span:
            _get(address)
    except OperationalError as error:
        if not any(said in str(error) for said in ("interrupted", "canceling")):
            raise
        return Answer(limit * 1000, cut=True)
    finally:
        if guard:
            guard.cancel()
    return Answer(span.seconds * 1000)


def queries_of(*, address: str) -> list[str]:
    """The database queries of a page that was read before, for whoever looks into a figure."""
    _get(address)
    with CaptureQueriesContext(connection) as queries:
        _get(address)
    return [query["sql"] for query in queries]
