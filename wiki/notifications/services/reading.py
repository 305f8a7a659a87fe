"""Marking notices as read."""

from datetime import timedelta

from django.utils import timezone

from wiki.notifications.models import Delivery, Notice
from wiki.people.models import User

#: How long notices are kept, read or not; deliveries as long.
KEPT = timedelta(days=365)


def mark_read(person: User, pk: int | None = None) -> int:
    """One of the person's notices, or all of them; how many were unread."""
    rows = Notice.objects.filter(recipient=person, read_at=None)
    if pk is not None:
        rows = rows.filter(pk=pk)
    return rows.update(read_at=timezone.now())


def forget_old() -> int:
    """Notices and e-mails of more than a year go; how many notices."""
    before = timezone.now() - KEPT
    gone, _by_model = Notice.objects.filter(created_at__lt=before).delete()
    Delivery.objects.filter(made_at__lt=before, notices=None).delete()
    return gone
