"""What the inbox need not remember."""

from django.utils import timezone

from wiki.watch.models import Story, StoryState
from wiki.watch.sources.grouping import REMEMBERED

#: Rows that go at once: short transactions.
CHUNK = 1_000


def forget_old() -> int:
    """Stories that were not kept go after half a year, unless a feed would bring them back.

    What has a date is too old to come back (``storing.NEWS``); what has none stays.
    """
    before = timezone.now() - REMEMBERED
    old = Story.objects.exclude(state=StoryState.KEPT).filter(
        found_at__lt=before, dated_at__lt=before
    )
    old = old.exclude(items__published_at=None)
    gone = 0
    while chunk := list(old.values_list("pk", flat=True)[:CHUNK]):
        Story.objects.filter(pk__in=chunk).delete()
        gone += len(chunk)
    return gone
