"""What waits for the people who run a community, gathered from whoever knows of it.

An app's module ``todo`` registers functions; each is asked for all communities at once
and answers only with what this person may act on.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils.functional import Promise

from wiki.communities.models import CommunityPage
from wiki.communities.standing import Standing
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: ``kind`` says what sort it is, ``text`` what it is about."""

    community_id: int
    kind: str | Promise
    icon: str
    text: str
    url: str
    #: Since when it waits.
    since: datetime | None = None
    #: The language of ``text`` when it is content.
    language: str = ""
    #: A few words more: who is on it.
    note: str = ""


Source = Callable[[Sequence[CommunityPage], User, Standing], Iterable[Todo]]
S = TypeVar("S", bound=Source)

_sources: list[Source] = []


def adds_todo(source: S) -> S:
    """Register a function ``(communities, person, standing) -> items``."""
    _sources.append(source)
    return source


def todo(communities: Sequence[CommunityPage], person: User, standing: Standing) -> list[Todo]:
    """All that waits for this person in these communities, oldest first."""
    found = [item for source in _sources for item in source(communities, person, standing)]
    return sorted(
        found, key=lambda item: (item.since is None, item.since.timestamp() if item.since else 0.0)
    )
