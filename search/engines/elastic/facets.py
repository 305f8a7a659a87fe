"""True counts: any value within one facet, all facets together, each without itself.

The languages of a page are one result and count once. Entries with a version in
another language carry ``shared_family``; how many of each family are found, and with
which values, tells what to take off.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from search.engines.base import FacetCount
from search.engines.elastic.entries import SEPARATOR, filter_term
from search.engines.elastic.mapping import facet_field
from search.params import FACETS

#: Buckets of one answer (``search.max_buckets``): the server refuses to give more.
MOST_BUCKETS = 65_536
#: Distinct values of one facet that are counted; an organisation has fewer authors.
MOST_VALUES = 4_000
#: Values that the languages of a page share: some nine, rarely over fourteen. Where a page has
#: more they are counted too, up to a number that no page comes near.
SHARED_VALUES, MOST_SHARED_VALUES = 14, 200
#: Families found twice or more that one request counts, in all scopes together: what the facets
#: leave, for a family, its values, and its count without the filters.
MOST_FAMILIES = (MOST_BUCKETS - len(FACETS) * MOST_VALUES) // (2 + SHARED_VALUES)
#: Counts under all filters, and under none.
FILTERED, UNFILTERED = "filtered", "unfiltered"


@dataclass(frozen=True, slots=True)
class Counts:
    """Totals and facets, each result counted once."""

    total: int
    #: The total without the filters.
    unfiltered: int
    facets: dict[str, tuple[FacetCount, ...]]


def add_counts(
    search: Search, filters: Mapping[str, Query], *, part: tuple[int, int] = (0, 1)
) -> None:
    """Ask for all counts beside the hits; the filters are not part of the query.

    ``part`` is a share of the families, as its number and how many there are.
    """
    unset = [name for name in FACETS if name not in filters]
    _scope(search, FILTERED, list(filters.values()), unset)
    if filters:
        _scope(search, UNFILTERED, [], [])
    for name in filters:
        others = [query for other, query in filters.items() if other != name]
        _scope(search, f"without_{name}", others, [name])
    for name in _scopes(filters):
        _families(search.aggs[name], name, most=_most(filters), part=part)


def _scopes(filters: Iterable[str]) -> list[str]:
    """The names of the scopes in which families are counted."""
    without = [f"without_{name}" for name in filters]
    return [FILTERED, UNFILTERED, *without] if without else [FILTERED]


def _most(filters: Sized) -> int:
    """Families of one scope in one request."""
    return MOST_FAMILIES // (1 + len(filters))


def _scope(search: Search, name: str, filters: list[Query], facets: list[str]) -> None:
    scope = search.aggs.bucket(name, "filter", filter=Q("bool", filter=filters))
    for facet in facets:
        scope.bucket(facet, "terms", field=facet_field(facet), size=MOST_VALUES)


def _families(scope: Any, name: str, *, most: int, part: tuple[int, int]) -> None:
    number, parts = part
    shared = {"include": {"partition": number, "num_partitions": parts}} if parts > 1 else {}
    families = scope.bucket(
        "families",
        "terms",
        field="shared_family",
        size=most,
        min_doc_count=2,
        collect_mode="breadth_first",
        **shared,
    )
    if name != UNFILTERED:
        only = {} if name == FILTERED else {"include": f"{name.removeprefix('without_')}:.*"}
        families.bucket(
            "values",
            "terms",
            field="filter",
            size=MOST_SHARED_VALUES,
            min_doc_count=2,
            **only,
        )


def parts_needed(answer: Mapping[str, Any], filters: Mapping[str, Query]) -> int:
    """In how many parts the families have to be asked for; 1 when none was left out."""
    scopes = [answer["aggregations"][name]["families"] for name in _scopes(filters)]
    most = _most(filters)
    if all(len(scope["buckets"]) < most for scope in scopes):
        return 1
    # Every entry left out could be of a family of its own: never too few parts.
    entries = max(
        sum(family["doc_count"] for family in scope["buckets"]) + scope["sum_other_doc_count"]
        for scope in scopes
    )
    return max(2, math.ceil(entries / most))


def with_families(
    answer: Mapping[str, Any], parts: Iterable[Mapping[str, Any]], filters: Mapping[str, Query]
) -> Mapping[str, Any]:
    """The answer with the families of all ``parts``."""
    told = list(parts)
    scopes = dict(answer["aggregations"])
    for name in _scopes(filters):
        buckets = [b for each in told for b in each["aggregations"][name]["families"]["buckets"]]
        scopes[name] = {**scopes[name], "families": {"buckets": buckets}}
    return {**answer, "aggregations": scopes}


def read_counts(answer: Mapping[str, Any], filters: Mapping[str, Query]) -> Counts:
    """The counts that the server gave."""
    scopes = answer["aggregations"]
    filtered = scopes[FILTERED]
    unset = [name for name in FACETS if name not in filters]
    found = {name: _values(filtered, name) for name in unset}
    found |= {name: _values(scopes[f"without_{name}"], name) for name in filters}
    total = _results(filtered)
    return Counts(
        total=total,
        unfiltered=_results(scopes[UNFILTERED]) if filters else total,
        facets={name: found[name] for name in FACETS},
    )


def _results(scope: Mapping[str, Any]) -> int:
    families = scope["families"]["buckets"]
    return scope["doc_count"] - sum(family["doc_count"] - 1 for family in families)


def _values(scope: Mapping[str, Any], facet: str) -> tuple[FacetCount, ...]:
    """One value per key; while a rename spreads, the label that most entries hold."""
    twice: Counter[str] = Counter()
    for family in scope["families"]["buckets"]:
        for value in family["values"]["buckets"]:
            twice[value["key"]] += value["doc_count"] - 1
    labels: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for bucket in scope[facet]["buckets"]:  # the most frequent first
        key, _, label = bucket["key"].partition(SEPARATOR)
        labels.setdefault(key, label)
        counts[key] += bucket["doc_count"]
    true = [
        FacetCount(key, label, counts[key] - twice[filter_term(facet, key)])
        for key, label in labels.items()
    ]
    return tuple(sorted(true, key=lambda value: (-value.count, value.key)))
