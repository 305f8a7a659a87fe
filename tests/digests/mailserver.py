"""A real mail server on loopback, which does to messages what servers do."""

from __future__ import annotations

import email
import email.policy
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postmaster:
    """Keeps what arrives; answers as it is told to."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, bytes]] = []
        #: What to answer to « RCPT TO », by address; one that is used up lets in.
        self.at_address: dict[str, list[str]] = {}
        #: What to answer to the words, by address.
        self.at_words: dict[str, list[str]] = {}
        #: Addresses whose words are taken and never answered for: the line is cut.
        self.cut_after_words: set[str] = set()
        #: Addresses at which the line is cut when the words are announced, or after the first.
        self.cut_before_words: set[str] = set()
        self.cut_in_words: set[str] = set()
        #: Addresses at which the line is cut before any words.
        self.cut_at_address: dict[str, int] = {}
        self.connections = 0
        self.tries: Counter[str] = Counter()

    async def handle_EHLO(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries[address] += 1
        if self.cut_at_address.get(address, 0) > 0:
            self.cut_at_address[address] -= 1
            server.transport.abort()
            return "250 OK"
        answers = self.at_address.get(address, [])
        if answers:
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        to = envelope.rcpt_tos[0]
        answers = self.at_words.get(to, [])
        if answers:
            return answers.pop(0)
        self.letters.append((to, envelope.content or b""))
        if to in self.cut_after_words:
            server.transport.abort()
        return "250 OK"

    def boxes(self) -> Counter[str]:
        """How many messages each address got."""
        return Counter(to for to, _words in self.letters)

    def letter(self, to: str) -> EmailMessage:
        """The only message of this address."""
        (words,) = [words for address, words in self.letters if address == to]
        found: Any = email.message_from_bytes(words, policy=email.policy.default)
        return found


class Cutting(SMTP):
    """Cuts the line where no handler is asked."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        postmaster: Any = self.event_handler
        to = self.envelope.rcpt_tos[0] if self.envelope and self.envelope.rcpt_tos else ""
        if to in postmaster.cut_before_words:
            self.transport.abort()
        elif to in postmaster.cut_in_words:
            await self.push("354 Go on")
            await self._reader.readuntil(b"\r\n")
            self.transport.abort()
        else:
            await super().smtp_DATA(arg)


class Desk(Controller):
    """Where the postmaster sits."""

    def factory(self) -> SMTP:
        return Cutting(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server() -> Iterator[tuple[Postmaster, int]]:
    """The postmaster, and the port."""
    postmaster = Postmaster()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Desk(postmaster, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield postmaster, port
    finally:
        controller.stop()


def parts(letter: EmailMessage) -> tuple[str, str]:
    """The text and the HTML of a message."""
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()
