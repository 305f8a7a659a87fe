"""Reads of subscriptions: one's own, and what of them one may still know."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from wiki.communities.queries import communities
from wiki.digests.models import ReadingChoice, Rhythm, StoppedAddress, Subscription
from wiki.digests.subscriptions.services import Source
from wiki.people.models import User


def subscriptions_of(person: User) -> QuerySet[Subscription]:
    """The person's subscriptions to what they may read now, by community, then by theme."""
    known = communities(person).order_by().values("pk")
    rows = Subscription.objects.filter(Q(community=None) | Q(community__in=known), person=person)
    return rows.select_related("community", "theme").order_by(
        "community__title", "theme__label_fr", "pk"
    )


def subscription_to(person: User, source: Source) -> Subscription | None:
    """The person's subscription to exactly this (one query)."""
    return Subscription.objects.filter(person=person, **source.fields).first()


def is_merged(person: User) -> bool:
    """Whether the person wants one message for all communities (one query)."""
    return not ReadingChoice.objects.filter(person=person, merged=False).exists()


def code_of_stop(person: User) -> str:
    """Why nothing more is sent to the person's address: its server's code (one query)."""
    rows = StoppedAddress.objects.filter(email=person.email.lower())
    return rows.values_list("code", flat=True).first() or ""


def read_later(community: int) -> int:
    """How many get the community's digests once a week or once a month (one query)."""
    rows = Subscription.objects.filter(Q(person=None) | Q(person__is_active=True))
    rows = rows.filter(community=community, theme=None).exclude(rhythm=Rhythm.IMMEDIATE)
    return rows.count()


@dataclass(frozen=True, slots=True)
class Reach:
    """How many get the digests of a community."""

    people: int
    outside: int


def reach(community: int) -> Reach:
    """Of those who want all of it (one query for each)."""
    rows = Subscription.objects.filter(community=community)
    return Reach(
        people=rows.filter(person__is_active=True).values("person").distinct().count(),
        outside=rows.filter(address__isnull=False).values("address").distinct().count(),
    )
