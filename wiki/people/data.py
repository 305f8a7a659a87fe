"""All that is kept of somebody, gathered from whoever keeps it: to be taken along or erased.

An app's module ``personal_data`` registers functions of three kinds: what is kept of a
person, what stands in the way of erasing them, and what erases its own rows. Whoever
stores something about people registers here, or the copy and the erasure would forget it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.functional import Promise

from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One part of the copy: ``values`` as JSON can hold them, ``files`` by name, as text."""

    name: str
    values: Any
    files: Mapping[str, str] = field(default_factory=dict)


Collector = Callable[[User], Iterable[PersonalData]]
Obstacle = Callable[[User], Iterable[str | Promise]]
Eraser = Callable[[User], None]
C = TypeVar("C", bound=Collector)
B = TypeVar("B", bound=Obstacle)
E = TypeVar("E", bound=Eraser)

_collectors: list[Collector] = []
_obstacles: list[Obstacle] = []
_erasers: list[Eraser] = []


def adds_personal_data(collector: C) -> C:
    """Register a function that gives what its app keeps of a person.

    It gives the person's own texts, and of pages only what the person may read now.
    """
    _collectors.append(collector)
    return collector


def hinders_erasure(obstacle: B) -> B:
    """Register a function that gives a sentence for each thing to settle before."""
    _obstacles.append(obstacle)
    return obstacle


def erases(eraser: E) -> E:
    """Register a function that removes what its app keeps of a person and nobody else needs.

    Called inside the transaction of the erasure, before the account itself is emptied.
    """
    _erasers.append(eraser)
    return eraser


def personal_data(person: User) -> list[PersonalData]:
    """All that is kept of this person."""
    return [part for collector in _collectors for part in collector(person)]


def obstacles(person: User) -> list[str]:
    """What has to be settled before this person can be erased; empty when nothing is."""
    return [str(words) for obstacle in _obstacles for words in obstacle(person)]


def erase_rows(person: User) -> None:
    """Let every app remove what it keeps of this person."""
    for eraser in _erasers:
        eraser(person)
