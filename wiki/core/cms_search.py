"""The search of the CMS, on the database: quotation marks inside a word are no syntax.

On SQLite the library puts each word between quotation marks and leaves those that somebody typed
as they are, which the database refuses.
"""

from typing import Any

from modelsearch.query import PlainText
from wagtail.search.backends import database

MARK = '"'


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  (the name that Wagtail looks for)
    """Wagtail's for this database."""
    backend = database.SearchBackend(params)
    search = backend._search

    def without_marks(compiler: type, query: Any, *args: Any, **options: Any) -> Any:
        return search(compiler, _without_marks(query), *args, **options)

    backend._search = without_marks
    return backend


def _without_marks(query: Any) -> Any:
    if isinstance(query, str):
        return query.replace(MARK, " ").strip()
    if isinstance(query, PlainText):
        words = query.query_string.replace(MARK, " ").strip()
        return PlainText(words, operator=query.operator) if words else ""
    return query
