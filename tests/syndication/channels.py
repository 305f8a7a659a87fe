"""A service that takes messages, on loopback, as good or as bad as one likes."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from guides.models import DigestPage
from tests import factories
from tests.communities.scenes import Scene
from wiki.syndication.models import Webhook, WebhookPost
from wiki.syndication.webhooks import services
from wiki.syndication.webhooks.services import Wanted


@dataclass
class Channel:
    """Where it is, what it answers next, and what it was told."""

    address: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    #: Bytes instead of an HTTP answer; b"" breaks off.
    garbage: bytes | None = None
    #: Says nothing until the test is over.
    silent: bool = False
    told: list[Any] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def a_channel() -> Iterator[Channel]:
    """It answers until the block ends."""
    channel = Channel()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            channel.told.append(json.loads(body))
            if channel.silent:
                channel.over.wait(10)
                return
            if channel.garbage is not None:
                self.wfile.write(channel.garbage)
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(channel.status)
            for name, value in channel.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    channel.address = f"http://127.0.0.1:{server.server_port}/hooks/1"
    try:
        yield channel
    finally:
        channel.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def wanted(address: str, service: str = "mattermost", **values: Any) -> Wanted:
    return Wanted(
        **{"name": "Général", "service": service, "address": address, "members_only": False,
           "active": True, **values}
    )  # fmt: skip


def webhook(of: Scene, address: str, service: str = "mattermost", **values: Any) -> Webhook:
    return services.add_channel(
        of.community, wanted=wanted(address, service, **values), by=of.chief
    )


def digest(of: Scene, committed: Any, title: str = "Lettre n° 3") -> DigestPage:
    with committed():
        return factories.digest(of.community, title=title, summary="Ce qu’il faut retenir.")


def only_post() -> WebhookPost:
    return WebhookPost.objects.get()
