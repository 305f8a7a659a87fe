"""From what a feed says of an entry to what we keep of it: the same rules for all formats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from wiki.watch.models.item import LONGEST_TITLE
from wiki.watch.sources.addresses import web_address
from wiki.watch.sources.feeds import Entry
from wiki.watch.sources.words import plain

#: Entries of a feed that are looked at; the newest are enough, the others were there before.
MOST_ENTRIES = 200
LONGEST_SUMMARY = 600
LONGEST_AUTHOR = 200
#: Nothing on the web is older; clocks of sites may be a day ahead of ours.
FIRST_DAY = datetime(1991, 8, 6, tzinfo=UTC)
AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Raw:
    """An entry as the feed gives it: any value may be of any type."""

    name: object
    address: object
    title: object
    title_markup: bool
    summary: object
    summary_markup: bool
    author: object
    published_at: datetime | None


def entry_of(raw: Raw, *, base: str, now: datetime) -> Entry | None:
    """The entry; None when it leads nowhere, for there is nothing to share then."""
    address = web_address(raw.address, base=base) or web_address(raw.name)
    if not address:
        return None
    summary = plain(raw.summary, most=LONGEST_SUMMARY, markup=raw.summary_markup)
    title = plain(raw.title, most=LONGEST_TITLE, markup=raw.title_markup)
    name = raw.name if isinstance(raw.name, str) and raw.name not in {"", "null"} else address
    return Entry(
        uid=sha256(name.encode("utf-8", "replace")).hexdigest(),
        address=address,
        title=title or plain(summary, most=120, markup=False) or address[:LONGEST_TITLE],
        summary="" if summary == title else summary,
        author=plain(raw.author, most=LONGEST_AUTHOR),
        published_at=_possible(raw.published_at, now),
    )


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each once, those with a date by date; the others stay behind them as they came."""
    once: dict[str, Entry] = {}
    for entry in entries:
        once.setdefault(entry.uid, entry)
    oldest = datetime.min.replace(tzinfo=UTC)
    ordered = sorted(once.values(), key=lambda each: each.published_at or oldest, reverse=True)
    return tuple(ordered[:MOST_ENTRIES])


def _possible(moment: datetime | None, now: datetime) -> datetime | None:
    """The date, in UTC; None when it cannot be."""
    if moment is None:
        return None
    try:
        there = moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return min(there, now) if FIRST_DAY <= there <= now + AHEAD else None
