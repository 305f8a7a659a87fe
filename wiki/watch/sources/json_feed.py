"""JSON Feed (https://www.jsonfeed.org/version/1.1/), read with patience: sites get it wrong."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from wiki.watch.models import FeedKind, Trouble
from wiki.watch.sources.addresses import web_address
from wiki.watch.sources.entries import MOST_ENTRIES, Raw, entry_of, newest_first
from wiki.watch.sources.feeds import Entry, Feed, FeedUnreadable
from wiki.watch.sources.words import plain

LONGEST_NAME = 200


def looks_like_json(content: bytes) -> bool:
    """Whether it could be JSON: it begins as an object does."""
    return content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def read_json_feed(content: bytes, *, address: str, now: datetime) -> Feed:
    """The feed. Raises FeedUnreadable."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FeedUnreadable(Trouble.NOT_A_FEED) from error
    version = found.get("version") if isinstance(found, dict) else None
    if not isinstance(version, str) or "jsonfeed.org" not in version:
        raise FeedUnreadable(Trouble.NOT_A_FEED)
    items = found.get("items")
    rows = items[:MOST_ENTRIES] if isinstance(items, list) else []
    return Feed(
        kind=FeedKind.JSON,
        title=plain(found.get("title"), most=LONGEST_NAME),
        site_address=web_address(found.get("home_page_url"), base=address),
        entries=newest_first(_entries(rows, address=address, now=now)),
    )


def _entries(rows: list[Any], *, address: str, now: datetime) -> Iterator[Entry]:
    for row in rows:
        if not isinstance(row, dict):
            continue
        summary, markup = row.get("summary") or row.get("content_text"), False
        if not isinstance(summary, str) or not summary:
            summary, markup = row.get("content_html"), True
        number = row.get("id")
        entry = entry_of(
            Raw(
                name=number if isinstance(number, str) else json.dumps(number),
                address=row.get("url") or row.get("external_url"),
                title=row.get("title"),
                title_markup=False,
                summary=summary,
                summary_markup=markup,
                author=_author(row),
                published_at=_moment(row.get("date_published") or row.get("date_modified")),
            ),
            base=address,
            now=now,
        )
        if entry:
            yield entry


def _author(row: dict[str, Any]) -> object:
    """The first of ``authors``, or version 1.0's ``author``."""
    authors = row.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else row.get("author")
    return first.get("name") if isinstance(first, dict) else None


def _moment(text: object) -> datetime | None:
    try:
        found = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found
