"""One search, from the question to the answer.

One request gives hits, totals, facets, passages and marks. Only when nothing is found,
or a word stands nowhere, are there more: for near matches and other spellings.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from search.engines.base import EngineAnswer, EngineHit, EngineQuery
from search.engines.elastic import queries
from search.engines.elastic.entries import content_of
from search.engines.elastic.facets import (
    add_counts,
    parts_needed,
    read_counts,
    with_families,
)
from search.engines.elastic.mapping import DEEPEST
from search.engines.elastic.passages import passage_of, passages_beside, title_marks, title_of
from search.engines.elastic.spelling import Spelling
from search.params import Sort
from search.stopwords import telling_words
from wiki.core.search_content import SearchContent

Order = list[dict[str, Any]]
#: Orders other than by score.
ORDERS: dict[Sort, Order] = {
    Sort.NEWEST: [{"published": "desc"}, {"page_id": "asc"}],
    Sort.UPDATED: [{"updated": "desc"}, {"page_id": "asc"}],
    Sort.TITLE: [{"title_order": "asc"}, {"page_id": "asc"}],
}
#: Equal scores come in the order of ids: no hit stands on two pages of results.
BY_SCORE: Order = [{"_score": "desc"}, {"page_id": "asc"}]
#: Versions of one page that are looked at for the reader's language.
MOST_VERSIONS = 5

Ask = Callable[[dict[str, Any]], dict[str, Any]]


class Question:
    """One search."""

    def __init__(self, ask: Ask, query: EngineQuery) -> None:
        self._ask = ask
        self._query = query
        self._filters = queries.filter_queries(query.filters)
        self._spelling = Spelling(ask, query)
        #: What is looked for in titles and passages.
        self._marked = telling_words(query.text.wanted)

    def answer(self) -> EngineAnswer:
        """Words first; then, when they find nothing anywhere, near matches."""
        found = self._asked(queries.words_query(self._query))
        if found.total or found.elsewhere or not self._query.text.wanted:
            return found
        # Nothing of what was typed can be marked: what was probably meant can.
        self._marked = found.spelling or self._marked
        near = self._asked(queries.near_query(self._query.text), near=True)
        return replace(near, spelling=found.spelling)

    def _asked(self, asked: Query, *, near: bool = False) -> EngineAnswer:
        search = self._search(asked, near=near)
        answer = self._ask(search.to_dict())
        counts = read_counts(self._with_all_families(answer, search), self._filters)
        return EngineAnswer(
            total=counts.total,
            hits=tuple(self._hit(hit) for hit in answer["hits"]["hits"]),
            facets=counts.facets,
            near=near,
            elsewhere=0 if counts.total or near else counts.unfiltered,
            spelling="" if near else self._better(answer, nothing=not counts.unfiltered),
        )

    def _better(self, answer: Mapping[str, Any], *, nothing: bool) -> str:
        return self._spelling.better(answer["aggregations"], nothing=nothing)

    def _with_all_families(self, answer: Mapping[str, Any], search: Search) -> Mapping[str, Any]:
        """The answer; thousands of pages in two languages are counted in further requests."""
        parts = parts_needed(answer, self._filters)
        if parts == 1:
            return answer
        told = []
        for number in range(parts):
            counting = Search().query(search.query).extra(size=0, track_total_hits=False)
            add_counts(counting, self._filters, part=(number, parts))
            told.append(self._ask(counting.to_dict()))
        return with_families(answer, told, self._filters)

    def _search(self, asked: Query, *, near: bool) -> Search:
        query = self._query
        beside = queries.readable(query.reader)
        if self._marked:
            beside.append(passages_beside(self._marked, query.expansions, alike=near))
        search = (
            Search()
            .query(Q("bool", must=[asked], filter=beside))
            .source(["content"])
            .sort(*self._order())
            .extra(
                from_=min(query.offset, DEEPEST - query.limit),
                size=query.limit if query.offset + query.limit <= DEEPEST else 0,
                track_total_hits=False,
                collapse=self._collapse(),
            )
        )
        if self._filters:
            search = search.post_filter(Q("bool", filter=list(self._filters.values())))
        if self._marked:
            search.update_from_dict({"highlight": title_marks(self._marked, query.expansions)})
        add_counts(search, self._filters)
        if not near:
            self._spelling.ask_beside(search)
        return search

    def _order(self) -> Order:
        sort = self._query.sort
        if sort is Sort.RELEVANCE and not self._query.text.wanted:
            # Chosen pages have a score even then; the others have the same.
            return [{"_score": "desc"}, *ORDERS[Sort.UPDATED]]
        return ORDERS.get(sort, BY_SCORE)

    def _collapse(self) -> dict[str, Any]:
        """The languages of a page are one result; without words, all of them come along."""
        if self._query.text.wanted:
            return {"field": "family"}
        versions = {"name": "versions", "size": MOST_VERSIONS, "_source": ["content"]}
        return {"field": "family", "inner_hits": versions}

    def _hit(self, hit: dict[str, Any]) -> EngineHit:
        content = self._version(hit)
        return EngineHit(content, title_of(hit, content), passage_of(hit, content))

    def _version(self, hit: dict[str, Any]) -> SearchContent:
        """The one in the reader's language when there are no words to choose by."""
        content = content_of(hit["_source"])
        versions = hit.get("inner_hits", {}).get("versions", {}).get("hits", {}).get("hits", [])
        if content.language == self._query.language or len(versions) < 2:
            return content
        others = (content_of(version["_source"]) for version in versions)
        return next((v for v in others if v.language == self._query.language), content)
