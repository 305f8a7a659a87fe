"""What somebody did that tells what one can ask them, gathered from whoever knows of it.

An app's module ``evidence`` registers functions. Each answers for one viewer: it shows
and counts only what that viewer may read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils.functional import Promise

from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Piece:
    """One page, as a line of a list."""

    title: str
    url: str
    language: str
    kind: str
    kind_label: str
    kind_icon: str
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody did in one way, newest first; ``total`` counts what the viewer may read."""

    heading: str | Promise
    total: int
    pieces: tuple[Piece, ...]

    @property
    def more(self) -> int:
        """How many are not among the pieces."""
        return self.total - len(self.pieces)


Source = Callable[[User, User], Iterable[Evidence]]
S = TypeVar("S", bound=Source)

_sources: list[Source] = []


def adds_evidence(source: S) -> S:
    """Register a function ``(person, viewer) -> evidence``."""
    _sources.append(source)
    return source


def evidence(person: User, viewer: User) -> list[Evidence]:
    """All that the viewer may know of what this person did; nothing that is empty."""
    found = (each for source in _sources for each in source(person, viewer))
    return [each for each in found if each.total]
