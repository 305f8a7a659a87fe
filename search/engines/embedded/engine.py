"""The embedded engine: asks and writes the live generation."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tantivy import IndexWriter, Order, Query

from search.deadline import time_left
from search.documents import SearchDocument
from search.engines.base import (
    Changes,
    Current,
    EngineAnswer,
    EngineHit,
    EngineQuery,
    EntryState,
    Reader,
    Suggestion,
)
from search.engines.embedded import queries
from search.engines.embedded.counts import facet_counts
from search.engines.embedded.entries import to_tantivy, without_text
from search.engines.embedded.generations import REBUILD_LOCK, WRITER_LOCK, Generations, guarded
from search.engines.embedded.passages import Wanted, best_passage
from search.engines.embedded.schema import ORDERED_TITLE
from search.engines.embedded.snapshot import Snapshot, total
from search.engines.embedded.wanted import better_spelling, wanted_in
from search.extracts import marked
from search.params import Sort
from wiki.core.search_content import Label, SearchContent

#: Bytes that a writer may hold before it writes a segment; one thread, one segment.
SMALL_HEAP, LARGE_HEAP = 20_000_000, 120_000_000
#: Seconds to wait for the writer of another process.
WRITER_WAIT, SWAP_WAIT = 5.0, 60.0
ORDERS = {
    Sort.NEWEST: ("published", Order.Desc),
    Sort.UPDATED: ("updated", Order.Desc),
    Sort.TITLE: (ORDERED_TITLE, Order.Asc),
}


class EmbeddedEngine:
    """An index folder on disk, read and written in this process."""

    def __init__(self, root: Path) -> None:
        self._generations = Generations(root)

    # ── Asking ────────────────────────────────────────────────────────────────

    @contextmanager
    def _asking(self) -> Iterator[Snapshot]:
        try:
            with guarded():
                yield self._generations.snapshot()
        except Exception:
            # Whatever is wrong with the files, the next request opens them again.
            self._generations.forget()
            raise

    def search(self, query: EngineQuery) -> EngineAnswer:
        """One page of results with their facets."""
        with self._asking() as snapshot:
            return _Question(snapshot, query).answer()

    def suggest(self, text: str, reader: Reader, *, limit: int) -> list[Suggestion]:
        """Titles whose words begin like those typed, shortest first."""
        with self._asking() as snapshot:
            query = queries.all_of((queries.prefix_query(text), snapshot.readable(reader)))
            found = snapshot.searcher.search(query, 4 * limit, count=False).hits
            contents = [snapshot.content(address) for _score, address in found]
        start = queries.typed(text)
        contents.sort(key=lambda c: (not queries.typed(c.title).startswith(start), len(c.title)))
        return [_suggestion(content) for content in contents[:limit]]

    def states(self, ids: Iterable[int] | None = None) -> dict[int, EntryState]:
        """The states of all entries, or of those that exist among ``ids``."""
        with self._asking() as snapshot:
            return snapshot.states(ids)

    def check(self) -> None:
        """Raise ``SearchUnavailable`` when the index cannot be asked."""
        with self._asking() as snapshot:
            snapshot.searcher.search(Query.all_query(), 1)

    # ── Writing ───────────────────────────────────────────────────────────────

    def update(self, ids: frozenset[int], current: Current) -> Changes:
        """Write or delete these entries as ``current`` says; searchable when it returns.

        Gives what had to change: equal entries are left alone.
        """
        with self._generations.locked(WRITER_LOCK, wait=time_left(WRITER_WAIT)):
            index = self._generations.live()
            changes = current(ids).needed(self.states(ids))
            with guarded():
                if changes.write or changes.delete:
                    _write(index.writer(SMALL_HEAP, 1), changes)
                # Equal here, perhaps not in the generation in the making: always noted.
                self._generations.note(ids)
        return changes

    @contextmanager
    def rebuild(self, *, languages: Iterable[str] = ()) -> Iterator["EmbeddedBuild"]:
        """A build that is thrown away unless it was swapped in.

        One index holds all languages: everything has to be added, whichever are named.
        """
        generations = self._generations
        with generations.locked(REBUILD_LOCK, wait=0):
            with generations.locked(WRITER_LOCK, wait=SWAP_WAIT):
                generations.start_journal()
            build = EmbeddedBuild(generations)
            try:
                yield build
            finally:
                build.close()
                generations.end_journal()


class EmbeddedBuild:
    """A generation in the making."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._folder, self._index = generations.begin()
        self._writer: IndexWriter | None = self._index.writer(LARGE_HEAP, 1)
        self._live = False

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Add entries."""
        writer = self._unfinished()
        with guarded():
            for document in documents:
                writer.add_document(to_tantivy(document))

    def swap(self, current: Current) -> None:
        """Apply what changed meanwhile, then let readers see the index."""
        writer = self._unfinished()
        with guarded():
            writer.commit()
            writer.wait_merging_threads()
        self._writer = None
        with self._generations.locked(WRITER_LOCK, wait=SWAP_WAIT):
            meanwhile = self._generations.noted()
            if meanwhile:
                changes = current(meanwhile)
                with guarded():
                    _write(self._index.writer(SMALL_HEAP, 1), changes)
            self._generations.point_to(self._folder)
            self._live = True

    def _unfinished(self) -> IndexWriter:
        if self._writer is None:
            raise RuntimeError("this build is finished")
        return self._writer

    def close(self) -> None:
        """Remove the generation unless it is the live one."""
        self._writer = None  # its threads must not write into a folder that goes
        if not self._live:
            self._generations.discard(self._folder)


def _write(writer: IndexWriter, changes: Changes) -> None:
    gone = changes.delete | {document.page_id for document in changes.write}
    writer.delete_documents_by_query(queries.pages_query(gone))
    for document in changes.write:
        writer.add_document(to_tantivy(document))
    writer.commit()
    # Segments would pile up otherwise, one per publication. What was committed is already
    # found; only whoever publishes waits, for every eighth segment (some 0.1 s per 1,000 pages).
    writer.wait_merging_threads()


def _suggestion(content: SearchContent) -> Suggestion:
    place = content.community or Label("", "")
    return Suggestion(
        content.page_id, content.kind, content.title, content.url, place.key, place.label
    )


class _Question:
    """One search, from the query to the answer."""

    def __init__(self, snapshot: Snapshot, query: EngineQuery) -> None:
        self._snapshot = snapshot
        self._searcher = snapshot.searcher
        self._query = query
        self._readable = snapshot.readable(query.reader)
        self._filters = queries.filter_queries(query.filters)
        self._wanted: dict[tuple[str, bool], Wanted] = {}

    def answer(self) -> EngineAnswer:
        """Words first; without the filters, then near matches, when they find nothing."""
        text = self._query.text
        found = self._answer(
            queries.words_query(text, ranked=True), queries.words_query(text, ranked=False)
        )
        if found.total or not text.wanted:
            return found
        elsewhere = self._count(queries.words_query(text, ranked=False)) if self._filters else 0
        if elsewhere:
            return EngineAnswer(total=0, facets=found.facets, elsewhere=elsewhere)
        near = queries.near_query(text)
        return self._answer(near, near, near=True)

    def _answer(self, ranked: Query, bare: Query, *, near: bool = False) -> EngineAnswer:
        query, searcher = self._query, self._searcher
        scope = queries.all_of((ranked, self._readable, *self._filters.values()))
        sort = query.sort
        if sort is Sort.RELEVANCE and not query.text.wanted:
            sort = Sort.UPDATED
        field, order = ORDERS.get(sort, (None, Order.Desc))
        found = searcher.search(
            scope, query.limit, offset=query.offset, order_by_field=field, order=order
        )
        contents = [self._snapshot.content(address) for _score, address in found.hits]
        return EngineAnswer(
            total=total(found),
            hits=tuple(self._hit(content, near) for content in contents),
            facets=facet_counts(searcher, queries.all_of((bare, self._readable)), self._filters),
            near=near,
            spelling=better_spelling(query.text.wanted, contents) if near else "",
        )

    def _hit(self, content: SearchContent, near: bool) -> EngineHit:
        wanted = self._wanted.get((content.language, near))
        if wanted is None:
            wanted = wanted_in(
                content.language, self._query.text, searcher=self._searcher, near=near
            )
            self._wanted[content.language, near] = wanted
        title = marked(content.title, wanted.words(content.title))
        return EngineHit(without_text(content), title, best_passage(content, wanted))

    def _count(self, query: Query) -> int:
        return total(self._searcher.search(queries.all_of((query, self._readable)), 1))
