"""A community reads two hundred feeds, and sorts what they bring."""

from tests.bench.feeds import served, write_feeds
from tests.bench.results import Line, Target
from tests.bench.sides import Side, Workspace
from tests.bench.timing import summary

FEEDS, ITEMS = 200, 50
#: Who sorts (``ours/feeds.py``).
MEMBER = "veilleuse@example.org"
STORIES, QUERIES = 500, 15
ROUNDS = 3
TO_FEEDPARSER, TO_FIRST = Target(1.5), Target(1 / 20)


def run(workspace: Workspace, *, pages: int | None) -> list[Line]:
    """A first round and an unchanged one beside feedparser alone, and the inbox."""
    feeds = pages or FEEDS
    lines: list[Line] = []
    with workspace.side("ours") as ours:
        for name, whole in (("summaries", False), ("whole articles", True)):
            lines += _rounds(workspace, ours, name, feeds=feeds, whole=whole)
        address = ours.ask("feeds.inbox", stories=min(STORIES, feeds * ITEMS))
        ours.ask("client.read_pages", addresses=[address], who=MEMBER)
        queries = ours.ask("client.query_count", address=address, who=MEMBER)
        readings = ours.ask("client.read_pages", addresses=[address] * 15, who=MEMBER)
    median = summary([each.ms for each in readings]).median
    return [
        *lines,
        Line(
            "feeds", f"inbox of {STORIES} stories", "queries", queries,
            target=Target(QUERIES, of="value"),
        ),
        Line("feeds", f"inbox of {STORIES} stories", "ms", median),
    ]  # fmt: skip


def _rounds(workspace: Workspace, ours: Side, name: str, *, feeds: int, whole: bool) -> list[Line]:
    folder = workspace.folder / f"feeds-{name.split(maxsplit=1)[0]}"
    write_feeds(folder, feeds=feeds, items=ITEMS, whole=whole)
    with served(folder) as address:
        ours.ask("feeds.follow", address=address, feeds=feeds)
        before = ours.ask("feeds.alone", folder=folder).seconds
        first = ours.ask("feeds.read", items=feeds * ITEMS).seconds
        after = ours.ask("feeds.alone", folder=folder).seconds
        unchanged = min(ours.ask("feeds.read", items=0).seconds for _ in range(ROUNDS))
    alone = (before + after) / 2  # on both sides of ours: a busy moment hits both
    what = f"{feeds} feeds of {ITEMS} items, {name}"
    return [
        Line("feeds", f"{what}, beside feedparser alone", "s", first, alone, TO_FEEDPARSER),
        Line("feeds", f"{what}, unchanged, beside the first", "s", unchanged, first, TO_FIRST),
    ]  # fmt: skip
