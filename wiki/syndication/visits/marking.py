"""Remembers when somebody was here, without a write for each page that they open."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from wiki.people.models import User
from wiki.syndication.models import Visit

#: Who has been away for longer begins another visit.
AWAY = timedelta(minutes=30)
#: Seconds within which another page of the same person writes nothing.
QUIET = 300

#: One statement, so that two pages opened at once do not begin two visits.
_MARK = """
    INSERT INTO {table} (person_id, seen_at, previous_at) VALUES (%(person)s, %(now)s, NULL)
    ON CONFLICT (person_id) DO UPDATE SET
        previous_at = CASE WHEN {table}.seen_at < %(away)s
            THEN {table}.seen_at ELSE {table}.previous_at END,
        seen_at = CASE WHEN {table}.seen_at < excluded.seen_at
            THEN excluded.seen_at ELSE {table}.seen_at END
"""


class VisitMiddleware:
    """Notes people who have signed in, once the page that they open is made.

    What is the same for everybody (open pictures) never asks who is there, nor does this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and isinstance(request.user, User):
            note(request.user.pk)
        return response


def note(person_id: int) -> None:
    """Somebody is here: an entry of the cache, and a write when there was none."""
    if cache.add(f"here:{person_id}", 1, QUIET):
        mark(person_id, now=timezone.now())


def mark(person_id: int, *, now: datetime) -> None:
    """Write it down; a visit begins when the last sign of life is older than ``AWAY``."""
    adapt = connection.ops.adapt_datetimefield_value
    values = {"person": person_id, "now": adapt(now), "away": adapt(now - AWAY)}
    with connection.cursor() as cursor:
        cursor.execute(_MARK.format(table=Visit._meta.db_table), values)


def last_visit(person: User, *, now: datetime) -> datetime | None:
    """The end of the visit before this one; None during the first (one query)."""
    visit = Visit.objects.filter(person=person).first()
    if visit is None:
        return None
    # On the first page of a visit, what is written is still of the one before.
    return visit.seen_at if visit.seen_at < now - AWAY else visit.previous_at
