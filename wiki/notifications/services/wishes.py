"""How somebody wants to hear of things: by kind, a pause, the end of e-mails."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from wiki.notifications.kinds import KINDS, Channel
from wiki.notifications.models import Pause, Wish
from wiki.people.models import User

#: Days that a pause may last, at most.
LONGEST_PAUSE = 90
#: What a link at the foot of a daily message stops: everything that comes daily.
DAILY = "daily"
_SALT = "notices.unsubscribe"


def wishes_of(person: User) -> dict[str, str]:
    """The way of each kind, by its name (one query)."""
    chosen = dict(Wish.objects.filter(person=person).values_list("kind", "channel"))
    return {name: str(chosen.get(name, kind.default)) for name, kind in KINDS.items()}


@transaction.atomic
def choose(person: User, channels: Mapping[str, str]) -> None:
    """Other ways for these kinds; what is usual is not stored, so that it may change."""
    for name, channel in channels.items():
        kind = KINDS[name]
        if channel == kind.default:
            Wish.objects.filter(person=person, kind=name).delete()
        else:
            wish = {"channel": Channel(channel)}
            Wish.objects.update_or_create(person=person, kind=name, defaults=wish)


def pause_of(person: User) -> date | None:
    """The last day without e-mails; None when there is no pause."""
    rows = Pause.objects.filter(person=person, until__gte=timezone.localdate())
    return rows.values_list("until", flat=True).first()


@transaction.atomic
def pause(person: User, *, days: int) -> None:
    """No e-mail for so many days; 0 ends the pause."""
    if days <= 0:
        Pause.objects.filter(person=person).delete()
        return
    until = timezone.localdate() + timedelta(days=min(days, LONGEST_PAUSE))
    Pause.objects.update_or_create(person=person, defaults={"until": until})


def unsubscribe_token(person_id: int, what: str) -> str:
    """What a link at the foot of an e-mail carries: it stops e-mails and does nothing else.

    ``what`` is a kind or ``DAILY``. Valid for ever: so may a message be kept.
    """
    return signing.dumps([person_id, what], salt=_SALT)


def read_token(token: str) -> tuple[User, str] | None:
    """Who may stop what; None for a link that we did not make."""
    try:
        person_id, what = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None or (what != DAILY and what not in KINDS):
        return None
    return person, what


@transaction.atomic
def unsubscribe(person: User, what: str) -> None:
    """No more e-mail of this kind, or of the day; it is still told on the site."""
    now = wishes_of(person)
    if what == DAILY:
        stopped = [name for name, channel in now.items() if channel == Channel.DAILY]
    else:
        stopped = [what] if now[what] in {Channel.DAILY, Channel.NOW} else []
    choose(person, dict.fromkeys(stopped, Channel.SITE.value))
