"""One moment by which all must be over, whatever the other side sends meanwhile.

A socket's own timeout begins anew with each byte: whoever sends one byte every nine seconds
would hold us for days.
"""

import socket
import ssl
import time
from dataclasses import dataclass
from typing import Any

from wiki.core.fetching.errors import TooSlow


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the monotonic clock."""

    moment: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(time.monotonic() + seconds)

    def remaining(self) -> float:
        """Seconds left, never zero. Raises TooSlow when there are none."""
        left = self.moment - time.monotonic()
        if left <= 0:
            raise TooSlow
        return left


class TimedSocket(socket.socket):
    """A connection whose every read gets only the time that is left."""

    deadline: Deadline | None = None

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        if self.deadline:
            self.settimeout(self.deadline.remaining())
        return super().recv_into(*args, **kwargs)


class TimedSecureSocket(ssl.SSLSocket):
    """The same over TLS."""

    deadline: Deadline | None = None

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        if self.deadline:
            self.settimeout(self.deadline.remaining())
        return super().recv_into(*args, **kwargs)
