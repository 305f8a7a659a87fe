"""Empties the outbox into the index."""

import logging

from django.db.models import F

from search.errors import IndexBusy, SearchUnavailable
from search.models import OutboxEntry
from search.service import sync

logger = logging.getLogger(__name__)

#: Rows read at once.
BATCH = 500
#: A page that failed this often waits for `search_sync`, so that it does not cost every save.
PATIENCE = 5


def drain(*, everything: bool = False) -> int:
    """Bring all waiting pages up to date; how many rows are done.

    Rows of what fails stay, with the reason. When somebody else holds the index, or
    nothing answers, all stay: the next drain finds them. ``everything`` also tries
    pages that failed often.
    """
    done, last = 0, 0
    rows = OutboxEntry.objects.order_by("pk")
    if not everything:
        rows = rows.filter(attempts__lt=PATIENCE)
    while batch := list(rows.filter(pk__gt=last).values_list("pk", "page_id")[:BATCH]):
        last = batch[-1][0]
        try:
            failed = sync({page_id for _pk, page_id in batch}).failed
        except IndexBusy:
            logger.info("search.drain.busy", extra={"waiting": len(batch)})
            return done
        except SearchUnavailable as error:
            _note_outage(str(error))
            return done
        finished = [pk for pk, page_id in batch if page_id not in failed]
        for page_id, reason in failed.items():
            _note_failure([pk for pk, waiting in batch if waiting == page_id], reason)
        # Only the rows read before: a page changed since has a row of its own.
        OutboxEntry.objects.filter(pk__in=finished).delete()
        done += len(finished)
    return done


def _note_failure(rows: list[int], reason: str) -> None:
    OutboxEntry.objects.filter(pk__in=rows).update(
        attempts=F("attempts") + 1, last_error=reason[:500]
    )


def _note_outage(reason: str) -> None:
    """An outage is nobody's failure: it costs the pages no attempt."""
    logger.warning("search.drain.unavailable", extra={"reason": reason})
    OutboxEntry.objects.update(last_error=reason[:500])
