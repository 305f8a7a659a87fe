"""Who a mailing is for, and what is known of each of them when it leaves."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.users.models import UserProfile

from guides.models import DigestPage, KnowledgePage
from guides.queries import theme_tree
from wiki.communities.audience import tokens_of
from wiki.communities.queries import community_of
from wiki.digests.delivery.contents import Had, Wants
from wiki.digests.delivery.tellings import had_before, told_of
from wiki.digests.models import (
    Delivery,
    Mailing,
    OutsideAddress,
    ReadingChoice,
    Rhythm,
    StoppedAddress,
    Subscription,
)
from wiki.notifications.models import Pause
from wiki.people.models import User

Kind = Mailing.Kind
#: Rows written at once.
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Reader:
    """One mailbox."""

    email: str
    #: How one is greeted; "" for an address without a name.
    name: str
    language: str
    tokens: frozenset[str]
    wants: Wants
    #: What the links at the foot are signed for: (« p » or « a », id).
    key: tuple[str, int]
    #: Messages to this mailbox came back: there is no such one.
    stopped: bool = False


def gather(mailing: Mailing) -> int:
    """Write a delivery for each reader whom the mailing may concern; how many are new.

    Safe to repeat and to go on with: what one may read is asked when it leaves.
    """
    people, addresses = _concerned(mailing)
    made = _write(mailing, "person_id", people) + _write(mailing, "address_id", addresses)
    Mailing.objects.filter(pk=mailing.pk).update(gathered_at=timezone.now())
    return made


def _write(mailing: Mailing, reader: str, ids: Iterable[int]) -> int:
    rows = [Delivery(mailing=mailing, **{reader: pk}) for pk in ids]
    before = Delivery.objects.filter(mailing=mailing).count()
    for start in range(0, len(rows), CHUNK):
        Delivery.objects.bulk_create(rows[start : start + CHUNK], ignore_conflicts=True)
    return Delivery.objects.filter(mailing=mailing).count() - before


def _concerned(mailing: Mailing) -> tuple[list[int], list[int]]:
    """Ids of people and of addresses outside."""
    if mailing.kind == Kind.CORRECTION:
        told = told_of(mailing.item_id or 0).values_list("person_id", "address_id")
        readers = list(told)
    else:
        rows = subscriptions_for(mailing)
        active = rows.filter(Q(person=None) | Q(person__is_active=True))
        readers = list(active.values_list("person_id", "address_id"))
    people = {person for person, _address in readers if person}
    outside = {address for _person, address in readers if address}
    same = User.objects.filter(pk__in=people).values("email")
    doubles = OutsideAddress.objects.filter(pk__in=outside, email__in=same)
    return sorted(people), sorted(outside - set(doubles.values_list("pk", flat=True)))


def subscriptions_for(mailing: Mailing) -> QuerySet[Subscription]:
    """The subscriptions that this mailing answers."""
    if mailing.kind == Kind.DIGEST:
        rows = Subscription.objects.filter(rhythm=Rhythm.IMMEDIATE)
        return rows.filter(_of_digest(mailing))
    if mailing.kind == Kind.CORRECTION:
        # Those whom the digest had reached and who have not stopped its like since.
        community = community_of(mailing.digest) if mailing.digest else None
        return Subscription.objects.filter(Q(community=community) | Q(community=None))
    apart = ReadingChoice.objects.filter(merged=False, person=OuterRef("person"))
    rows = Subscription.objects.filter(rhythm=mailing.rhythm)
    if mailing.community_id is None:
        # A theme of all communities is one message, whatever one chose.
        return rows.exclude(Exists(apart), community__isnull=False)
    return rows.filter(Exists(apart), community=mailing.community_id)


def _of_digest(mailing: Mailing) -> Q:
    digest = DigestPage.objects.filter(pk=mailing.digest_id).first()
    community = community_of(digest) if digest else None
    if digest is None or community is None:
        return Q(pk=None)
    told = KnowledgePage.themes.through.objects.filter(knowledgepage__digest_items__digest=digest)
    own = set(told.values_list("theme_id", flat=True))
    wide = [theme for theme, parts in theme_tree().items() if own & parts]
    return Q(community=community, theme=None) | (
        Q(theme__in=wide) & (Q(community=community) | Q(community=None))
    )


def readers_of(mailing: Mailing, deliveries: Sequence[Delivery]) -> dict[int, Reader]:
    """The reader of each delivery, by its id; those who get nothing any more are left out.

    Twelve queries at most, however many deliveries.
    """
    people = [row.person_id for row in deliveries if row.person_id]
    outside = [row.address_id for row in deliveries if row.address_id]
    wants = _wants(mailing, people, outside)
    active = User.objects.filter(pk__in=people, is_active=True).in_bulk()
    tokens = tokens_of(active)
    languages = dict(
        UserProfile.objects.filter(user__in=active).values_list("user", "preferred_language")
    )
    resting = set(
        Pause.objects.filter(person__in=people, until__gte=timezone.localdate()).values_list(
            "person_id", flat=True
        )
    )
    addresses = OutsideAddress.objects.in_bulk(outside)
    found: dict[int, Reader] = {}
    for row in deliveries:
        person = active.get(row.person_id or 0)
        address = addresses.get(row.address_id or 0)
        if person is not None and person.email and person.pk not in resting:
            key = ("p", person.pk)
            language = languages.get(person.pk) or ""
            values = (person.email, person.first_name, language, tokens.get(person.pk, frozenset()))
        elif address is not None:
            key = ("a", address.pk)
            values = (address.email, "", address.language, frozenset())
        else:
            continue
        if key in wants:
            email, name, language, held = values
            known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
            found[row.pk] = Reader(email, name, known, held, wants[key], key)
    stopped = StoppedAddress.objects.filter(
        email__in={each.email.lower() for each in found.values()}
    )
    dead = set(stopped.values_list("email", flat=True))
    return {
        pk: replace(reader, stopped=reader.email.lower() in dead) for pk, reader in found.items()
    }


def _wants(
    mailing: Mailing, people: Sequence[int], outside: Sequence[int]
) -> dict[tuple[str, int], Wants]:
    rows = subscriptions_for(mailing).filter(Q(person__in=people) | Q(address__in=outside))
    found: dict[tuple[str, int], list[Subscription]] = defaultdict(list)
    for row in rows:
        key = ("p", row.person_id) if row.person_id else ("a", row.address_id or 0)
        found[key].append(row)
    if mailing.kind == Kind.CORRECTION:
        return dict.fromkeys(found, Wants(everything=True))
    had = had_before(mailing, people, outside)
    return {
        key: Wants.of(subscriptions, had=had.get(key, Had()))
        for key, subscriptions in found.items()
    }
