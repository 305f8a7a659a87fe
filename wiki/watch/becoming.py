"""What became of a note, gathered from whoever took it up.

An app above registers a function: a digest knows which notes stand in it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils.functional import Promise

from guides.models import WatchNotePage
from wiki.communities.audience import Viewer


@dataclass(frozen=True, slots=True)
class Became:
    """A page in which the note lives on, that the viewer may read."""

    title: str
    url: str
    #: Of its type: for the chip beside the title.
    kind: str
    kind_label: str | Promise
    kind_icon: str
    language: str
    when: datetime | None = None


Source = Callable[[WatchNotePage, Viewer], Iterable[Became]]
S = TypeVar("S", bound=Source)

_sources: list[Source] = []


def adds_what_became(source: S) -> S:
    """Register a function ``(note, viewer) -> pages``: only those that the viewer may read."""
    _sources.append(source)
    return source


def became(note: WatchNotePage, viewer: Viewer) -> list[Became]:
    """All that this note became, in the order of the registrations."""
    return [each for source in _sources for each in source(note, viewer)]
