"""Ids of people's entries: a range of their own, far above those of pages.

The index, the outbox and what compares them know numbers only, and none may stand for a
page and for a person.
"""

from collections.abc import Iterable

#: A database gives no page such a number (its own go to 2³¹).
FIRST = 1 << 40


def entry_of(person_id: int) -> int:
    """The entry of this person."""
    return FIRST + person_id


def entries_of(people: Iterable[int]) -> set[int]:
    """The entries of these people."""
    return {FIRST + person_id for person_id in people}


def split(ids: Iterable[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Of these entries, the ids of the pages and those of the people."""
    ids = frozenset(ids)
    people = frozenset(entry for entry in ids if entry >= FIRST)
    return ids - people, frozenset(entry - FIRST for entry in people)
