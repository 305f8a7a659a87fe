"""From bytes to a feed: RSS and Atom through feedparser, JSON Feed on our own."""

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser

from wiki.watch.models import FeedKind, Trouble
from wiki.watch.sources.addresses import web_address
from wiki.watch.sources.entries import MOST_ENTRIES, Raw, entry_of, newest_first
from wiki.watch.sources.feeds import Entry, Feed, FeedUnreadable
from wiki.watch.sources.json_feed import LONGEST_NAME, looks_like_json, read_json_feed
from wiki.watch.sources.words import plain

#: Signs of mark-up in a file: more than that, not its words but the parser takes the time
#: (some 50 µs each when the file is not well formed).
MOST_TAGS = 100_000
#: Entries of a file; each costs a good deal more than a tag.
MOST_IN_FILE = 10_000
#: A tag in a text that is said to be plain: in RSS nobody says what a title is.
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)\b")
#: Encodings in which the two checks above would see nothing, and that no feed needs.
_VEILED = re.compile(
    rb"""encoding\s*=\s*["']\s*(?:utf-?7|utf-?32|ucs-?4|ebcdic|cp0?37|ibm)""", re.IGNORECASE
)


def read_feed(content: bytes, *, address: str, content_type: str, now: datetime) -> Feed:
    """The feed that was found at ``address``. Raises FeedUnreadable."""
    if looks_like_json(content):
        return read_json_feed(content, address=address, now=now)
    refuse_bombs(content, content_type)
    # Without the address: relative ones are completed below, once instead of at each element.
    headers = {"content-type": content_type or "application/xml"}
    # As a stream: of a text feedparser would open the address or the file that it names.
    # What is said in HTML becomes plain text below, so feedparser need not clean it.
    found = feedparser.parse(
        io.BytesIO(content),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found.get("version") and not found.entries:
        raise FeedUnreadable(Trouble.NOT_A_FEED)
    kind = FeedKind.ATOM if found.version.startswith("atom") else FeedKind.RSS
    return Feed(
        kind=kind,
        title=plain(found.feed.get("title"), most=LONGEST_NAME),
        site_address=web_address(found.feed.get("link"), base=address),
        entries=newest_first(_entries(found.entries, kind=kind, address=address, now=now)),
    )


def refuse_bombs(content: bytes, content_type: str) -> None:
    """Entities, which grow when they are read, and heaps of tags. Raises FeedUnreadable."""
    if _VEILED.search(content[:200]) or b"utf-7" in content_type.lower().encode():
        raise FeedUnreadable(Trouble.DANGEROUS)
    # Two bytes a letter hide nothing once the empty ones are gone.
    bare = content.replace(b"\0", b"") if b"\0" in content else content
    if _ENTITY.search(bare):
        raise FeedUnreadable(Trouble.DANGEROUS)
    if bare.count(b"<") > MOST_TAGS or len(_ENTRY.findall(bare)) > MOST_IN_FILE:
        raise FeedUnreadable(Trouble.TOO_LARGE)


def _entries(rows: list[Any], *, kind: FeedKind, address: str, now: datetime) -> Iterator[Entry]:
    # Not the first of the file: some feeds put the newest at the end.
    ordered = rows if len(rows) <= MOST_ENTRIES else sorted(rows, key=_stamp, reverse=True)
    for row in ordered[:MOST_ENTRIES]:
        summary, summary_markup = _text(row, "summary")
        if not summary and (content := _plainly(row, "content")):
            summary, summary_markup = content[0].get("value"), True
        title, title_markup = _text(row, "title")
        if kind == FeedKind.RSS and title:
            title_markup = title_markup or bool(_TAG.search(str(title)))
        entry = entry_of(
            Raw(
                name=_plainly(row, "id"),
                address=_plainly(row, "link") or _enclosure(row),
                title=title,
                title_markup=title_markup,
                summary=summary,
                summary_markup=summary_markup,
                author=_plainly(row, "author"),
                published_at=_moment(row),
            ),
            base=address,
            now=now,
        )
        if entry:
            yield entry


def _text(row: Any, name: str) -> tuple[object, bool]:
    """The text, and whether it holds mark-up."""
    detail = _plainly(row, f"{name}_detail")
    return _plainly(row, name), not detail or _plainly(detail, "type") != "text/plain"


def _plainly(row: Any, name: str) -> Any:
    """The value under this very name: feedparser would try others, and takes its time."""
    return dict.get(row, name)


def _enclosure(row: Any) -> object:
    """The file that a podcast brings where it has no page."""
    return next((each.get("href") for each in row.get("enclosures", ())), None)


def _stamp(row: Any) -> int:
    moment = _moment(row)
    return int(moment.timestamp()) if moment else 0


def _moment(row: Any) -> datetime | None:
    parsed = _plainly(row, "published_parsed") or _plainly(row, "updated_parsed")
    if not isinstance(parsed, struct_time):
        return None
    try:
        return datetime.fromtimestamp(timegm(parsed), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
