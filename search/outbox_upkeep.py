"""What happens to the waiting rows around a rebuild and a check."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from search.models import OutboxEntry
from search.models.outbox import wait_after


def last_row() -> int:
    """The newest waiting row; 0 when nothing waits."""
    return OutboxEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def after_rebuild(last: int, failed: Mapping[int, str]) -> None:
    """Drop rows up to ``last``: the rebuild read those pages later. Queue what failed."""
    with transaction.atomic():
        OutboxEntry.objects.filter(pk__lte=last).delete()
        OutboxEntry.objects.bulk_create(
            OutboxEntry(
                page_id=page_id,
                attempts=1,
                next_try=timezone.now() + wait_after(1),
                last_error=reason[:500],
            )
            for page_id, reason in failed.items()
        )


def note(ids: Iterable[int]) -> None:
    """Let these pages wait, at once and whatever they waited for."""
    OutboxEntry.objects.bulk_create(
        (OutboxEntry(page_id=page_id) for page_id in ids), batch_size=1_000
    )


def oldest_wait() -> timedelta:
    """How long the oldest waiting row has waited; zero when nothing waits."""
    since = OutboxEntry.objects.aggregate(since=Min("queued_at"))["since"]
    return timezone.now() - since if since else timedelta()
