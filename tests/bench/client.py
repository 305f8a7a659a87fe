"""Asks the site of this process as a reader would, through Django's test client."""

import threading
from collections.abc import Callable, Sequence

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.timing import Answer, Reading, clock

HOST = "localhost"
#: By e-mail address or user name; "" for a reader who has not signed in.
_clients: dict[str, Client] = {}


def _client(who: str) -> Client:
    if who not in _clients:
        _clients[who] = Client(SERVER_NAME=HOST)
        if who:
            person = get_user_model().objects.get_by_natural_key(who)
            _clients[who].force_login(person)
    return _clients[who]


def _get(address: str, who: str = "") -> bytes:
    response = _client(who).get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address} answered {response.status_code}")
    return b"".join(response) if response.streaming else response.content


def read_pages(*, addresses: Sequence[str], cold: bool = False, who: str = "") -> list[Reading]:
    """One reading of each address; ``cold`` empties the site's cache before each."""
    readings = []
    for address in addresses:
        if cold:
            cache.clear()
        with clock() as span:
            body = _get(address, who)
        readings.append(Reading(span.seconds * 1000, len(body)))
    return readings


def query_count(*, address: str, who: str = "") -> int:
    """Database queries of a page that was read before."""
    return len(queries_of(address=address, who=who))


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


def queries_of(*, address: str, who: str = "") -> list[str]:
    """The database queries of a page that was read before, for whoever looks into a figure."""
    _get(address, who)
    with CaptureQueriesContext(connection) as queries:
        _get(address, who)
    return [query["sql"] for query in queries]
