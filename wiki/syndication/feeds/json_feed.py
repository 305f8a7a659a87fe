"""A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from datetime import datetime
from typing import Any

from wiki.syndication.feeds.values import Entry, Feed

CONTENT_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> bytes:
    """The document."""
    document = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": feed.urls["json"],
        "description": feed.subtitle,
        "language": feed.language,
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(_filled(document), ensure_ascii=False, indent=1).encode()


def _item(entry: Entry) -> dict[str, Any]:
    return _filled(
        {
            "id": entry.id,
            "url": entry.url,
            "external_url": entry.source_url,
            "title": entry.title,
            # The standard wants a text, be it empty.
            "content_html": entry.html or " ",
            "summary": entry.summary,
            "date_published": _moment(entry.published),
            "date_modified": _moment(entry.updated),
            "authors": [{"name": name} for name in entry.authors],
            "tags": [category.label for category in entry.categories],
            "language": entry.language,
        }
    )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without what has nothing to say; the list of items stays when it is empty."""
    return {name: value for name, value in values.items() if value or name == "items"}


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
