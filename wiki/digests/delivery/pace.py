"""So many messages a minute, evenly: what a mail server or its provider asks for."""

import time
from datetime import timedelta

#: How long a run may be silent and be taken for alive, at least: a slow server's answer.
SILENT = 30


class Pace:
    """Says when the next message may leave; ``per_minute`` 0 is as fast as it goes."""

    def __init__(self, per_minute: int) -> None:
        self._between = 60 / per_minute if per_minute > 0 else 0.0
        self._next = time.monotonic()

    @property
    def is_set(self) -> bool:
        """Whether there is any: two runs beside each other would be twice as fast."""
        return self._between > 0

    @property
    def lease(self) -> timedelta:
        """After how long a run of this pace that took no message is over."""
        return timedelta(seconds=max(SILENT, 2 * self._between))

    @property
    def must_wait(self) -> bool:
        """Whether the next message has to wait for its turn."""
        return self.is_set and time.monotonic() < self._next

    def wait(self) -> None:
        """Until its turn."""
        time.sleep(max(0.0, self._next - time.monotonic()))

    def left(self) -> None:
        """One has left."""
        self._next = max(self._next, time.monotonic()) + self._between
