"""True counts: any value within one facet, all facets together, each without itself.

Each result counts once, in as many languages as it may be found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tantivy import Query

from search.engines.base import FacetCount
from search.engines.embedded.entries import SEPARATOR
from search.engines.embedded.families import Bits, common, repeated, surplus
from search.engines.embedded.queries import all_of
from search.engines.embedded.schema import facet_field
from search.engines.embedded.snapshot import Snapshot
from search.params import FACETS

#: Distinct values of one facet that are counted; an organisation has fewer authors.
MOST_VALUES = 10_000
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many results there are, and how many hold each value of each facet."""

    total: int
    facets: dict[str, tuple[FacetCount, ...]]


def counted(snapshot: Snapshot, found: Query, filters: Mapping[str, Query]) -> Counts:
    """Results among ``found``; a facet's values under the filters of the others."""
    unset = [name for name in FACETS if name not in filters]
    total, counts = _counted(snapshot, all_of((found, *filters.values())), unset)
    for name in filters:
        others = [query for other, query in filters.items() if other != name]
        counts |= _counted(snapshot, all_of((found, *others)), [name])[1]
    return Counts(total, {name: counts[name] for name in FACETS})


def results(snapshot: Snapshot, found: Query) -> int:
    """How many results there are among ``found``."""
    return _counted(snapshot, found, ())[0]


def _counted(
    snapshot: Snapshot, query: Query, names: Iterable[str]
) -> tuple[int, dict[str, tuple[FacetCount, ...]]]:
    asked = {
        name: {
            "terms": {
                "field": facet_field(name),
                "size": MOST_VALUES,
                "segment_size": MOST_VALUES,
            }
        }
        for name in names
    }
    entries = {TOTAL: {"value_count": {"field": "page_id"}}}
    answer = snapshot.searcher.aggregate(query, asked | entries)
    twice = _found_twice(snapshot, query)
    values = {name: _values(answer[name]["buckets"]) for name in asked}
    if any(twice):
        values = {name: _once(snapshot, name, found, twice) for name, found in values.items()}
    return int(answer[TOTAL]["value"]) - surplus(twice), values


def _found_twice(snapshot: Snapshot, query: Query) -> Bits:
    """The entries of pages found in several languages."""
    families = snapshot.families
    if not families.places:
        return ()
    shared = snapshot.addresses(all_of((query, Query.exists_query("shared"))))
    return repeated(families.bits(snapshot.numbers("page_id", shared)))


def _values(buckets: list[dict]) -> tuple[FacetCount, ...]:
    """One value per key; while a rename spreads, the label that most entries hold."""
    found: dict[str, FacetCount] = {}
    for bucket in buckets:  # the most frequent first
        key, _, label = bucket["key"].partition(SEPARATOR)
        before = found.get(key)
        known, count = (before.label, before.count) if before else (label, 0)
        found[key] = FacetCount(key, known, count + bucket["doc_count"])
    return _ordered(found.values())


def _once(
    snapshot: Snapshot, facet: str, values: Iterable[FacetCount], twice: Bits
) -> tuple[FacetCount, ...]:
    """The same values; a page found with one of them in several languages counts once."""
    holders = snapshot.families.holders[facet]
    return _ordered(
        replace(value, count=value.count - surplus(common(holders[value.key], twice)))
        if value.key in holders
        else value
        for value in values
    )


def _ordered(values: Iterable[FacetCount]) -> tuple[FacetCount, ...]:
    return tuple(sorted(values, key=lambda value: (-value.count, value.key)))
