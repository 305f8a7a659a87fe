"""Sends what waits: mailing after mailing, one message after the other, on one connection."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from wiki.digests.delivery.addressed import Addressed, Form, form_of
from wiki.digests.delivery.contents import Sheet, sheet_of
from wiki.digests.delivery.ledger import LEASE, Ledger, due, take_back
from wiki.digests.delivery.letters import Letter, letter_key, letter_of
from wiki.digests.delivery.pace import Pace
from wiki.digests.delivery.readers import Reader, gather, readers_of
from wiki.digests.delivery.transport import Answer, End, ServerAway, Transport, transport
from wiki.digests.models import Delivery, Mailing, Rendering

logger = logging.getLogger(__name__)

#: Messages between two looks at what people may read: some seconds, so that a page that
#: closes meanwhile is in no message that leaves later.
CHUNK, SECONDS = 200, 5
#: The code of a message that is not sent, because earlier ones to the same mailbox came back.
STOPPED = "stopped"
#: What would befall the next message too.
NOT_OF_ONE_LETTER = (ServerAway, DatabaseError)


@dataclass(frozen=True, slots=True)
class Limits:
    """When a run ends, if not before for want of messages; None: never."""

    messages: int | None = None
    seconds: float | None = None


@dataclass
class Tally:
    """What a run did."""

    ends: Counter[End] = field(default_factory=Counter)
    empty: int = 0
    #: Why the run ended early; "" when it did not.
    away: str = ""
    #: Whether it gave way to another run.
    elsewhere: bool = False

    @property
    def sent(self) -> int:
        return self.ends[End.SENT]

    @property
    def done(self) -> int:
        """All messages of which something came."""
        return sum(self.ends.values()) + self.empty


Progress = Callable[[Tally], None]


def _silent(tally: Tally) -> None:
    """Nobody looks."""


def send_waiting(
    limits: Limits = Limits(),
    *,
    lease: timedelta = LEASE,
    progress: Progress = _silent,
) -> Tally:
    """Send what waits and whose time has come.

    ``lease``: how long a run may have been silent before what it held is taken back; zero
    for somebody who knows that no other run lives. ``progress`` hears of each message.
    """
    take_back(before=timezone.now() - lease)
    tally = Tally()
    with transport() as connection:
        run = _Run(connection, limits, tally, progress)
        try:
            for mailing in _open_mailings():
                run.send(mailing)
        except ServerAway as error:
            tally.away = str(error)
            logger.warning("digests.server_away", extra={"reason": tally.away})
    return tally


def _open_mailings() -> list[Mailing]:
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, next_try__lte=timezone.now())
    rows = Mailing.objects.filter(
        Q(gathered_at=None) | Q(pk__in=waiting.order_by().values("mailing"))
    )
    return list(rows.select_related("community").order_by("made_at", "pk"))


class _Run:
    """One run: what it holds, and the letters that it has made."""

    def __init__(
        self, connection: Transport, limits: Limits, tally: Tally, progress: Progress
    ) -> None:
        self.connection, self.limits, self.tally, self.progress = (
            connection, limits, tally, progress,
        )  # fmt: skip
        self.ledger = Ledger()
        self.pace = Pace(settings.DIGESTS_PER_MINUTE)
        self.began = time.monotonic()
        self._forms: dict[str, tuple[Form, int]] = {}

    def send(self, mailing: Mailing) -> None:
        """All of one mailing that is due. Raises ServerAway."""
        if mailing.gathered_at is None:
            gather(mailing)
        self._forms.clear()
        while self._may_go_on() and due(mailing, now=timezone.now()).exists():
            claimed = self.ledger.claim(mailing, most=self._room())
            if not claimed:
                return  # another run was faster
            if self.pace.is_set and not self._is_alone():
                self.ledger.give_back(claimed)
                self.tally.elsewhere = True
                return
            self._send_some(mailing, claimed)

    def _is_alone(self) -> bool:
        """Asked once one holds something oneself: of two runs, at most one goes on."""
        return self.ledger.is_alone(since=timezone.now() - self.pace.lease)

    def _room(self) -> int:
        left = CHUNK
        if settings.DIGESTS_PER_MINUTE > 0:
            left = min(left, max(1, settings.DIGESTS_PER_MINUTE * SECONDS // 60))
        if self.limits.messages is not None:
            left = min(left, self.limits.messages - self.tally.done)
        return left

    def _may_go_on(self) -> bool:
        spent = time.monotonic() - self.began
        in_time = self.limits.seconds is None or spent < self.limits.seconds
        return in_time and self._room() > 0 and not self.tally.elsewhere

    def _send_some(self, mailing: Mailing, claimed: list[Delivery]) -> None:
        sheet, readers = sheet_of(mailing), readers_of(mailing, claimed)
        for number, delivery in enumerate(claimed):
            if not self._may_go_on():
                self.ledger.give_back(claimed[number:])
                return
            try:
                self._send_one(sheet, delivery, readers.get(delivery.pk))
            except BaseException as error:
                of_one = isinstance(error, Exception) and not isinstance(error, NOT_OF_ONE_LETTER)
                if not of_one:  # the server is away, or somebody stops the run
                    self.ledger.give_back(claimed[number:])
                    raise
                self._set_aside(delivery, error)
            self.progress(self.tally)
        self.ledger.flush()

    def _send_one(self, sheet: Sheet, delivery: Delivery, reader: Reader | None) -> None:
        portions = sheet.portions(reader.tokens, reader.wants) if reader else ()
        if reader is None or not portions:
            self.ledger.nothing_to_say(delivery)
            self.tally.empty += 1
            return
        key = letter_key(portions, reader.language)
        if key not in self._forms:
            made = letter_of(sheet, portions, language=reader.language)
            self._forms[key] = form_of(made), _rendering(sheet.mailing, made)
        form, rendering = self._forms[key]
        if reader.stopped:
            answer = Answer(End.REFUSED, STOPPED)
            self.ledger.ended(delivery, answer, email=reader.email, rendering=rendering)
            self.tally.ends[answer.end] += 1
            return
        message = Addressed(form, reader, delivery.pk)
        if self.pace.must_wait:
            self.ledger.flush()
            self.pace.wait()
        answer = self.connection.send(message, lambda: self.ledger.leaving(delivery, rendering))
        self.pace.left()
        self.ledger.ended(delivery, answer, email=reader.email, rendering=rendering)
        self.tally.ends[answer.end] += 1

    def _set_aside(self, delivery: Delivery, error: BaseException) -> None:
        """A letter that cannot be made holds up nobody else's, in this run or in the next."""
        extra = {"delivery": delivery.pk, "reason": type(error).__name__}
        logger.error("digests.letter_failed", extra=extra, exc_info=error)
        self.connection.close()  # with whatever was begun on it
        answer = self.ledger.failed(delivery, type(error).__name__)
        self.tally.ends[answer.end] += 1


def _rendering(mailing: Mailing, letter: Letter) -> int:
    row, _made = Rendering.objects.get_or_create(
        mailing=mailing,
        key=letter.key,
        defaults={"items": list(letter.items), "digests": list(letter.digests)},
    )
    return row.pk
