"""The Elasticsearch engine: asks and writes the indexes of all languages."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Q

from search.engines.base import (
    Changes,
    Current,
    EngineAnswer,
    EngineQuery,
    EntryState,
    Reader,
    Suggestion,
)
from search.engines.elastic import queries
from search.engines.elastic.building import PAGE, ElasticBuild
from search.engines.elastic.client import Connection
from search.engines.elastic.entries import content_of
from search.engines.elastic.indexes import Found, Indexes
from search.engines.elastic.likeness import like_query
from search.engines.elastic.moments import moment
from search.engines.elastic.question import Question
from search.engines.elastic.writing import batches, changed, send
from search.errors import EntriesRefused, IndexMissing
from search.text import typed
from wiki.core.search_content import Label, SearchContent

#: What tells an entry's state.
STATE = ["fingerprint", "audience"]


class ElasticEngine:
    """Indexes on a server, one per language, below one prefix."""

    def __init__(self, connection: Connection, prefix: str) -> None:
        self._connection = connection
        self._indexes = Indexes(prefix)

    # ── Asking ────────────────────────────────────────────────────────────────

    def search(self, query: EngineQuery) -> EngineAnswer:
        """One page of results with their facets; the languages of a page are one result."""
        return Question(self._ask, query).answer()

    def _ask(self, body: dict[str, Any]) -> dict[str, Any]:
        """The server's answer to a search over all languages.

        Words are as rare as they are in all languages together: an English word is rare
        in the French index alone, and would put its French pages before the English ones.
        """
        return self._connection.ask(
            lambda client: (
                client.search(
                    index=self._indexes.all_reading, body=body, search_type="dfs_query_then_fetch"
                ).body
            )
        )

    def suggest(self, text: str, reader: Reader, *, limit: int) -> list[Suggestion]:
        """Titles whose words begin like those typed, shortest first."""
        prefixes = Q("match", **{"title.prefixes": {"query": text, "operator": "and"}})
        found = self._contents(prefixes, reader, limit=4 * limit)
        start = typed(text)
        found.sort(key=lambda c: (not typed(c.title).startswith(start), len(c.title)))
        return [_suggestion(content) for content in found[:limit]]

    def _contents(self, query: Any, reader: Reader, *, limit: int) -> list[SearchContent]:
        body = {
            "query": Q("bool", must=[query], filter=queries.readable(reader)).to_dict(),
            "size": limit,
            "_source": ["content"],
            "collapse": {"field": "family"},
            "track_total_hits": False,
        }
        return [content_of(hit["_source"]) for hit in self._ask(body)["hits"]["hits"]]

    def related(
        self, page_id: int, reader: Reader, *, limit: int, kinds: Collection[str] = ()
    ) -> list[SearchContent]:
        """Entries about the same as this one, best first; never one of its own languages.

        Nothing beside a page that the reader may not see: what is alike would tell of it.
        """
        own = Q("bool", filter=[Q("term", page_id=page_id), *queries.readable(reader)])
        body = {
            "query": own.to_dict(),
            "size": 1,
            "_source": ["content", "title", "keywords", "family", "filter", "sections.text"],
        }
        hits = self._ask(body)["hits"]["hits"]
        if not hits:
            return []
        like = like_query(hits[0]["_source"])
        wanted = list(queries.filter_queries({"type": tuple(kinds)}).values())
        alike = Q("bool", must=[like], filter=wanted) if wanted else like
        return self._contents(alike, reader, limit=limit)

    def states(self, ids: Iterable[int] | None = None) -> dict[int, EntryState]:
        """The states of all entries, or of those that exist among ``ids``."""
        if ids is None:
            return self._connection.work(lambda client: _by_page(self._all_states(client)))
        return self._connection.ask(lambda client: self._states(client, ids))

    def _states(self, client: Elasticsearch, ids: Iterable[int]) -> dict[int, EntryState]:
        # By id and not by a search: it also sees what was written a moment ago.
        wanted = [
            {"_index": alias, "_id": str(page_id), "_source": STATE}
            for page_id in ids
            for alias in self._indexes.all_reading
        ]
        if not wanted:
            return {}
        docs = client.mget(docs=wanted)["docs"]
        return _by_page((int(doc["_id"]), _state(doc)) for doc in docs if doc.get("found"))

    def _all_states(self, client: Elasticsearch) -> Iterator[tuple[int, EntryState]]:
        after: list[int] | None = None
        while True:
            hits = (
                client.search(
                    index=self._indexes.all_reading,
                    size=PAGE,
                    query={"match_all": {}},
                    sort=[{"page_id": "asc"}],
                    search_after=after,
                    source_includes=STATE,
                    filter_path="hits.hits._source,hits.hits.sort",
                )
                .get("hits", {})
                .get("hits", [])
            )
            if not hits:
                return
            yield from ((hit["sort"][0], _state(hit)) for hit in hits)
            after = hits[-1]["sort"]

    def check(self) -> None:
        """Raise ``SearchUnavailable`` when the indexes cannot be asked, ``IndexStale`` when
        one was written by another version of the code."""
        self._connection.ask(self._indexes.check)

    # ── Writing ───────────────────────────────────────────────────────────────

    def update(self, ids: frozenset[int], current: Current) -> Changes:
        """Write or delete these entries as ``current`` says; searchable when it returns.

        Who may be the last to write is settled by the version: the moment before reading.
        """
        found = self._connection.ask(self._indexes.found)
        _refuse_missing(found)
        version = moment()
        changes = current(ids)
        if not any(each.others for each in found.values()):
            states = self.states(ids)
            changes = changes.needed(states)
        optional = {alias for each in found.values() for alias in each.written[1:]}
        operations = changed(found, changes.write, changes.delete, version)
        refused: dict[int, str] = {}
        for batch in batches(operations):
            try:
                # Refreshed at once: whoever publishes looks for the page right away, and
                # publications are rare beside searches.
                self._connection.ask(partial(send, batch=batch, refresh=True, optional=optional))
            except EntriesRefused as error:
                refused |= error.reasons  # whoever hears of them takes all others for done
        if refused:
            raise EntriesRefused(refused)
        return changes

    @contextmanager
    def rebuild(self, *, languages: Iterable[str] = ()) -> Iterator[ElasticBuild]:
        """A build that is thrown away unless it was swapped in; of all languages when none
        is named."""
        wanted = tuple(languages) or self._indexes.languages
        build = ElasticBuild(self._connection, self._indexes, wanted)
        try:
            yield build
        finally:
            build.close()

    def remove(self) -> None:
        """Take everything away."""
        self._connection.work(self._indexes.remove)


def _refuse_missing(found: dict[str, Found]) -> None:
    from_nowhere = [language for language, each in found.items() if not each.live]
    if from_nowhere:
        raise IndexMissing(f"there is no index for: {', '.join(from_nowhere)}")


def _state(doc: dict[str, Any]) -> EntryState:
    return EntryState(doc["_source"]["fingerprint"], doc["_source"]["audience"])


def _by_page(told: Iterable[tuple[int, EntryState]]) -> dict[int, EntryState]:
    """The states by page; that of a page with an entry in two indexes equals no other."""
    found: dict[int, EntryState] = {}
    for page_id, state in told:
        before = found.get(page_id)
        found[page_id] = _of_both(before, state) if before else state
    return found


def _of_both(one: EntryState, other: EntryState) -> EntryState:
    audiences = sorted({one.audience, other.audience})
    return EntryState(f"{one.fingerprint}+{other.fingerprint}", " + ".join(audiences))


def _suggestion(content: SearchContent) -> Suggestion:
    place = content.community or Label("", "")
    return Suggestion(
        content.page_id, content.kind, content.title, content.url, place.key, place.label
    )
