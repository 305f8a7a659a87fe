"""How long whoever asks can wait, known to whoever calls a server on its behalf.

with within(0.7):
    sync(ids)            # an engine's client reads ``time_left(its own timeout)``
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_until: ContextVar[float] = ContextVar("search_deadline", default=math.inf)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Inside, no more than this may be spent; a deadline around it that is nearer stays."""
    token = _until.set(min(_until.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _until.reset(token)


def time_left(longest: float = math.inf) -> float:
    """Seconds that may still be spent, at most ``longest``; 0 when they are over."""
    return max(0.0, min(longest, _until.get() - time.monotonic()))
