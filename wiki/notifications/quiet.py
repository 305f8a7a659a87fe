"""Changes that are no news: imports, demo content, repairs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_quiet: ContextVar[bool] = ContextVar("notices_quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Inside, what is published tells nobody."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    """Whether what happens now is no news."""
    return _quiet.get()
