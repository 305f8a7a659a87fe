"""So many messages a minute, evenly: what a mail server or its provider asks for."""

import time


class Pace:
    """Says when the next message may leave; ``per_minute`` 0 is as fast as it goes."""

    def __init__(self, per_minute: int) -> None:
        self._between = 60 / per_minute if per_minute > 0 else 0.0
        self._next = time.monotonic()

    @property
    def must_wait(self) -> bool:
        """Whether the next message has to wait for its turn."""
        return self._between > 0 and time.monotonic() < self._next

    def wait(self) -> None:
        """Until its turn."""
        time.sleep(max(0.0, self._next - time.monotonic()))

    def left(self) -> None:
        """One has left."""
        self._next = max(self._next, time.monotonic()) + self._between
