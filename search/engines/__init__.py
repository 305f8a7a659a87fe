"""Engines that can hold the index; the setting SEARCH_ENGINE names one."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import Engine
from search.engines.embedded.engine import EmbeddedEngine


def engine() -> Engine:
    """The engine that the settings choose."""
    if settings.SEARCH_ENGINE != "embedded":
        raise ImproperlyConfigured(f"SEARCH_ENGINE: unknown engine {settings.SEARCH_ENGINE!r}")
    return _embedded(Path(settings.SEARCH_INDEX_DIR))


@cache
def _embedded(root: Path) -> Engine:
    # One per folder and process: it keeps the files open between requests.
    return EmbeddedEngine(root)
