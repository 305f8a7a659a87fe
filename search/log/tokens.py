"""The number of a search, signed, as the page of its results carries it.

Nobody can be recognised by it. It is drawn at random for each search and names the
search, not who asked: it is derived from nothing, stored in no cookie and in no storage
of the browser, leaves the page with the page, and is good for a few hours at most. The
next search from that page draws another. Two searches are linked in one case only, and
then by their words alone: « asked again in other words » (``LoggedSearch.before``).
"""

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

SALT = "search.log"
#: Seconds in which another search finishes the word of the former one (two minutes),
#: asks it again (a quarter of an hour), or one of its results may still be opened.
AT_ONCE, SOON, OPEN = 120, 900, 4 * 3600


@dataclass(frozen=True, slots=True)
class Former:
    """The search before, from the same page."""

    id: UUID
    #: So little time has passed that somebody may still be typing.
    at_once: bool


def token_of(search_id: UUID) -> str:
    """What the page carries."""
    number = base64.urlsafe_b64encode(search_id.bytes).rstrip(b"=").decode()
    return TimestampSigner(salt=SALT).sign(number)


def former_of(token: str) -> Former | None:
    """The search that this page showed; None when it is too long ago, or made up."""
    search_id = _read(token, SOON)
    return Former(search_id, at_once=_read(token, AT_ONCE) is not None) if search_id else None


def opened_of(token: str) -> UUID | None:
    """The search of which a result is opened; None as above."""
    return _read(token, OPEN)


def _read(token: str, max_age: int) -> UUID | None:
    try:
        number = TimestampSigner(salt=SALT).unsign(token, max_age=max_age)
        return UUID(bytes=base64.urlsafe_b64decode(number + "=="))
    except (BadSignature, binascii.Error, ValueError):
        return None
