"""Messages on their way to channels: claimed, posted, tried again, recorded.

A message is claimed before the service is asked. Refusals (429, 5xx, nobody there) are
tried again, later and later, or when the service says; what breaks off after the message
has left may have arrived, and is not sent again unless somebody asks for it.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from django.db.models import F
from django.utils import timezone

from wiki.core.fetching import (
    AddressRefused,
    FetchRefused,
    Limits,
    Unreachable,
)
from wiki.core.fetching import (
    post as http_post,
)
from wiki.syndication.models import WebhookPost
from wiki.syndication.webhooks.content import message_of
from wiki.syndication.webhooks.payloads import payload

logger = logging.getLogger(__name__)

State = WebhookPost.State

#: Wait after the first failure, doubled by each further one; the last try is some four
#: hours after the first.
FIRST_WAIT, MOST_ATTEMPTS = timedelta(minutes=1), 9
#: A service may ask for no more than this.
LONGEST_WAIT = timedelta(hours=12)
#: Claimed for longer: whoever sent it has died, and nobody knows whether it arrived.
ABANDONED = timedelta(minutes=10)
#: Messages of one run of the job.
MOST = 200
#: Services answer with a word.
LIMITS = Limits(seconds=10.0, bytes=64 * 1024, redirects=0)
HEADERS = {"Content-Type": "application/json; charset=utf-8"}
TOO_MANY, FIRST_SERVER_ERROR = 429, 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try."""

    state: str
    reason: str = ""
    status: int | None = None
    #: How long to wait before the next one.
    wait: timedelta | None = None


def deliver_due(*, now: datetime | None = None) -> int:
    """Post what waits and whose time has come; how many arrived."""
    moment = now or timezone.now()
    _give_up_abandoned(moment)
    due = WebhookPost.objects.filter(state=State.WAITING, next_try__lte=moment)
    ids = list(due.order_by("next_try", "pk").values_list("pk", flat=True)[:MOST])
    return sum(deliver_one(pk) for pk in ids)


def deliver_one(post_id: int) -> bool:
    """Post one message if it waits; whether it arrived."""
    row = WebhookPost.objects.filter(pk=post_id, state=State.WAITING)
    now = timezone.now()
    # One update: of two workers, one has the message. The time tells how long it is claimed.
    if not row.update(state=State.CLAIMED, attempts=F("attempts") + 1, next_try=now):
        return False
    post = WebhookPost.objects.select_related("webhook__community").get(pk=post_id)
    outcome = _tried(post, now)
    _record(post, outcome, now)
    return outcome.state == State.SENT


def _tried(post: WebhookPost, now: datetime) -> Outcome:
    webhook = post.webhook
    if not webhook.active and post.page_id is not None:
        return Outcome(State.WITHHELD, "inactive")
    if not webhook.address:
        return Outcome(State.FAILED, "signature")
    message = message_of(post)
    if message is None:
        return Outcome(State.WITHHELD)
    body = payload(webhook.service, message)
    try:
        answer = http_post(webhook.address, body=body, headers=HEADERS, limits=LIMITS)
    except AddressRefused as error:
        return Outcome(State.FAILED, error.reason)
    except Unreachable as error:
        # Nobody was there: the message has not left.
        return _later(post, Outcome(State.WAITING, error.reason))
    except FetchRefused as error:
        return Outcome(State.UNKNOWN, error.reason)
    return _judged(post, answer.status, answer.headers, now)


def _judged(post: WebhookPost, status: int, headers: Mapping[str, str], now: datetime) -> Outcome:
    if 200 <= status < 300:
        return Outcome(State.SENT, status=status)
    if status == TOO_MANY or status >= FIRST_SERVER_ERROR:
        asked = retry_after(headers.get("Retry-After", ""), now)
        return _later(post, Outcome(State.WAITING, "status", status, asked))
    return Outcome(State.FAILED, "status", status)


def _later(post: WebhookPost, outcome: Outcome) -> Outcome:
    """The same, with the wait; given up after the last try."""
    if post.attempts >= MOST_ATTEMPTS:
        return Outcome(State.FAILED, outcome.reason, outcome.status)
    own = FIRST_WAIT * 2 ** (post.attempts - 1)
    wait = min(max(own, outcome.wait or own), LONGEST_WAIT)
    return Outcome(State.WAITING, outcome.reason, outcome.status, wait)


def retry_after(value: str, now: datetime) -> timedelta | None:
    """What a service asks for: seconds or a date (RFC 9110, 10.2.3); None for anything else."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), LONGEST_WAIT.total_seconds()))
    try:
        until = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if until.tzinfo is None:
        return None
    return max(until - now, timedelta())


def _record(post: WebhookPost, outcome: Outcome, now: datetime) -> None:
    WebhookPost.objects.filter(pk=post.pk).update(
        state=outcome.state,
        status=outcome.status,
        reason=outcome.reason,
        next_try=now + outcome.wait if outcome.wait else now,
        sent_at=now if outcome.state == State.SENT else None,
    )
    if outcome.state != State.SENT:
        values = {"post": post.pk, "state": str(outcome.state), "reason": outcome.reason}
        logger.warning("webhook.not_posted", extra=values)


def _give_up_abandoned(now: datetime) -> None:
    rows = WebhookPost.objects.filter(state=State.CLAIMED, next_try__lt=now - ABANDONED)
    rows.update(state=State.UNKNOWN, reason="abandoned")
