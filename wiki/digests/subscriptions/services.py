"""Writes on subscriptions: each person writes their own."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wiki.communities.audience import page_audiences
from wiki.communities.models import CommunityPage
from wiki.communities.queries import communities
from wiki.communities.rights import Visibility
from wiki.core.models import Theme
from wiki.digests.errors import NotFromOutside
from wiki.digests.models import (
    OutsideAddress,
    ReadingChoice,
    Rhythm,
    StoppedAddress,
    Subscription,
)
from wiki.people.models import User

_CONFIRM = "digests.confirm"
#: Seconds for which the link of a confirmation holds.
CONFIRM_WITHIN = 3 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Source:
    """What one may subscribe to: a community, a theme of it, or a theme everywhere."""

    community: CommunityPage | None = None
    theme: Theme | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """As columns of a subscription."""
        return {"community": self.community, "theme": self.theme}


def source_for(viewer: Any, *, community: str = "", theme: str = "") -> Source:
    """What these addresses name. Raises Http404 for what the person may not read."""
    place = communities(viewer).filter(slug=community).first() if community else None
    subject = Theme.objects.filter(slug=theme).first() if theme else None
    if (community and place is None) or (theme and subject is None) or not (place or subject):
        raise Http404
    return Source(place, subject)


@transaction.atomic
def subscribe(person: User, source: Source, *, rhythm: Rhythm) -> Subscription:
    """``person`` gets it in this rhythm; another rhythm replaces the first."""
    row, _made = Subscription.objects.update_or_create(
        person=person, **source.fields, defaults={"rhythm": rhythm}
    )
    return row


@transaction.atomic
def unsubscribe(person: User, source: Source) -> None:
    """``person`` gets it no longer, whether or not they may still know of it."""
    Subscription.objects.filter(person=person, **source.fields).delete()


@transaction.atomic
def end(person: User, number: int) -> None:
    """The subscription of this number, if it is the person's."""
    Subscription.objects.filter(person=person, pk=number).delete()


@transaction.atomic
def choose_rhythm(person: User, number: int, rhythm: Rhythm) -> None:
    """Another rhythm for the subscription of this number, if it is the person's."""
    Subscription.objects.filter(person=person, pk=number).update(rhythm=rhythm)


@transaction.atomic
def choose_merged(person: User, *, merged: bool) -> None:
    """One message for all communities, or one for each."""
    ReadingChoice.objects.update_or_create(person=person, defaults={"merged": merged})


@transaction.atomic
def send_again_to(person: User) -> None:
    """The person's mailbox exists after all: messages go there again."""
    StoppedAddress.objects.filter(email=person.email.lower()).delete()


def accepts_outside(community: CommunityPage | None) -> bool:
    """Whether anybody may subscribe with an address alone: the community is public and in use."""
    if community is None or community.visibility != Visibility.PUBLIC or community.is_archived:
        return False
    return page_audiences([community])[community.pk].is_public


def ask_to_confirm(email: str, source: Source, *, rhythm: Rhythm, language: str) -> None:
    """Send the link that subscribes this address; nothing is kept of it before.

    The same is sent, whether or not the address is known. Raises NotFromOutside.
    """
    if not accepts_outside(source.community):
        raise NotFromOutside
    address = email.strip().lower()
    values = [
        address,
        source.community.pk if source.community else None,
        source.theme.pk if source.theme else None,
        rhythm.value,
        language,
    ]
    token = signing.dumps(values, salt=_CONFIRM)
    with translation.override(language):
        _confirmation(address, source, token=token, language=language).send()


def _confirmation(
    email: str, source: Source, *, token: str, language: str
) -> EmailMultiAlternatives:
    title = source.community.title if source.community else ""
    context = {
        "title": title,
        "link": f"{settings.SITE_URL}{reverse('digests:confirm', args=[token])}",
        "site_name": settings.SITE_NAME,
        "language": language,
    }
    subject = _("Confirm your subscription to the digests of %(title)s") % context
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string("digests/mail/confirm.txt", context),
        to=[email],
        headers={"Auto-Submitted": "auto-replied"},
    )
    message.attach_alternative(render_to_string("digests/mail/confirm.html", context), "text/html")
    return message


@dataclass(frozen=True, slots=True)
class Asked:
    """What the link of a confirmation holds."""

    email: str
    source: Source
    rhythm: Rhythm
    language: str


def read_confirmation(token: str) -> Asked | None:
    """What would be confirmed; None for a link that is forged, too old, or leads nowhere now."""
    try:
        email, community, theme, rhythm, language = signing.loads(
            token, salt=_CONFIRM, max_age=CONFIRM_WITHIN
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    place = CommunityPage.objects.live().filter(pk=community).first()
    subject = Theme.objects.filter(pk=theme).first() if theme else None
    if place is None or not accepts_outside(place) or (theme and subject is None):
        return None
    return Asked(email, Source(place, subject), Rhythm(rhythm), language)


@transaction.atomic
def confirm(asked: Asked) -> None:
    """The address is read by whoever holds it: subscribe it, or the account that has it."""
    StoppedAddress.objects.filter(email=asked.email).delete()
    person = User.objects.filter(email__iexact=asked.email, is_active=True).first()
    if person is not None:
        subscribe(person, asked.source, rhythm=asked.rhythm)
        return
    address, _made = OutsideAddress.objects.get_or_create(
        email=asked.email, defaults={"language": asked.language}
    )
    Subscription.objects.update_or_create(
        address=address, **asked.source.fields, defaults={"rhythm": asked.rhythm}
    )


@transaction.atomic
def stop(reader: tuple[str, int], community: int | None) -> None:
    """No more digests of this community (None: of any) for whoever holds the link.

    A theme of all communities ends too, for it brings what the link was to end; so does the
    subscription to the community into which this one was merged since.
    """
    rows = _subscriptions_of(reader)
    if community is not None:
        here = Q(community=community) | Q(community__merged_from=community)
        rows = rows.filter(here | Q(community=None))
    rows.delete()
    if reader[0] == "a":
        forget_without_subscription()


def has_themes_everywhere(reader: tuple[str, int]) -> bool:
    """Whether stopping one community would stop themes of all others too (one query)."""
    return _subscriptions_of(reader).filter(community=None).exists()


def _subscriptions_of(reader: tuple[str, int]) -> QuerySet[Subscription]:
    kind, pk = reader
    return Subscription.objects.filter(**{"person" if kind == "p" else "address": pk})


@transaction.atomic
def follow_merger(community: CommunityPage, into: CommunityPage) -> None:
    """Who got the digests of ``community`` gets those of ``into``; nobody gets them twice.

    Addresses outside go along only where they may.
    """
    coming = Subscription.objects.filter(community=community)
    if not accepts_outside(into):
        coming.filter(person=None).delete()
    columns = ("person_id", "address_id", "theme_id")
    there = set(Subscription.objects.filter(community=into).values_list(*columns))
    double = [pk for pk, *same in coming.values_list("pk", *columns) if tuple(same) in there]
    coming.filter(pk__in=double).delete()
    coming.update(community=into)
    forget_without_subscription()


def forget_without_subscription() -> int:
    """Addresses outside that get nothing any more are not kept; how many went."""
    return OutsideAddress.objects.filter(subscriptions=None).delete()[0]
