"""Dates of communities as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from icalendar import Calendar, Event

from wiki.communities.models import CommunityPage, Gathering
from wiki.syndication.feeds.values import absolute, legal

CONTENT_TYPE = "text/calendar; charset=utf-8"
#: How long a date stays in the calendar once it is over.
REMEMBERED = timedelta(days=90)
#: How often a program should look again.
REFRESH = timedelta(hours=6)
#: Dates in one calendar.
MOST = 500


def dates_of(communities: QuerySet[CommunityPage], *, now: datetime) -> list[Gathering]:
    """The dates of these communities that are to come or not long over (one query)."""
    after = now - REMEMBERED
    rows = Gathering.objects.filter(Q(starts_at__gte=after) | Q(ends_at__gte=after))
    rows = rows.filter(community__in=communities.order_by().values("pk"))
    # Those to come matter more than those that are over.
    return list(rows.select_related("community").order_by("-starts_at", "-pk")[:MOST])[::-1]


def calendar(name: str, dates: Iterable[Gathering]) -> bytes:
    """The calendar. A date that moves keeps its UID; one that is off is no longer in it."""
    made = Calendar()
    made.add("prodid", "-//Recueil//Dates of communities//FR")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", legal(name))
    # What programs understood before RFC 7986.
    made.add("x-wr-calname", legal(name))
    made.add("x-wr-timezone", settings.TIME_ZONE)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", REFRESH)
    for date in dates:
        made.add_component(_event(date))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(date: Gathering) -> Event:
    community = date.community
    event = Event()
    event.add("uid", f"gathering-{date.pk}@{urlsplit(settings.SITE_URL).hostname}")
    # Without a method it says when what is told was last changed (RFC 5545, 3.8.7.2).
    event.add("dtstamp", date.changed_at)
    event.add("last-modified", date.changed_at)
    event.add("sequence", date.moves)
    event.add("summary", legal(date.title))
    event.add("dtstart", timezone.localtime(date.starts_at))
    if date.ends_at:
        event.add("dtend", timezone.localtime(date.ends_at))
    if date.place:
        event.add("location", legal(date.place))
    if date.notes:
        event.add("description", legal(date.notes))
    event.add("url", absolute(community.url or "/"))
    event.add("categories", [legal(community.title)])
    return event
