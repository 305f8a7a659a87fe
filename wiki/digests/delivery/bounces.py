"""Messages that come back: reports of servers that took a message and could not deliver it."""

import email
import email.policy
from dataclasses import dataclass
from email.message import Message

from django.db import transaction

from wiki.digests.delivery.tokens import delivery_named
from wiki.digests.delivery.transport import NOBODY
from wiki.digests.models import Delivery, StoppedAddress

#: Characters of the returned headers that are read: a Message-ID stands in them early.
HEADERS = 20_000


@dataclass(frozen=True, slots=True)
class Bounce:
    """Which message came back, and why (RFC 3463)."""

    delivery: int
    status: str

    @property
    def is_final(self) -> bool:
        """Whether this message will never arrive."""
        return self.status.startswith("5.")

    @property
    def is_dead(self) -> bool:
        """Whether no message ever will: not one that was too long, or taken for spam."""
        return self.status in NOBODY


def read_bounce(words: bytes) -> Bounce | None:
    """The report in a message (RFC 3464); None for any other message, or one not about ours."""
    message = email.message_from_bytes(words, policy=email.policy.compat32)
    status = delivery = None
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            status = status or _status(part)
        elif kind in {"message/rfc822", "text/rfc822-headers"}:
            delivery = delivery or delivery_named(_words(part)[:HEADERS])
    return Bounce(delivery, status) if delivery and status else None


def _status(part: Message) -> str | None:
    """The status of the first address that failed."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
            return str(block.get("Status", "")).split(" ")[0].strip()[:12]
    return None


def _words(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):
        parts = [each for each in payload if isinstance(each, Message)]
        return "\n".join(str(each.get("Message-ID", "")) for each in parts)
    return str(payload)


@transaction.atomic
def take(bounce: Bounce) -> bool:
    """Note it; whether the address is stopped."""
    rows = Delivery.objects.select_related("person", "address")
    delivery = rows.filter(pk=bounce.delivery).first()
    if delivery is None or not bounce.is_final:
        return False
    reader = delivery.person or delivery.address
    if reader is None:
        return False
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.REFUSED, code=bounce.status)
    if bounce.is_dead:
        StoppedAddress.objects.get_or_create(
            email=reader.email.lower(), defaults={"code": bounce.status}
        )
    return bounce.is_dead
