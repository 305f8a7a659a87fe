"""Says to ``/readyz`` how the index is, and whether pages wait for it."""

from django.db import DatabaseError

from search.deadline import within
from search.engines import engine
from search.errors import IndexDamaged, IndexMissing, IndexStale, SearchUnavailable
from search.models import OutboxEntry
from wiki.core.health import OK, UNAVAILABLE, register_probe

#: Seconds that a probe may take: who watches gives up after a few.
PATIENCE = 1.0
#: The words for what only a rebuild repairs.
WORDS: dict[type[SearchUnavailable], str] = {
    IndexMissing: "missing",
    IndexStale: "stale",
    IndexDamaged: "damaged",
}


def index_state() -> str:
    """``ok``, ``missing``, ``stale``, ``damaged`` or ``unavailable``."""
    try:
        with within(PATIENCE):
            engine().check()
    except SearchUnavailable as error:
        return WORDS.get(type(error), UNAVAILABLE)
    return OK


def waiting() -> str:
    """``ok`` when no page waits for the index, otherwise how many rows do."""
    try:
        rows = OutboxEntry.objects.count()
    except DatabaseError:
        return UNAVAILABLE
    return f"{rows} waiting" if rows else OK


def register() -> None:
    """Tell the state of the search without making the site unready: it works without."""
    register_probe("search", index_state, required=False)
    register_probe("search_outbox", waiting, required=False)
