"""Empties the outbox into the index."""

import logging
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from search.deadline import time_left
from search.errors import IndexBusy, SearchUnavailable
from search.models import OutboxEntry
from search.models.outbox import wait_after
from search.service import sync

logger = logging.getLogger(__name__)

#: Rows read at once; few while somebody waits, so that the clock is looked at in between
#: (20 pages take some 50 to 150 ms to read and to write).
BATCH, SMALL_BATCH = 500, 20
#: Seconds below which no further batch is begun.
TOO_LATE = 0.1


@dataclass(frozen=True, slots=True)
class Row:
    """A waiting row."""

    pk: int
    page_id: int
    attempts: int


@dataclass
class _Told:
    """What one batch came to: pages refused with the reason, and what stopped it."""

    failed: dict[int, str] = field(default_factory=dict)
    outage: SearchUnavailable | None = None


def drain(*, everything: bool = False) -> int:
    """Bring the waiting pages up to date; how many rows are done.

    Rows of what fails stay, with the reason, and rest longer each time; ``everything``
    tries them too. When somebody else holds the index, nothing answers or the time is
    over (``search.deadline``), the others stay as well: the next drain finds them.
    """
    done = 0
    for batch in _batches(everything=everything):
        told = _tell(batch)
        if told.outage:
            _note_outage(batch, told.outage)
            break
        done += _finish(batch, told.failed)
    return done


def _batches(*, everything: bool) -> Iterator[list[Row]]:
    """The rows, oldest first; for somebody who waits the newest, which are their own.

    Those that others add meanwhile come along: who found the index held left them to us.
    """
    hurried = time_left() < math.inf
    size, order = (SMALL_BATCH, "-pk") if hurried and not everything else (BATCH, "pk")
    last = 0
    while not hurried or time_left() > TOO_LATE:
        due = Q(pk__gt=last) if everything else Q(next_try__lte=timezone.now())
        rows = OutboxEntry.objects.filter(due).order_by(order)
        batch = [Row(*row) for row in rows.values_list("pk", "page_id", "attempts")[:size]]
        if not batch:
            return
        last = batch[-1].pk
        yield batch


def _tell(batch: list[Row]) -> _Told:
    try:
        return _Told(sync({row.page_id for row in batch}).failed)
    except SearchUnavailable as error:
        return _Told(outage=error)


def _finish(batch: list[Row], failed: dict[int, str]) -> int:
    """Remove the rows that are done; only those read before: a page changed since has its own."""
    finished = [row.pk for row in batch if row.page_id not in failed]
    OutboxEntry.objects.filter(pk__in=finished).delete()
    refused = sorted(
        (row for row in batch if row.page_id in failed), key=lambda row: (row.page_id, row.attempts)
    )
    for (page_id, attempts), rows in groupby(refused, lambda row: (row.page_id, row.attempts)):
        OutboxEntry.objects.filter(pk__in=[row.pk for row in rows]).update(
            attempts=attempts + 1,
            next_try=timezone.now() + wait_after(attempts + 1),
            last_error=failed[page_id][:500],
        )
    if refused:
        logger.warning("search.drain.refused", extra={"pages": len(failed), "done": len(finished)})
    return len(finished)


def _note_outage(batch: list[Row], error: SearchUnavailable) -> None:
    """An outage is nobody's failure: it costs the pages no attempt and no rest."""
    reason = str(error)[:500]
    if isinstance(error, IndexBusy):
        logger.info("search.drain.busy", extra={"rows": len(batch)})
        return
    logger.warning("search.drain.unavailable", extra={"rows": len(batch), "reason": reason})
    waiting = OutboxEntry.objects.filter(pk__in=[row.pk for row in batch])
    waiting.exclude(last_error=reason).update(last_error=reason)
