"""What is asked many times while one page is made, and read once.

Where somebody stands, what is closed to them and which version the content has do not change
while a request that changes nothing is answered. Outside such a request everything is read anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Value = TypeVar("Value")
_read: ContextVar[dict[Hashable, object] | None] = ContextVar("read_once", default=None)


def once(key: Hashable, read: Callable[[], Value]) -> Value:
    """What ``read`` gives; inside ``reading_once``, what it gave for this key the first time."""
    kept = _read.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return kept[key]  # type: ignore[return-value]


@contextmanager
def reading_once() -> Iterator[None]:
    """Inside, what changes meanwhile is not seen: nothing that writes belongs there."""
    if _read.get() is not None:  # once for the whole request
        yield
        return
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)
