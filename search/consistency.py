"""Compares the index with the database, and brings it up to date where they differ.

Signals may be missed (a row changed by hand, a backup restored): nothing else notices.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from search.documents import audience_key
from search.drain import drain
from search.engines import engine
from search.engines.base import EntryState, state_of
from search.outbox_upkeep import note
from search.projection import Projection
from search.sources import all_ids, readers
from wiki.communities.audience import Audience

#: Pages compared at once: some 40 queries, a few MB.
BATCH = 200
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Drift:
    """Where index and database differ, as page ids; each page stands in one place only."""

    #: Pages looked at.
    compared: int = 0
    #: Should be found and have no entry.
    missing: tuple[int, ...] = ()
    #: The entry is not what the database would write now.
    stale: tuple[int, ...] = ()
    #: The entry has other readers than the tree says.
    audience: tuple[int, ...] = ()
    #: Have an entry and should not be found.
    surplus: tuple[int, ...] = ()
    #: Cannot be read, with the reason.
    unreadable: Mapping[int, str] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[int]:
        """All pages that differ."""
        return frozenset(
            (*self.missing, *self.stale, *self.audience, *self.surplus, *self.unreadable)
        )

    def __add__(self, other: "Drift") -> "Drift":
        return Drift(
            self.compared + other.compared,
            self.missing + other.missing,
            self.stale + other.stale,
            self.audience + other.audience,
            self.surplus + other.surplus,
            {**self.unreadable, **other.unreadable},
        )


def compare(*, quick: bool = False, progress: Progress | None = None) -> Drift:
    """Where index and database differ; ``quick`` looks at ids and readers, not at texts.

    ``progress`` is told how many pages are done, of how many. Raises ``SearchUnavailable``.
    """
    engine().check()
    eligible = all_ids()
    found = Drift()
    for batch in _batches(eligible):
        found += look(batch, quick=quick)
        if progress:
            progress(found.compared, len(eligible))
    surplus = sorted(engine().states().keys() - set(eligible))
    suspects = found.ids.union(surplus)
    # Some were published, changed or taken away while we looked at the others.
    again = sum((look(batch, quick=quick) for batch in _batches(sorted(suspects))), Drift())
    return Drift(
        len(eligible), again.missing, again.stale, again.audience, again.surplus, again.unreadable
    )


def look(ids: Iterable[int], *, quick: bool = False) -> Drift:
    """The same for these pages only."""
    asked = frozenset(ids)
    states = engine().states(asked)
    eligible = readers(asked)
    both = {pk: audience for pk, audience in eligible.items() if pk in states}
    projection = Projection()
    told = _readers(both) if quick else _entries(both, projection)
    other_readers = {pk for pk, state in told.items() if states[pk].audience != state.audience}
    other_texts = {pk for pk, state in told.items() if not quick and states[pk] != state}
    return Drift(
        compared=len(asked),
        missing=tuple(sorted(eligible.keys() - states.keys())),
        stale=tuple(sorted(other_texts - other_readers)),
        audience=tuple(sorted(other_readers)),
        surplus=tuple(sorted(states.keys() - eligible.keys())),
        unreadable=projection.failed,
    )


def repair(drift: Drift) -> Drift:
    """Bring what differs up to date, and all that waits; what still differs afterwards."""
    for batch in _batches(sorted(drift.ids)):
        note(batch)
    drain(everything=True)
    return sum((look(batch) for batch in _batches(sorted(drift.ids))), Drift())


def _entries(ids: Iterable[int], projection: Projection) -> dict[int, EntryState]:
    """The states that the database would give these entries."""
    documents = projection.documents(ids)
    return {document.page_id: state_of(document) for document in documents}


def _readers(audiences: Mapping[int, Audience]) -> dict[int, EntryState]:
    """The same, as far as readers go."""
    return {pk: EntryState("", audience_key(audience)) for pk, audience in audiences.items()}


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
