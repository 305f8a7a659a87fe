"""New entries become items, each in a line of its community's inbox."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from wiki.core.changes import note_change
from wiki.watch.canonical import canonical_address
from wiki.watch.models import Item, Source, Story
from wiki.watch.models.item import LONGEST_CANONICAL
from wiki.watch.sources.feeds import Entry, Feed
from wiki.watch.sources.grouping import Grouping, Line

#: Older entries are not news. A feed that is read for the first time gives its newest ones
#: whatever their age: one sees that it works.
NEWS = timedelta(days=60)
ALWAYS_FIRST = 3


@dataclass(frozen=True, slots=True)
class Fresh:
    """A feed that has just been read."""

    source: Source
    feed: Feed


@transaction.atomic
def store(
    community_id: int,
    found: Sequence[Fresh],
    *,
    now: datetime,
    grouping: Grouping | None = None,
) -> dict[int, int]:
    """Store what is new; how many items, by source (some ten queries, however many feeds).

    Sources that were removed meanwhile are left out. ``grouping``: from the last call.
    """
    there = Source.objects.select_for_update().filter(pk__in=[each.source.pk for each in found])
    present = set(there.values_list("pk", flat=True))
    entries = [
        (each.source, entry, canonical_address(entry.address)[:LONGEST_CANONICAL])
        for each in found
        if each.source.pk in present
        for entry in _news(each, now=now)
    ]
    known = _known(present, [entry for _source, entry, _address in entries])
    entries = [each for each in entries if (each[0].pk, each[1].uid) not in known]
    told = _told(present, [address for _source, _entry, address in entries])
    counts = dict.fromkeys(present, 0)
    if not entries:
        return counts
    grouping = grouping or Grouping(community_id, now=now)
    grouping.recall({address for *_rest, address in entries}, now=now)
    stories: list[Story] = []
    items: list[tuple[Item, Line]] = []
    for source, entry, address in entries:
        # The same entry under another name: some feeds number theirs anew each time.
        if (source.pk, address, entry.title) in told:
            continue
        told.add((source.pk, address, entry.title))
        line, is_new = grouping.place(
            source.pk,
            address=address,
            title=entry.title,
            dated_at=entry.published_at or now,
            now=now,
        )
        if is_new and line.story:
            stories.append(line.story)
        items.append((_item(source, entry, address, now), line))
        counts[source.pk] += 1
    Story.objects.bulk_create(stories)
    for item, line in items:
        item.story_id = line.pk
    Item.objects.bulk_create(item for item, _line in items)
    if stories:
        note_change()  # the count of what waits for the watcher
    return counts


def _news(fresh: Fresh, *, now: datetime) -> list[Entry]:
    first = ALWAYS_FIRST if fresh.source.last_success_at is None else 0
    return [
        entry
        for place, entry in enumerate(fresh.feed.entries)
        if place < first or entry.published_at is None or entry.published_at >= now - NEWS
    ]


def _known(sources: Collection[int], entries: Sequence[Entry]) -> set[tuple[int, str]]:
    rows = Item.objects.filter(source__in=sources, uid__in={entry.uid for entry in entries})
    return set(rows.values_list("source", "uid"))


def _told(sources: Collection[int], addresses: Sequence[str]) -> set[tuple[int, str, str]]:
    rows = Item.objects.filter(source__in=sources, canonical_address__in=set(addresses))
    return set(rows.values_list("source", "canonical_address", "title"))


def _item(source: Source, entry: Entry, address: str, now: datetime) -> Item:
    return Item(
        source_id=source.pk,
        uid=entry.uid,
        address=entry.address,
        canonical_address=address,
        title=entry.title,
        summary=entry.summary,
        author=entry.author,
        published_at=entry.published_at,
        found_at=now,
    )
