"""The figures of a community, gathered from whoever counts something in it.

An app's module ``tallies`` registers functions; each counts only what the viewer may read,
so that two people may see two numbers, and nobody learns of what is closed to them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wiki.communities.audience import Viewer
from wiki.communities.models import CommunityPage

IN_ALL = _("In all")


@dataclass(frozen=True, slots=True)
class Tally:
    """One number and what it counts."""

    label: str | Promise
    value: int


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers that are read together."""

    #: For the address of the heading.
    name: str
    title: str | Promise
    rows: tuple[Tally, ...]
    #: The screen shows the lowest first.
    order: int
    #: Whether the numbers are compared with each other: then each has a bar.
    compares: bool = False
    #: What the parts make together; None where a sum says nothing.
    total: int | None = None
    #: Of what it is the total.
    total_label: str | Promise = IN_ALL

    @property
    def drawn(self) -> list[tuple[Tally, int]]:
        """Each row with the width of its bar, in percents of the longest; 0 without bars."""
        most = max((row.value for row in self.rows), default=0) if self.compares else 0
        return [(row, round(100 * row.value / most) if most else 0) for row in self.rows]


Source = Callable[[CommunityPage, Viewer], Iterable[Table]]
S = TypeVar("S", bound=Source)

_sources: list[Source] = []


def adds_tallies(source: S) -> S:
    """Register a function ``(community, viewer) -> tables``."""
    _sources.append(source)
    return source


def tallies(community: CommunityPage, viewer: Viewer) -> list[Table]:
    """All that is counted in the community, in the order of the screen."""
    found = [table for source in _sources for table in source(community, viewer)]
    return sorted(found, key=lambda table: table.order)
