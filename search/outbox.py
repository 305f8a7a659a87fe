"""Queues pages for the index, in the transaction of the change itself."""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.db import transaction

from search.deadline import within
from search.models import OutboxEntry
from search.tasks import drain_outbox

#: Seconds that somebody who saves may wait for the index, where tasks run in the request;
#: with what it takes to give up, under a second. The rest waits for the next drain.
SAVERS_PATIENCE = 0.7


class _Drain:
    """One task for all that one transaction queues: the first callback sends it."""

    def __init__(self) -> None:
        self.sent = False

    def send(self, patience: float) -> None:
        if not self.sent:
            self.sent = True
            with within(patience):
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
        _drain_after_commit(SAVERS_PATIENCE)


@contextmanager
def gathered() -> Iterator[None]:
    """Drain once at the end, however many pages change inside and however long it takes.

    For imports and commands.
    """
    token = _gathering.set(True)
    try:
        yield
    finally:
        _gathering.reset(token)
        if not _gathering.get():
            _drain_after_commit(math.inf)


def _drain_after_commit(patience: float) -> None:
    """Robust, so that nothing of the index can fail a save."""
    coming = _coming.get()
    if coming is None or coming.sent:
        coming = _Drain()
        _coming.set(coming)
    # Once per change and not per transaction: a savepoint may be rolled back with its callback.
    transaction.on_commit(partial(coming.send, patience), robust=True)
