"""The order of the results: scores, what settles ties, one result per page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from tantivy import DocAddress, Order, Query

from search.engines.base import (
    FRESH_SHARE,
    HALF_FRESH,
    LEAST_FACTOR,
    POPULAR_SHARE,
    EngineQuery,
    TieBreakers,
)
from search.engines.embedded.schema import ORDERED_TITLE
from search.engines.embedded.snapshot import Snapshot
from search.params import Sort

ORDERS = {
    Sort.NEWEST: ("published", Order.Desc),
    Sort.UPDATED: ("updated", Order.Desc),
    Sort.TITLE: (ORDERED_TITLE, Order.Asc),
}
#: Best hits that are put in order here: twenty pages of results, more than anybody reads,
#: in well under a millisecond. Always the same ones, so that no hit stands on two pages.
WINDOW = 200
DAY = 86_400  # seconds
#: The first day of the seconds that the index notes, as an ordinal.
EPOCH = 719_163


@dataclass(frozen=True, slots=True)
class Ranked:
    """Entries in their order; ids are read along where they are needed."""

    addresses: Sequence[DocAddress]
    ids: Sequence[int]


def order_of(query: EngineQuery) -> Sort:
    """The order asked for; without words there is no best answer."""
    if query.sort is Sort.RELEVANCE and not query.text.wanted:
        return Sort.UPDATED
    return query.sort


def results(
    snapshot: Snapshot, scope: Query, query: EngineQuery, *, first: int
) -> Iterator[DocAddress]:
    """One entry per result, in order; ``first`` of them at least, all that there are at most."""
    families = snapshot.families
    size = snapshot.searcher.num_docs
    sort = order_of(query)
    if sort is Sort.RELEVANCE:
        wanted = size if families.places else min(size, max(first, WINDOW))
        ranked = _by_score(snapshot, scope, wanted, query.ties)
    else:
        ranked = _by_field(snapshot, scope, size if families.places else min(size, first), sort)
    if not families.places:
        return iter(ranked.addresses)
    language = "" if query.text.wanted else query.language
    shown = families.shown(ranked.ids, language=language)
    return (ranked.addresses[position] for position in shown)


def _by_field(snapshot: Snapshot, scope: Query, size: int, sort: Sort) -> Ranked:
    field, order = ORDERS[sort]
    addresses = snapshot.found(scope, size, order_by_field=field, order=order)
    return Ranked(addresses, snapshot.numbers("page_id", addresses))


def _by_score(snapshot: Snapshot, scope: Query, size: int, ties: TieBreakers | None) -> Ranked:
    if not size:
        return Ranked((), ())
    hits = snapshot.searcher.search(scope, size, count=False).hits
    addresses = [address for _score, address in hits]
    ids = snapshot.numbers("page_id", addresses)
    scores = [float(score) for score, _address in hits[:WINDOW]]
    if ties:
        updated = snapshot.numbers("updated", addresses[:WINDOW])
        rows = zip(scores, ids, updated, strict=False)
        scores = [score * factor(ties, page_id, moment) for score, page_id, moment in rows]
    # Equal scores come in the order of ids.
    best = sorted(range(len(scores)), key=lambda position: (-scores[position], ids[position]))
    order = list(chain(best, range(len(scores), len(hits))))
    return Ranked([addresses[place] for place in order], [ids[place] for place in order])


def factor(ties: TieBreakers, page_id: int, updated: int) -> float:
    """What a score is multiplied by; ``updated`` in seconds since 1970, 0 for unknown."""
    age = max(0, ties.today.toordinal() - EPOCH - updated // DAY)
    fresh = FRESH_SHARE * 0.5 ** (age / HALF_FRESH)
    return LEAST_FACTOR + fresh + POPULAR_SHARE * ties.popular.get(page_id, 0.0)
