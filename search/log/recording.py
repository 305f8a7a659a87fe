"""Writes the log: a search, an opening. Nothing here can fail or hold up an answer."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse
from django.utils import timezone

from search.log.sighting import Sighting
from search.log.words import continues
from search.models import LoggedSearch
from search.popularity import count_opening

logger = logging.getLogger(__name__)

#: Milliseconds to wait for another writer of SQLite; then this search goes uncounted.
PATIENCE = 250


class NotedResponse(HttpResponse):
    """A page of results whose search is written down once the page has left."""

    def __init__(self, content: str, sighting: Sighting | None) -> None:
        super().__init__(content)
        self._sighting = sighting

    def close(self) -> None:
        sighting, self._sighting = self._sighting, None
        if sighting:
            record(sighting)
        super().close()  # Django gives the connection back here, so it comes last


def record(seen: Sighting) -> None:
    """Count this search, or change the one that it continues (two queries at most)."""
    with _quick():
        former = None
        if seen.former:
            row = LoggedSearch.objects.filter(pk=seen.former.id, summed=False)
            former = row.values("words", "shown", "opened", "filters").first()
        if former is None:
            if not seen.same:
                _add(seen)
        elif former["words"] == seen.wording.key:
            row.update(id=seen.id, filters=seen.filters or former["filters"])
        elif former["opened"]:
            _add(seen)
        elif seen.former and seen.former.at_once and continues(former["words"], seen.wording.key):
            row.update(**_values(seen))
        else:
            _add(seen, before=former["words"], before_shown=former["shown"])


def note_opening(search_id: UUID, rank: int, *, page_id: int | None = None) -> None:
    """The best rank opened of a search; repeating it changes nothing.

    The first page opened is counted for itself, away from the search (``search.popularity``).
    """
    with _quick():
        row = LoggedSearch.objects.filter(pk=search_id, summed=False)
        if not row.filter(opened=0).update(opened=1, ranks=rank):
            row.filter(ranks__gt=rank).update(ranks=rank)
        elif page_id:
            count_opening(page_id, timezone.localdate())


def _add(seen: Sighting, **before: str) -> None:
    LoggedSearch.objects.create(**_values(seen), **before)


def _values(seen: Sighting) -> dict[str, Any]:
    return {
        "id": seen.id,
        "day": seen.day,
        "words": seen.wording.key,
        "shown": seen.wording.shown,
        "language": seen.language,
        "filters": seen.filters,
        "results": seen.results,
        "unanswered": int(seen.unanswered),
    }


@contextmanager
def _quick() -> Iterator[None]:
    """A short write, given up when the database is busy or away.

    Only SQLite makes a writer wait for all others; elsewhere these rows, which nobody
    else writes, wait for nothing. What was typed stays out of the process's log.
    """
    try:
        with _little_patience():
            yield
    except (DatabaseError, InterfaceError) as error:
        logger.warning("search.log.failed", extra={"error": type(error).__name__})


@contextmanager
def _little_patience() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    # On the bare connection: these are no queries, and a lock must not hinder them.
    before = connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE:d}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {before:d}")
