"""What is to be sent: one digest, a period of digests, a correction. Deliveries come later."""

from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from guides.models import DigestItem, DigestPage
from wiki.digests.delivery.tasks import send_mailings
from wiki.digests.models import Mailing, ReadingChoice, Rhythm, Subscription
from wiki.people.models import User

Kind = Mailing.Kind
#: How far back the first mailing of a rhythm looks.
LENGTH = {Rhythm.WEEKLY: timedelta(days=7), Rhythm.MONTHLY: timedelta(days=31)}


def make_digest_mailing(digest: DigestPage, *, by: User | None) -> Mailing:
    """The one mailing of this digest, to those who want each digest. Call it in a transaction."""
    mailing, _made = Mailing.objects.get_or_create(
        kind=Kind.DIGEST, digest=digest, defaults={"made_by": by}
    )
    soon()
    return mailing


def make_correction_mailing(item: DigestItem, *, by: User) -> Mailing:
    """The one mailing that tells of a correction in these words. Call it in a transaction."""
    mailing, _made = Mailing.objects.get_or_create(
        kind=Kind.CORRECTION,
        digest_id=item.digest_id,
        item=item,
        corrected_at=item.corrected_at,
        defaults={"made_by": by},
    )
    soon()
    return mailing


def soon() -> None:
    """What waits leaves as soon as this is committed."""
    transaction.on_commit(partial(send_mailings.enqueue), robust=True)


def make_period_mailings(*, now: datetime | None = None) -> int:
    """The mailings of the week and of the month whose day has come; how many were made.

    Late is better than never: a day that passed without a worker is made up for.
    """
    moment = timezone.localtime(now)
    made = 0
    for rhythm in (Rhythm.WEEKLY, Rhythm.MONTHLY):
        day = due_day(rhythm, moment)
        for community in (None, *_read_apart(rhythm)):
            made += _make_period(rhythm, day, community, until=moment)
    return made


def due_day(rhythm: str, moment: datetime) -> date:
    """The last day on which messages of this rhythm were to leave, before ``moment``."""
    today = moment.date()
    if moment.hour < settings.DIGESTS_HOUR:
        today -= timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        return today - timedelta(days=(today.isoweekday() - settings.DIGESTS_WEEKDAY) % 7)
    return today.replace(day=1)


def _read_apart(rhythm: str) -> list[int]:
    """Communities with subscribers who want one message for each."""
    apart = ReadingChoice.objects.filter(merged=False).values("person")
    rows = Subscription.objects.filter(rhythm=rhythm, person__in=apart, community__isnull=False)
    return sorted(set(rows.values_list("community", flat=True)))


def _make_period(rhythm: Rhythm, day: date, community: int | None, *, until: datetime) -> bool:
    same = Mailing.objects.filter(kind=Kind.PERIOD, rhythm=rhythm, community=community)
    last = same.order_by("-day").first()
    if last is not None and last.day is not None and last.day >= day:
        return False
    since = until - LENGTH[rhythm]
    if last is not None and last.until is not None:
        since = max(since, last.until)
    try:
        with transaction.atomic():
            Mailing.objects.create(
                kind=Kind.PERIOD,
                rhythm=rhythm,
                day=day,
                community_id=community,
                since=since,
                until=until,
            )
    except IntegrityError:
        return False  # another worker has just made it
    return True
