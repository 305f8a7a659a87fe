"""Signed texts that leave with messages: the way out, and the number of the message."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

_STOP = "digests.stop"
_MESSAGE = "digests.message"
#: Hexadecimal digits of the signature of a message's number.
_SIGNATURE = 16
_OWN_ID = re.compile(r"<digest-(\d{1,18})\.([0-9a-f]{16})@[^<>@\s]+>")


def stop_token(reader: tuple[str, int], community: int | None) -> str:
    """What the link at the foot of a message carries; valid for ever: so may a message be kept."""
    return signing.dumps([*reader, community], salt=_STOP)


def read_stop_token(token: str) -> tuple[tuple[str, int], int | None] | None:
    """Which reader stops the digests of which community (None: all); None for a forged one."""
    try:
        kind, pk, community = signing.loads(token, salt=_STOP)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (kind, pk), community


def message_id(delivery: int) -> str:
    """The Message-ID of a delivery, which nobody else can make up."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<digest-{delivery}.{_sign(delivery)}@{host}>"


def delivery_named(text: str) -> int | None:
    """The number of the delivery whose Message-ID stands in ``text``."""
    for number, signature in _OWN_ID.findall(text):
        if constant_time_compare(signature, _sign(int(number))):
            return int(number)
    return None


def _sign(delivery: int) -> str:
    digest = salted_hmac(_MESSAGE, str(delivery), algorithm="sha256").hexdigest()
    return digest[:_SIGNATURE]
