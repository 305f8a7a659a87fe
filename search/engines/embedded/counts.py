"""True counts of the facets: any value within one, all facets together, each without itself."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tantivy import Query, Searcher

from search.engines.base import FacetCount
from search.engines.embedded.entries import SEPARATOR
from search.engines.embedded.queries import all_of
from search.engines.embedded.schema import facet_field
from search.params import FACETS

#: Distinct values of one facet that are counted; an organisation has fewer authors.
MOST_VALUES = 10_000


def facet_counts(
    searcher: Searcher, found: Query, filters: Mapping[str, Query]
) -> dict[str, tuple[FacetCount, ...]]:
    """Values of every facet among ``found``, under the filters of the other facets."""
    unset = [name for name in FACETS if name not in filters]
    counts = _counted(searcher, all_of((found, *filters.values())), unset)
    for name in filters:
        others = [query for other, query in filters.items() if other != name]
        counts |= _counted(searcher, all_of((found, *others)), [name])
    return {name: counts[name] for name in FACETS}


def _counted(
    searcher: Searcher, query: Query, names: Iterable[str]
) -> dict[str, tuple[FacetCount, ...]]:
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
    answer = searcher.aggregate(query, asked) if asked else {}
    return {name: _values(answer[name]["buckets"]) for name in asked}


def _values(buckets: list[dict]) -> tuple[FacetCount, ...]:
    """One value per key; while a rename spreads, the label that most entries hold."""
    found: dict[str, FacetCount] = {}
    for bucket in buckets:  # the most frequent first
        key, _, label = bucket["key"].partition(SEPARATOR)
        before = found.get(key)
        found[key] = (
            replace(before, count=before.count + bucket["doc_count"])
            if before
            else FacetCount(key, label, bucket["doc_count"])
        )
    return tuple(sorted(found.values(), key=lambda value: (-value.count, value.key)))
