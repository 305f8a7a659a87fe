"""Servers on loopback that do to a client what the worst of the web does."""

import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Thread

#: Nothing of a test waits longer than this.
PATIENCE = 5.0


@dataclass
class Server:
    """A raw server: ``answer`` gets the request and the connection, and does what it likes."""

    answer: Callable[[bytes, socket.socket], None]
    host: str = "127.0.0.1"
    context: ssl.SSLContext | None = None
    requests: list[bytes] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"{'https' if self.context else 'http'}://{self.host}:{self.port}"

    def listen(self) -> socket.socket:
        listening = socket.create_server((self.host, 0))
        listening.settimeout(0.05)
        self.port = listening.getsockname()[1]
        return listening

    def serve(self, listening: socket.socket) -> None:
        while not self.stopped.is_set():
            with contextlib.suppress(TimeoutError, OSError):
                connection, _ = listening.accept()
                Thread(target=self.handle, args=(connection,), daemon=True).start()

    def handle(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        with contextlib.suppress(OSError), connection:
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            asked = b""
            while b"\r\n\r\n" not in asked:
                piece = connection.recv(65536)
                if not piece:
                    return
                asked += piece
            self.requests.append(asked)
            self.answer(asked, connection)
            connection.close()


@contextlib.contextmanager
def serving(
    answer: Callable[[bytes, socket.socket], None] | bytes,
    *,
    host: str = "127.0.0.1",
    context: ssl.SSLContext | None = None,
) -> Iterator[Server]:
    """A server that runs inside the ``with``; bytes are answered as they are."""
    if isinstance(answer, bytes):
        given = answer

        def answer(_asked: bytes, connection: socket.socket) -> None:
            connection.sendall(given)

    server = Server(answer, host=host, context=context)
    listening = server.listen()
    thread = Thread(target=server.serve, args=(listening,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        listening.close()
        thread.join(PATIENCE)


def page(
    body: bytes = b"",
    *,
    status: str = "200 OK",
    type_: str = "text/html; charset=utf-8",
    **headers: str,
) -> bytes:
    """A whole answer; ``headers`` with ``_`` for the dashes of their names."""
    lines = {"Content-Type": type_, "Content-Length": str(len(body)), "Connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


def redirect(onwards: str, *, status: str = "302 Found") -> bytes:
    return page(status=status, Location=onwards)


def path_of(asked: bytes) -> str:
    """The path and query of a request."""
    return asked.split(b" ", 2)[1].decode("latin-1")


def routes(answers: dict[str, bytes]) -> Callable[[bytes, socket.socket], None]:
    """Answers by path; 404 for others."""

    def answer(asked: bytes, connection: socket.socket) -> None:
        found = answers.get(path_of(asked), page(b"nothing here", status="404 Not Found"))
        connection.sendall(found)

    return answer
