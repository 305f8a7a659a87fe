"""Who holds which message, and what came of it: the part that makes « once » true.

A run claims messages, and marks each as leaving, in a transaction that is committed, right
before its words go to the server. Found after a crash, a claimed one has not left and waits
again; a leaving one is of unknown outcome and is not sent again by itself.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from wiki.digests.delivery.transport import Answer, End
from wiki.digests.models import Delivery, Mailing, StoppedAddress

State = Delivery.State
#: A run that has said nothing of a message for so long is dead.
LEASE = timedelta(minutes=10)
#: Wait after the first delay, doubled by each further one, and how many tries there are: greylists
#: let in after some minutes, and the last try is a day and a half after the first.
FIRST_WAIT, MOST_ATTEMPTS = timedelta(minutes=5), 9

#: The two statements of each message that is sent. In SQL because the query builder takes
#: longer to write them than the database to do them, ten thousand times.
_LEAVING = f"""
    UPDATE {Delivery._meta.db_table}
    SET state = '{State.LEAVING}', attempts = attempts + 1, claimed_at = %s, rendering_id = %s
    WHERE id = %s AND run = %s AND state = '{State.CLAIMED}'
"""  # noqa: S608  # names of our own
_SENT = f"""
    UPDATE {Delivery._meta.db_table} SET state = '{State.SENT}', code = %s, sent_at = %s
    WHERE id = %s AND run = %s
"""  # noqa: S608  # names of our own


def _moment() -> Any:
    """Now, as the database takes it."""
    return connection.ops.adapt_datetimefield_value(timezone.now())


def take_back(*, before: datetime) -> tuple[int, int]:
    """What dead runs held: how many wait again, and of how many nobody knows the outcome."""
    held = Delivery.objects.filter(claimed_at__lt=before)
    free = held.filter(state=State.CLAIMED).update(state=State.WAITING, run="")
    lost = held.filter(state=State.LEAVING).update(state=State.UNKNOWN, code="interrupted")
    return free, lost


def due(mailing: Mailing, *, now: datetime) -> QuerySet[Delivery]:
    """What may be claimed."""
    return Delivery.objects.filter(mailing=mailing, state=State.WAITING, next_try__lte=now)


class Ledger:
    """The book of one run. An outcome is written with the next message's mark, or by ``flush``."""

    def __init__(self) -> None:
        self.run = uuid4().hex
        self._written: list[tuple[int, dict[str, object]]] = []
        self._sent: list[tuple[Any, ...]] = []

    def claim(self, mailing: Mailing, *, most: int) -> list[Delivery]:
        """Some messages that are nobody else's now."""
        now = timezone.now()
        ids = list(
            due(mailing, now=now).order_by("next_try", "pk").values_list("pk", flat=True)[:most]
        )
        # One statement: of two runs, one has each message.
        Delivery.objects.filter(pk__in=ids, state=State.WAITING).update(
            state=State.CLAIMED, run=self.run, claimed_at=now
        )
        mine = Delivery.objects.filter(pk__in=ids, run=self.run, state=State.CLAIMED)
        return list(mine.order_by("pk"))

    def is_alone(self, *, since: datetime) -> bool:
        """Whether no other run has held a message since then and holds it still."""
        held = Delivery.objects.filter(
            state__in=[State.CLAIMED, State.LEAVING], claimed_at__gt=since
        )
        return not held.exclude(run=self.run).exists()

    def leaving(self, delivery: Delivery, rendering: int) -> bool:
        """Mark it; whether it is still ours. Committed when this returns."""
        with transaction.atomic(), connection.cursor() as cursor:
            self._write()
            cursor.execute(_LEAVING, [_moment(), rendering, delivery.pk, self.run])
            return bool(cursor.rowcount)

    def failed(self, delivery: Delivery, reason: str) -> Answer:
        """Something broke over this message: unknown once it was leaving, else another time."""
        mine = Delivery.objects.filter(pk=delivery.pk, run=self.run)
        left = mine.filter(state=State.LEAVING).exists()
        answer = Answer(End.UNKNOWN if left else End.DELAYED, reason)
        self.ended(delivery, answer, email="")
        return answer

    def ended(
        self, delivery: Delivery, answer: Answer, *, email: str, rendering: int | None = None
    ) -> None:
        """What came of it; ``rendering`` is what did not leave."""
        now = timezone.now()
        values: dict[str, object] = {"code": answer.code[:60]}
        if rendering is not None:
            values["rendering_id"] = rendering
        match answer.end:
            case End.NOT_OURS:
                return
            case End.SENT:
                self._sent.append((answer.code[:60], _moment(), delivery.pk, self.run))
                return
            case End.REFUSED:
                values |= {"state": State.REFUSED}
            case End.UNKNOWN:
                values |= {"state": State.UNKNOWN}
            case End.DELAYED:
                values |= self._later(delivery, now)
        self._written.append((delivery.pk, values))
        if answer.dead:
            StoppedAddress.objects.get_or_create(
                email=email.lower(), defaults={"code": answer.code[:20]}
            )

    def _later(self, delivery: Delivery, now: datetime) -> dict[str, object]:
        tries = delivery.attempts + 1
        if tries >= MOST_ATTEMPTS:
            return {"state": State.GIVEN_UP, "attempts": tries}
        wait = FIRST_WAIT * 2 ** (tries - 1)
        return {"state": State.WAITING, "run": "", "attempts": tries, "next_try": now + wait}

    def nothing_to_say(self, delivery: Delivery) -> None:
        """The reader gets nothing of it at this moment."""
        self._written.append((delivery.pk, {"state": State.EMPTY, "rendering_id": None}))

    def give_back(self, deliveries: list[Delivery]) -> None:
        """Claimed and not begun: anybody may take them."""
        self.flush()
        mine = Delivery.objects.filter(
            pk__in=[row.pk for row in deliveries], run=self.run, state=State.CLAIMED
        )
        mine.update(state=State.WAITING, run="")

    def flush(self) -> None:
        """Write what came of the messages so far."""
        if self._written or self._sent:
            with transaction.atomic():
                self._write()

    def _write(self) -> None:
        for pk, values in self._written:
            Delivery.objects.filter(pk=pk, run=self.run).update(**values)
        self._written.clear()
        if self._sent:
            with connection.cursor() as cursor:
                cursor.executemany(_SENT, self._sent)
            self._sent.clear()
