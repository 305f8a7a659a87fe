"""Reads of subscriptions: one's own, and what of them one may still know."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from guides.models import KnowledgePage
from guides.queries import knowledge, theme_tree
from wiki.communities.models import CommunityPage
from wiki.communities.queries import communities
from wiki.core.models import Theme
from wiki.core.text import unaccented
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


def themes_of(pages: QuerySet[KnowledgePage]) -> list[Theme]:
    """Themes of these pages and those of which they are part, by name (three queries)."""
    rows = KnowledgePage.themes.through.objects.filter(knowledgepage__in=pages.order_by())
    own = set(rows.values_list("theme_id", flat=True))
    wide = [theme for theme, parts in theme_tree().items() if own & parts]
    return sorted(Theme.objects.filter(pk__in=wide), key=lambda theme: unaccented(theme.label))


@dataclass(frozen=True, slots=True)
class Offer:
    """What else one may subscribe to."""

    communities: list[CommunityPage]
    themes: list[Theme]


def offer_to(person: User, rows: Iterable[Subscription]) -> Offer:
    """What the person may read and does not get in full by these subscriptions."""
    whole = {row.community_id for row in rows if not row.theme_id}
    everywhere = {row.theme_id for row in rows if not row.community_id}
    places = communities(person).filter(archived_at=None)
    return Offer(
        communities=[place for place in places if place.pk not in whole],
        themes=[each for each in themes_of(knowledge(person)) if each.pk not in everywhere],
    )


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
