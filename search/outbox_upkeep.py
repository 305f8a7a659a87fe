"""What happens to the waiting rows around a rebuild and a check."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from search.models import OutboxEntry


def last_row() -> int:
    """The newest waiting row; 0 when nothing waits."""
    return OutboxEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def after_rebuild(last: int, failed: Mapping[int, str]) -> None:
    """Drop rows up to ``last``: the rebuild read those pages later. Queue what failed."""
    with transaction.atomic():
        OutboxEntry.objects.filter(pk__lte=last).delete()
        OutboxEntry.objects.bulk_create(
            OutboxEntry(page_id=page_id, attempts=1, last_error=reason[:500])
            for page_id, reason in failed.items()
        )
