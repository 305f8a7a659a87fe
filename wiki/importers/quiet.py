"""Keeps the indexes still while many pages are written, and brings them up to date once."""

import contextlib
from collections.abc import Iterator

from wagtail.signal_handlers import disable_reference_index_auto_update


@contextlib.contextmanager
def indexing_at_the_end() -> Iterator[None]:
    """Nothing is indexed page by page inside this block."""
    with disable_reference_index_auto_update():
        yield
