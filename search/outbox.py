"""Queues pages for the index, in the transaction of the change itself."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from search.models import OutboxEntry
from search.tasks import drain_outbox


class _Drain:
    """One task for all that one transaction queues: the first callback sends it."""

    def __init__(self) -> None:
        self.sent = False

    def __call__(self) -> None:
        if not self.sent:
            self.sent = True
            drain_outbox.enqueue()


_gathering: ContextVar[bool] = ContextVar("search_outbox_gathering", default=False)
_coming: ContextVar[_Drain | None] = ContextVar("search_outbox_coming", default=None)


def queue(ids: Iterable[int]) -> None:
    """Note that these pages may have changed, and drain once the change is committed."""
    rows = [OutboxEntry(page_id=page_id) for page_id in dict.fromkeys(ids)]
    if not rows:
        return
    OutboxEntry.objects.bulk_create(rows, batch_size=1_000)
    if not _gathering.get():
        _drain_after_commit()


@contextmanager
def gathered() -> Iterator[None]:
    """Drain once at the end, however many pages change inside: for imports and commands."""
    token = _gathering.set(True)
    try:
        yield
    finally:
        _gathering.reset(token)
        if not _gathering.get():
            _drain_after_commit()


def _drain_after_commit() -> None:
    """Robust, so that nothing of the index can fail a save."""
    coming = _coming.get()
    if coming is None or coming.sent:
        coming = _Drain()
        _coming.set(coming)
    # Once per change and not per transaction: a savepoint may be rolled back with its callback.
    transaction.on_commit(coming, robust=True)
