"""E-mails on their way: made, claimed, sent, tried again.

A row is claimed in a transaction of its own before the server is asked. What fails before
the server has answered for the message is tried again, later and later; what fails so
that nobody can tell whether it arrived is not.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from wiki.notifications.kinds import Channel
from wiki.notifications.mail import message
from wiki.notifications.models import Delivery, Notice, Pause
from wiki.notifications.queries import visible, with_subjects
from wiki.people.models import User

logger = logging.getLogger(__name__)

State = Delivery.State

#: Wait after the first failure, doubled by each further one, and how many there may be:
#: the last try is some four hours after the first.
FIRST_WAIT, MOST_ATTEMPTS = timedelta(minutes=1), 9
#: Messages of one run; the next one comes within the minute.
MOST = 500
#: Lines of one message; the others are read on the site.
MOST_LINES = 50


def send_due(*, now: datetime | None = None, most: int = MOST) -> int:
    """Send what waits and whose time has come; how many messages left."""
    _gather_urgent(most)
    moment = now or timezone.now()
    due = Delivery.objects.filter(state=State.WAITING, next_try__lte=moment)
    ids = list(due.order_by("next_try", "pk").values_list("pk", flat=True)[:most])
    return sum(_send(pk, moment) for pk in ids)


def gather_daily(day: date) -> int:
    """A message of the day for everybody to whom something happened; how many were made.

    At most one a day for each person; what was read on the site meanwhile is left out.
    """
    people = _waiting(Channel.DAILY).exclude(recipient__deliveries__day=day)
    resting = Pause.objects.filter(until__gte=day).values("person")
    ids = people.exclude(recipient__in=resting).order_by().values_list("recipient", flat=True)
    return sum(_make_daily(person, day) for person in list(ids.distinct()))


def _make_daily(person: int, day: date) -> bool:
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(recipient_id=person, day=day)
            _waiting(Channel.DAILY).filter(recipient=person).update(delivery=delivery)
    except IntegrityError:
        return False  # another worker has just made it
    return True


def _gather_urgent(most: int) -> None:
    """A message for each notice that should leave at once."""
    rows = _waiting(Channel.NOW).order_by("pk").values_list("pk", "recipient")
    for pk, person in list(rows[:most]):
        with transaction.atomic():
            delivery = Delivery.objects.create(recipient_id=person)
            if not Notice.objects.filter(pk=pk, delivery=None).update(delivery=delivery):
                delivery.delete()  # another worker has just taken it


def _waiting(channel: Channel) -> QuerySet[Notice]:
    return Notice.objects.filter(
        channel=channel, delivery=None, read_at=None, recipient__is_active=True
    )


def _send(pk: int, now: datetime) -> bool:
    """Whether the message left."""
    row = Delivery.objects.filter(pk=pk, state=State.WAITING)
    # One update: of two workers, one has the message.
    if not row.update(state=State.CLAIMED, attempts=F("attempts") + 1):
        return False
    delivery = Delivery.objects.select_related("recipient").get(pk=pk)
    told = list(_told(delivery))
    if not told:
        _settle(delivery, State.EMPTY)
        return False
    connection = get_connection()
    email = message(delivery, told)
    email.connection = connection
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        _try_again(delivery, error, now)
        return False
    try:
        email.send()
    except (SMTPException, OSError) as error:
        if _was_refused(error):
            _try_again(delivery, error, now)
        else:
            # Broken off: it may have arrived.
            _settle(delivery, State.FAILED, error=error)
        return False
    finally:
        _close(connection)
    _settle(delivery, State.SENT)
    return True


def _told(delivery: Delivery) -> Iterator[Notice]:
    """What the person may read at this moment; nothing for those without an account or at rest."""
    person: User = delivery.recipient
    if not person.is_active or not person.email:
        return
    if Pause.objects.filter(person=person, until__gte=timezone.localdate()).exists():
        # It comes with the first daily message after the pause.
        delivery.notices.update(delivery=None, channel=Channel.DAILY)
        return
    rows = visible(Notice.objects.filter(delivery=delivery, recipient=person), person)
    yield from with_subjects(rows)[:MOST_LINES]


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (SMTPException, OSError):  # the message is with the server already
        logger.info("notices.close_failed")


def _was_refused(error: Exception) -> bool:
    """Whether the server said no, so that the message did not arrive."""
    return isinstance(error, SMTPResponseException | SMTPRecipientsRefused)


def _try_again(delivery: Delivery, error: Exception, now: datetime) -> None:
    if delivery.attempts >= MOST_ATTEMPTS:
        _settle(delivery, State.FAILED, error=error)
        return
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.WAITING,
        next_try=now + FIRST_WAIT * 2 ** (delivery.attempts - 1),
        last_error=_words(error),
    )
    logger.warning(
        "notices.delayed", extra={"delivery": delivery.pk, "attempts": delivery.attempts}
    )


def _settle(delivery: Delivery, state: Delivery.State, *, error: Exception | None = None) -> None:
    sent = timezone.now() if state == State.SENT else None
    told = _words(error) if error else ""
    Delivery.objects.filter(pk=delivery.pk).update(state=state, sent_at=sent, last_error=told)
    if error:
        logger.warning("notices.failed", extra={"delivery": delivery.pk, "reason": told})


def _words(error: Exception) -> str:
    """The class and the code: what a server says may hold an address."""
    code = getattr(error, "smtp_code", "") or getattr(error, "errno", "") or ""
    return f"{type(error).__name__} {code}".strip()[:200]
