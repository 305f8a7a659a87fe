"""Wagtail's own index and a new project's search view."""

from collections.abc import Callable
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

from tests.bench.client import timed_queries
from tests.bench.timing import Answer, Span, clock


def build_index() -> Span:
    """Seconds of the whole ``update_index``."""
    with clock() as span:
        call_command("update_index", verbosity=0, stdout=StringIO())
    return span


def search(*, questions: list[str], operator: str = "and", limit: float) -> list[Answer]:
    """One answer for each question; a query that takes longer than ``limit`` is cut off."""
    connection.ensure_connection()
    return timed_queries(
        [
            f"/search/?{urlencode({'query': question, 'operator': operator})}"
            for question in questions
        ],
        limit=limit,
        interrupt=_interrupt(connection.connection),  # the guard's thread has no connection
    )


def _interrupt(raw: Any) -> Callable[[], None]:
    """What stops a query: SQLite's and PostgreSQL's names for it differ."""
    return raw.cancel if connection.vendor == "postgresql" else raw.interrupt


def found(*, question: str) -> int:
    """How many pages hold the words."""
    return Page.objects.live().search(question).count()
