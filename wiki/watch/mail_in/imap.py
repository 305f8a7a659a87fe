"""Messages from a mailbox, by IMAP. They stay there, marked as seen."""

import imaplib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from wiki.watch.mail_in.message import MAX_BYTES
from wiki.watch.mail_in.outcomes import Outcome
from wiki.watch.mail_in.service import receive

logger = logging.getLogger(__name__)

#: Messages of one round; the others wait for the next.
ROUND = 50
#: Seconds that the server may take for each answer.
TIMEOUT = 20.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")


class MailboxUnreachable(Exception):  # noqa: N818  (named after the situation)
    """The server does not answer, does not let us in or breaks off."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where the messages are."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    secure: bool

    @classmethod
    def of(cls, address: str) -> "Mailbox":
        """From ``imaps://user:password@host:993/folder``. Raises ValueError."""
        parts = urlsplit(address)
        if parts.scheme not in {"imap", "imaps"} or not parts.hostname:
            raise ValueError("WATCH_IMAP_URL: imaps://user:password@host:993/INBOX")
        secure = parts.scheme == "imaps"
        return cls(
            host=parts.hostname,
            port=parts.port or (993 if secure else 143),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
            secure=secure,
        )


def poll(mailbox: Mailbox, *, community: str = "") -> list[Outcome]:
    """Receive the messages that nobody has seen. Raises MailboxUnreachable.

    A message is marked once it is dealt with: one that is read twice, because the line broke
    between, makes no second note.
    """
    outcomes = []
    with _opened(mailbox) as server:
        _kind, found = server.uid("search", "UNSEEN")
        for uid in (found[0] or b"").split()[:ROUND]:
            content = _content(server, uid.decode())
            outcome = Outcome.UNREADABLE
            if content is not None:
                outcome = receive(content, community=community)
            outcomes.append(outcome)
            server.uid("store", uid.decode(), "+FLAGS", r"(\Seen)")
    logger.info("mail_in.polled", extra={"messages": len(outcomes)})
    return outcomes


@contextmanager
def _opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    try:
        kind = imaplib.IMAP4_SSL if mailbox.secure else imaplib.IMAP4
        server = kind(mailbox.host, mailbox.port, timeout=TIMEOUT)
        try:
            server.login(mailbox.user, mailbox.password)
            answer, _data = server.select(f'"{mailbox.folder}"')
            if answer != "OK":
                raise MailboxUnreachable
            yield server
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                server.logout()
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxUnreachable from error


def _content(server: imaplib.IMAP4, uid: str) -> bytes | None:
    """The message; None for one that is larger than we read."""
    _kind, told = server.uid("fetch", uid, "(RFC822.SIZE)")
    size = next((found for each in told if each and (found := _SIZE.search(_bytes(each)))), None)
    if size is None or int(size[1]) > MAX_BYTES:
        return None
    _kind, parts = server.uid("fetch", uid, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)


def _bytes(answer: bytes | tuple[bytes, ...]) -> bytes:
    return answer if isinstance(answer, bytes) else b" ".join(answer)
