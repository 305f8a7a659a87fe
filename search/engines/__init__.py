"""Engines that can hold the index; the setting SEARCH_ENGINE names one."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import Engine
from search.engines.elastic.client import Connection
from search.engines.elastic.engine import ElasticEngine
from search.engines.embedded.engine import EmbeddedEngine


def engine() -> Engine:
    """The engine that the settings choose."""
    match settings.SEARCH_ENGINE:
        case "embedded":
            return _embedded(Path(settings.SEARCH_INDEX_DIR))
        case "elastic":
            options = settings.ELASTICSEARCH
            given = {name: value for name, value in options.items() if name != "prefix"}
            return ElasticEngine(_connection(tuple(sorted(given.items()))), options["prefix"])
    raise ImproperlyConfigured(f"SEARCH_ENGINE: unknown engine {settings.SEARCH_ENGINE!r}")


@cache
def _embedded(root: Path) -> Engine:
    # One per folder and process: it keeps the files open between requests.
    return EmbeddedEngine(root)


@cache
def _connection(options: tuple[tuple[str, object], ...]) -> Connection:
    # One per server and process: it keeps connections and knows whether the server answers.
    return Connection(dict(options))
