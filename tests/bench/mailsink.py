"""A mail server in a process of its own: takes everything, and notes to whom, in a file."""

import logging
import multiprocessing
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class _Sink:
    """A line for each message that was taken."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "a", buffering=1)  # noqa: SIM115  (as long as the process)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self._file.write(f"{envelope.rcpt_tos[0]}\n")
        return "250 OK"


def _serve(port: int, path: str) -> None:
    logging.disable(logging.CRITICAL)
    Controller(_Sink(path), hostname="127.0.0.1", port=port).start()
    while True:
        time.sleep(60)


@dataclass(frozen=True)
class MailSink:
    """Where to send, and what came."""

    port: int
    path: Path

    @property
    def taken(self) -> int:
        """Messages so far."""
        return self.path.read_bytes().count(b"\n")

    def boxes(self) -> Counter[str]:
        """How many each address got."""
        return Counter(self.path.read_text().split())

    def empty(self) -> None:
        """Forget what came."""
        self.path.write_text("")


@contextmanager
def mail_sink(folder: Path) -> Iterator[MailSink]:
    """The server, until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = folder / "mail.txt"
    path.write_text("")
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve, args=(port, str(path)), daemon=True)
    process.start()
    try:
        _wait_for(port)
        yield MailSink(port, path)
    finally:
        process.terminate()
        process.join()


def _wait_for(port: int) -> None:
    for _turn in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The mail server of the bench does not start.")
