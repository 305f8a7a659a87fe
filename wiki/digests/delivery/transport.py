"""One message to the mail server, and what came of it.

The connection is Django's; the commands of SMTP are given one by one, because what matters
is when it broke: before the words of a message went, nothing has arrived.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from smtplib import SMTP, SMTPException, SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

from wiki.digests.delivery.addressed import Addressed

logger = logging.getLogger(__name__)

#: The mailbox is full: it exists (RFC 3463, x.2.2).
FULL = ("552", "5.2.2")
#: There is no such mailbox, or no mail for its domain (RFC 3463; x.1.10: RFC 7505). The rest of
#: x.1 is about the sender, and x.4 and x.7 are about routes and policies, which change.
NOBODY = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
#: What servers without such codes say of an address (RFC 5321, 4.2.3).
NO_MAILBOX = frozenset({550, 551, 553})
#: « Go on »: the server wants the words (RFC 5321, 3.3).
GO_ON = 354
#: A line that begins with a full stop gets another one (RFC 5321, 4.5.2).
_FULL_STOPS = re.compile(rb"^\.", re.MULTILINE)
#: Called right before the words go; whether they still should.
Leaving = Callable[[], bool]


class ServerAway(Exception):  # noqa: N818  (named after the situation)
    """The mail server does not answer or takes nothing: not this message's fault."""


class End(StrEnum):
    """What came of a message."""

    SENT = "sent"
    #: Not now: try later.
    DELAYED = "delayed"
    #: Never: the message or its address.
    REFUSED = "refused"
    #: It may have arrived or not.
    UNKNOWN = "unknown"
    #: Another process had taken it meanwhile.
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it, with the server's code; ``dead`` when the address does not exist."""

    end: End
    code: str = ""
    dead: bool = False


class Transport:
    """A connection that is kept open from message to message, and opened again when it breaks."""

    def __init__(self) -> None:
        self._backend: Any = get_connection()

    def close(self) -> None:
        """Say good-bye."""
        try:
            self._backend.close()
        except (SMTPException, OSError):
            logger.info("digests.close_failed")

    def send(self, message: Addressed, leaving: Leaving) -> Answer:
        """Send it, asking ``leaving`` right before its words go. Raises ServerAway."""
        if not isinstance(self._backend, EmailBackend):
            return self._send_whole(message.email(), leaving)
        try:
            to = _envelope(message.reader.email)
        except ValueError as error:
            return Answer(End.REFUSED, type(error).__name__)
        text = message.wire()
        sender = _envelope(settings.DEFAULT_FROM_EMAIL)
        answer = self._address(sender, to, text, again=True)
        if answer is not None:
            return answer
        server = self._server()
        if not leaving():
            self._forget(server)
            return Answer(End.NOT_OURS)
        return self._words(server, text)

    def _send_whole(self, message: EmailMessage, leaving: Leaving) -> Answer:
        """Through a back end that is no mail server: a file, the console, a test's list."""
        if not leaving():
            return Answer(End.NOT_OURS)
        try:
            self._backend.send_messages([message])
        except (SMTPException, OSError) as error:
            return Answer(End.UNKNOWN, type(error).__name__)
        return Answer(End.SENT)

    def _server(self) -> SMTP:
        """The open connection. Raises ServerAway."""
        if self._backend.connection is None:
            try:
                self._backend.open()
                opened: Any = self._backend.connection
                opened.ehlo_or_helo_if_needed()
            except (SMTPException, OSError) as error:
                self._drop()
                raise ServerAway(_code_of(error)) from error
        server: SMTP = self._backend.connection
        return server

    def _drop(self) -> None:
        """The connection is broken: the next message opens another one."""
        connection, self._backend.connection = self._backend.connection, None
        if connection is not None:
            connection.close()

    def _address(self, sender: str, to: str, text: bytes, *, again: bool) -> Answer | None:
        """Say from whom and to whom; an answer when that is the end of it. Raises ServerAway."""
        server = self._server()
        eight_bit = server.has_extn("8bitmime") and not text.isascii()
        try:
            code, reply = server.mail(sender, ["BODY=8BITMIME"] if eight_bit else [])
            if code == 250:
                code, reply = server.rcpt(to)
                if code not in (250, 251):
                    return self._refused(code, reply, of_address=True)
                return None
        except (SMTPServerDisconnected, OSError) as error:
            self._drop()
            if again:  # servers close what was long idle, or after so many messages
                return self._address(sender, to, text, again=False)
            return Answer(End.DELAYED, _code_of(error))
        return self._refused(code, reply, of_address=False)

    def _words(self, server: SMTP, text: bytes) -> Answer:
        """Two steps of ``SMTP.data``: what breaks before the second has sent nothing."""
        try:
            server.putcmd("data")
            code, reply = server.getreply()
        except (SMTPException, OSError) as error:
            self._drop()
            return Answer(End.DELAYED, _code_of(error))
        if code != GO_ON:
            return self._refused(code, reply, of_address=False)
        try:
            server.send(_ended(text))
            code, reply = server.getreply()
        except (SMTPException, OSError) as error:
            self._drop()
            return Answer(End.UNKNOWN, _code_of(error))
        if code == 250:
            return Answer(End.SENT, str(code))
        return self._refused(code, reply, of_address=False)

    def _refused(self, code: int, reply: bytes, *, of_address: bool) -> Answer:
        if code == 421:  # « closing »: whatever it was about
            self._drop()
        elif self._backend.connection is not None:
            self._forget(self._backend.connection)
        first = next(iter(reply.decode("ascii", "replace").split()), "")
        enhanced = first if first[:2] in {"4.", "5."} else ""
        told = f"{code} {enhanced}".strip()
        full = str(code) == FULL[0] or enhanced == FULL[1]
        if 500 <= code <= 599 and not full:
            nobody = enhanced in NOBODY if enhanced else code in NO_MAILBOX
            return Answer(End.REFUSED, told, dead=of_address and nobody)
        return Answer(End.DELAYED, told)

    def _forget(self, server: SMTP) -> None:
        """Nothing of the message that was begun."""
        try:
            server.rset()
        except (SMTPException, OSError):
            self._drop()


@contextmanager
def transport() -> Iterator[Transport]:
    """A connection for many messages, closed at the end."""
    made = Transport()
    try:
        yield made
    finally:
        made.close()


def _envelope(address: str) -> str:
    """The address alone, of « Name <address> », in the letters that every server takes.

    A domain has such letters for all others (RFC 5891). Raises ValueError where there are none.
    """
    bare = address.rpartition("<")[2].rstrip("> ").strip()
    if bare.isascii():
        return bare
    name, _at, domain = bare.rpartition("@")
    return (name.encode("ascii") + b"@" + domain.encode("idna")).decode()


def _ended(text: bytes) -> bytes:
    """The words as they go over the line, with the full stop that ends them."""
    line_end = b"" if text.endswith(b"\r\n") else b"\r\n"
    return _FULL_STOPS.sub(b"..", text) + line_end + b".\r\n"


def _code_of(error: Exception) -> str:
    """The class and the code: what a server says may hold an address."""
    code = getattr(error, "smtp_code", "") or getattr(error, "errno", "") or ""
    return f"{type(error).__name__} {code}".strip()
