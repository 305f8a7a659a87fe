"""Which line of the inbox an entry belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from wiki.watch.models import Item, Story, StoryState
from wiki.watch.sources.titles import TitleBook

#: How long several sources tell the same story.
TOLD_WITHIN = timedelta(days=4)
#: How long an address that was decided on is remembered.
REMEMBERED = timedelta(days=180)
_COLUMNS = ("story", "source", "story__state", "story__before")


@dataclass(slots=True)
class Line:
    """A line of the inbox, known already or with a story that is still to be saved."""

    sources: set[int]
    known: int = 0
    story: Story | None = None
    #: Whether it was ignored, and whether it came back before.
    ignored: bool = False
    came_back: bool = False

    @property
    def pk(self) -> int:
        """The number of its story; 0 before that is saved."""
        return (self.story.pk or 0) if self.story else self.known


class Grouping:
    """The lines of one community that new entries may belong to (one query, one for ``recall``).

    It may be kept for a while: what is decided meanwhile is as if decided after the entry came.
    """

    def __init__(self, community_id: int, *, now: datetime) -> None:
        self.community_id = community_id
        self._lines: dict[int, Line] = {}
        self._by_address: dict[str, Line] = {}
        self._titles: TitleBook[Line] = TitleBook()
        recent = self._items().filter(story__found_at__gte=now - TOLD_WITHIN)
        for *row, title in recent.values_list(*_COLUMNS, "story__title"):
            new = row[0] not in self._lines
            line = self._line(*row)
            if new:
                self._titles.add(title, line)

    def _items(self) -> QuerySet[Item]:
        return Item.objects.filter(story__community=self.community_id).order_by("story", "pk")

    def recall(self, addresses: Iterable[str], *, now: datetime) -> None:
        """Know the lines in which these addresses stand."""
        asked = [address for address in addresses if address not in self._by_address]
        known = self._items().filter(
            canonical_address__in=asked, story__found_at__gte=now - REMEMBERED
        )
        for *row, address in known.values_list(*_COLUMNS, "canonical_address"):
            self._by_address[address] = self._line(*row)  # the latest line of an address

    def _line(self, pk: int, source: int, state: str, before: int | None) -> Line:
        line = self._lines.get(pk)
        if line is None:
            ignored = state == StoryState.IGNORED
            line = Line(set(), known=pk, ignored=ignored, came_back=before is not None)
            self._lines[pk] = line
        line.sources.add(source)
        return line

    def place(
        self, source_id: int, *, address: str, title: str, dated_at: datetime, now: datetime
    ) -> tuple[Line, bool]:
        """The line, and whether its story is new and still to be saved.

        What was ignored comes back once, when another source tells it; after that it does
        not bother anybody again.
        """
        line = self._by_address.get(address) or next(
            (line for line in self._titles.near(title) if source_id not in line.sources), None
        )
        if line is not None and not self._comes_back(line, source_id):
            line.sources.add(source_id)
            self._by_address[address] = line
            return line, False
        story = Story(
            community_id=self.community_id,
            title=title,
            dated_at=dated_at,
            found_at=now,
            before_id=line.pk if line else None,
        )
        line = Line({source_id}, story=story, came_back=line is not None)
        self._by_address[address] = line
        self._titles.add(title, line)
        return line, True

    @staticmethod
    def _comes_back(line: Line, source_id: int) -> bool:
        return line.ignored and source_id not in line.sources and not line.came_back
