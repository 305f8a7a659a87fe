"""A site on loopback that offers feeds, good ones and others."""

import contextlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256

from django.test.utils import override_settings
from django.utils.text import slugify

from tests.core.fetching.servers import Server, serving
from wiki.communities.models import CommunityPage
from wiki.watch.models import Source

RSS, ATOM, JSON = "application/rss+xml", "application/atom+xml", "application/feed+json"
#: Some days ago, as feeds write it.
DATE = format_datetime(datetime.now(UTC) - timedelta(days=3))


@dataclass
class Reply:
    """What one address answers."""

    body: bytes = b""
    content_type: str = RSS
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def sent(self, asked: bytes) -> bytes:
        """The whole answer; 304 when the client has this version already."""
        etag = f'"{sha256(self.body).hexdigest()[:12]}"'
        status, body = self.status, self.body
        if status == 200 and etag.encode() in asked:
            status, body = 304, b""
        lines = [
            f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", "Connection: close",
            f"Content-Type: {self.content_type}", f"ETag: {etag}",
            *(f"{name}: {value}" for name, value in self.headers.items()),
        ]  # fmt: skip
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


Answer = Reply | bytes | Callable[[bytes, socket.socket], None]


@dataclass
class Site:
    """Addresses and what they answer, which a test may change as it goes."""

    pages: dict[str, Answer] = field(default_factory=dict)
    server: Server | None = None

    def url(self, path: str) -> str:
        assert self.server
        return f"{self.server.url}{path}"

    def answer(self, asked: bytes, connection: socket.socket) -> None:
        path = asked.split(b" ", 2)[1].decode()
        found = self.pages.get(path, Reply(b"nothing", "text/plain", 404))
        if callable(found):
            found(asked, connection)
        else:
            reply = Reply(found) if isinstance(found, bytes) else found
            connection.sendall(reply.sent(asked))

    @property
    def asked(self) -> list[str]:
        """The paths asked for, in order."""
        assert self.server
        return [each.split(b" ", 2)[1].decode() for each in self.server.requests]


@contextlib.contextmanager
def a_site(**pages: Answer) -> Iterator[Site]:
    """Runs inside the ``with``, and may be read: ``feed=…`` stands at ``/feed``."""
    site = Site({f"/{name}": answer for name, answer in pages.items()})
    with (
        serving(site.answer) as site.server,
        override_settings(FETCH_ALLOWED_NETWORKS=["127.0.0.1/32"]),
    ):
        yield site


def rss(*items: str, title: str = "Un journal") -> bytes:
    """An RSS feed of these items."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://journal.example/</link><description>d</description>{''.join(items)}"
        "</channel></rss>"
    ).encode()


def item(
    title: str, *, link: str = "", guid: str = "", date: str = DATE, text: str = "Un résumé."
) -> str:
    """One item of it."""
    link = link or f"https://journal.example/{slugify(title)}"
    name = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    return (
        f"<item><title>{title}</title><link>{link}</link>{name}{dated}"
        f"<description>{text}</description></item>"
    )


def source(community: CommunityPage, address: str, *, title: str = "", **fields: object) -> Source:
    """A source of the community."""
    return Source.objects.create(
        community=community, address=address, title=title or address, **fields
    )
