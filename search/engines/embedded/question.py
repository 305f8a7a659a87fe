"""One search, from the question to the answer."""

from dataclasses import replace
from itertools import islice

from tantivy import DocAddress, Query

from search.engines.base import EngineAnswer, EngineHit, EngineQuery
from search.engines.embedded import queries, ranking
from search.engines.embedded.counts import counted, results
from search.engines.embedded.entries import without_text
from search.engines.embedded.misspelt import better_spelling
from search.engines.embedded.passages import Wanted, best_passage
from search.engines.embedded.snapshot import Snapshot
from search.engines.embedded.wanted import wanted_in
from search.extracts import marked
from search.params import Sort
from wiki.core.search_content import SearchContent


class Question:
    """Asks one commit of the index."""

    def __init__(self, snapshot: Snapshot, query: EngineQuery) -> None:
        self._snapshot = snapshot
        self._query = query
        self._readable = snapshot.readable(query.reader)
        self._filters = queries.filter_queries(query.filters)
        self._wanted: dict[tuple[str, bool], Wanted] = {}

    def answer(self) -> EngineAnswer:
        """Words first; without the filters, then near matches, when they find nothing."""
        text, expansions = self._query.text, self._query.expansions
        bare = self._with_pins(queries.words_query(text, expansions, ranked=False))
        found = self._answer(queries.words_query(text, expansions, ranked=True), bare)
        if not found.total and self._filters:
            found = replace(found, elsewhere=results(self._snapshot, self._seen(bare)))
        if text.wanted and not (found.total or found.elsewhere):
            near = queries.near_query(text)
            found = self._answer(near, near, near=True)
        spelling = better_spelling(self._snapshot, self._query, nothing=found.near)
        return replace(found, spelling=spelling)

    def _answer(self, ranked: Query, bare: Query, *, near: bool = False) -> EngineAnswer:
        counts = counted(self._snapshot, self._seen(bare), self._filters)
        hits = self._page(ranked) if counts.total else ()
        return EngineAnswer(
            total=counts.total,
            hits=tuple(self._hit(self._snapshot.content(address), near) for address in hits),
            facets=counts.facets,
            near=near,
        )

    # ── Which entries ─────────────────────────────────────────────────────────

    def _seen(self, query: Query) -> Query:
        return queries.all_of((query, self._readable))

    def _kept(self, query: Query) -> Query:
        """What is seen of it under the filters."""
        return queries.all_of((query, self._readable, *self._filters.values()))

    def _with_pins(self, query: Query) -> Query:
        pinned = self._query.pinned
        chosen = queries.silent(queries.pages_query(pinned))
        return queries.any_of((query, chosen)) if pinned else query

    def _page(self, ranked: Query) -> list[DocAddress]:
        """The entries of the page asked for."""
        query = self._query
        start, end = query.offset, query.offset + query.limit
        if query.sort is not Sort.RELEVANCE:
            scope = self._kept(self._with_pins(ranked))
            return list(
                islice(ranking.results(self._snapshot, scope, query, first=end), start, end)
            )
        pinned = self._pinned()
        families = self._snapshot.numbers("family", pinned)
        rest = queries.without_families(self._kept(ranked), families)
        first, last = max(0, start - len(pinned)), max(0, end - len(pinned))
        ordered = ranking.results(self._snapshot, rest, query, first=last) if last else iter(())
        return [*pinned[start:end], *islice(ordered, first, last)]

    def _pinned(self) -> list[DocAddress]:
        """The chosen entries that may be shown, in their order, one per page."""
        if not self._query.pinned:
            return []
        snapshot = self._snapshot
        found = snapshot.addresses(self._kept(queries.pages_query(self._query.pinned)))
        rows = zip(
            snapshot.numbers("page_id", found),
            snapshot.numbers("family", found),
            found,
            strict=True,
        )
        by_id = {page_id: (family, address) for page_id, family, address in rows}
        chosen = [by_id[page_id] for page_id in self._query.pinned if page_id in by_id]
        first: dict[int, DocAddress] = {}
        for family, address in chosen:
            first.setdefault(family, address)
        return list(first.values())

    # ── What is shown of them ─────────────────────────────────────────────────

    def _hit(self, content: SearchContent, near: bool) -> EngineHit:
        wanted = self._wanted.get((content.language, near))
        if wanted is None:
            wanted = wanted_in(
                content.language, self._query, searcher=self._snapshot.searcher, near=near
            )
            self._wanted[content.language, near] = wanted
        title = marked(content.title, wanted.words(content.title))
        return EngineHit(without_text(content), title, best_passage(content, wanted))
