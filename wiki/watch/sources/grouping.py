"""Which line of the inbox an entry belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wiki.watch.models import Item, Story, StoryState
from wiki.watch.sources.titles import TitleBook

#: How long several sources tell the same story.
TOLD_WITHIN = timedelta(days=4)
#: How long an address that was decided on is remembered.
REMEMBERED = timedelta(days=180)


@dataclass(slots=True)
class Line:
    """A story and the sources that told it."""

    story: Story
    sources: set[int] = field(default_factory=set)


class Grouping:
    """The stories of one community that new entries may belong to (two queries)."""

    def __init__(self, community_id: int, addresses: Iterable[str], *, now: datetime) -> None:
        self.community_id, self.now = community_id, now
        self.lines: dict[int, Line] = {}
        self.by_address: dict[str, Line] = {}
        self.titles: TitleBook[Line] = TitleBook()
        rows = Item.objects.filter(story__community=community_id).order_by("story", "pk")
        recent = rows.filter(story__found_at__gte=now - TOLD_WITHIN)
        known = rows.filter(
            canonical_address__in=list(addresses), story__found_at__gte=now - REMEMBERED
        )
        for row in self._rows(recent):
            line = self._line(row)
            if line.sources == {row[4]}:
                self.titles.add(row[1], line)
        for row in self._rows(known):
            self.by_address[row[5]] = self._line(row)  # the latest story of an address

    @staticmethod
    def _rows(items: Iterable[Item]) -> list[tuple]:
        columns = ("story", "story__title", "story__state", "story__before", "source",
                   "canonical_address")  # fmt: skip
        return list(items.values_list(*columns))  # type: ignore[attr-defined]

    def _line(self, row: tuple) -> Line:
        pk, title, state, before, source, _address = row
        line = self.lines.get(pk)
        if line is None:
            story = Story(pk=pk, title=title, state=state, before_id=before)
            line = self.lines[pk] = Line(story)
        line.sources.add(source)
        return line

    def place(
        self, source_id: int, *, address: str, title: str, dated_at: datetime
    ) -> tuple[Story, bool]:
        """The story, and whether it is new and still to be saved.

        What was ignored comes back once, when another source tells it; after that it does
        not bother anybody again.
        """
        line = self.by_address.get(address) or next(
            (line for line in self.titles.near(title) if source_id not in line.sources), None
        )
        before = None
        if line is not None:
            ignored = line.story.state == StoryState.IGNORED
            if not ignored or source_id in line.sources or line.story.before_id:
                line.sources.add(source_id)
                self.by_address[address] = line
                return line.story, False
            before = line.story.pk
        story = Story(
            community_id=self.community_id,
            title=title,
            dated_at=dated_at,
            found_at=self.now,
            before_id=before,
        )
        line = Line(story, {source_id})
        self.by_address[address] = line
        self.titles.add(title, line)
        return story, True
