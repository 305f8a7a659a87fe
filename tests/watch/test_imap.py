"""A mailbox read over a real socket: what is seen once is not seen twice."""

import contextlib
import io
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread

import pytest
from django.core.management import CommandError, call_command

from guides.models import WatchNotePage
from tests.watch.test_mail_in import LINK, _nowhere, message  # noqa: F401  (a fixture)
from wiki.core.schedule import jobs
from wiki.people.models import User
from wiki.watch.mail_in.imap import Mailbox, MailboxUnreachable, poll
from wiki.watch.mail_in.service import Outcome


@dataclass
class FakeImap:
    """As much of IMAP as is spoken here, over a socket of this machine."""

    messages: list[bytes]
    seen: set[int] = field(default_factory=set)
    #: Breaks off instead of answering this command.
    breaks_at: str = ""
    port: int = 0

    def serve(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                connection.settimeout(5)
                with contextlib.suppress(OSError), connection, connection.makefile("rwb") as line:
                    self.talk(line)

    def talk(self, line: io.BufferedRWPair) -> None:
        line.write(b"* OK ready\r\n")
        line.flush()
        while asked := line.readline():
            tag, _space, rest = asked.decode().strip().partition(" ")
            if self.breaks_at and self.breaks_at in rest:
                return
            for part in self.answer(rest):
                line.write(part)
            verdict = "NO wrong" if 'LOGIN zoe "wrong"' in rest else "OK done"
            line.write(f"{tag} {verdict}\r\n".encode())
            line.flush()

    def answer(self, rest: str) -> list[bytes]:
        uid = int(found[1]) if (found := re.match(r"UID \w+ (\d+)", rest, re.I)) else 0
        if rest.upper().startswith("CAPABILITY"):
            return [b"* CAPABILITY IMAP4rev1\r\n"]
        if rest.upper().startswith("SELECT"):
            return [f"* {len(self.messages)} EXISTS\r\n".encode()]
        if "SEARCH" in rest.upper():
            unseen = (str(n + 1) for n in range(len(self.messages)) if n + 1 not in self.seen)
            return [f"* SEARCH {' '.join(unseen)}\r\n".encode()]
        if "RFC822.SIZE" in rest:
            size = len(self.messages[uid - 1])
            return [f"* {uid} FETCH (UID {uid} RFC822.SIZE {size})\r\n".encode()]
        if "BODY.PEEK" in rest:
            content = self.messages[uid - 1]
            head = f"* {uid} FETCH (UID {uid} BODY[] {{{len(content)}}}\r\n".encode()
            return [head, content, b")\r\n"]
        if "STORE" in rest.upper():
            self.seen.add(uid)
        return []


@contextlib.contextmanager
def mailbox(*messages: bytes, breaks_at: str = "") -> Iterator[FakeImap]:
    server = FakeImap(list(messages), breaks_at=breaks_at)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]
        Thread(target=server.serve, args=(listening,), daemon=True).start()
        yield server
        listening.shutdown(socket.SHUT_RDWR)


def url(server: FakeImap, password: str = "secret") -> str:
    return f"imap://zoe:{password}@127.0.0.1:{server.port}/Veille"


def test_unseen_messages_make_notes_once(member: User) -> None:
    large = b"x" * 1_200_000
    with mailbox(message(), large, message(f"Autre {LINK}/b")) as server:
        outcomes = poll(Mailbox.of(url(server)))
        assert outcomes == [Outcome.NOTED, Outcome.UNREADABLE, Outcome.NOTED]
        assert server.seen == {1, 2, 3}
        assert poll(Mailbox.of(url(server))) == []
    assert WatchNotePage.objects.count() == 2


def test_a_line_that_breaks_makes_no_second_note(member: User) -> None:
    with mailbox(message(), breaks_at="STORE") as server:
        with pytest.raises(MailboxUnreachable):
            poll(Mailbox.of(url(server)))
        server.breaks_at = ""
        assert poll(Mailbox.of(url(server))) == [Outcome.KNOWN]
    assert WatchNotePage.objects.count() == 1


def test_nobody_there_or_no_entry(member: User) -> None:
    with mailbox() as server, pytest.raises(MailboxUnreachable):
        poll(Mailbox.of(url(server, "wrong")))
    with pytest.raises(MailboxUnreachable):
        poll(Mailbox.of(url(server)))


def test_the_settings_name_the_mailbox(member: User, settings: object) -> None:
    with pytest.raises(CommandError, match="WATCH_IMAP_URL"):
        call_command("watch_mail_in", imap=True)
    jobs()["watch.mail"].act()  # nothing to read, nothing done
    with mailbox(message()) as server:
        settings.WATCH_IMAP_URL = url(server)  # type: ignore[attr-defined]
        jobs()["watch.mail"].act()
    assert WatchNotePage.objects.count() == 1
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("watch_mail_in", imap=True)
    settings.WATCH_IMAP_URL = "http://x"  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="imaps://"):
        call_command("watch_mail_in", imap=True)


def test_an_address_of_a_mailbox() -> None:
    found = Mailbox.of("imaps://me%40x.org:s%2Fx@mail.example/INBOX.Veille")
    assert (found.user, found.password, found.port) == ("me@x.org", "s/x", 993)
    assert (found.folder, found.secure) == ("INBOX.Veille", True)
