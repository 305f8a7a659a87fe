"""The embedded engine: asks and writes the live generation."""

import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tantivy import IndexWriter, Query

from search.deadline import time_left
from search.documents import SearchDocument
from search.engines.base import (
    Changes,
    Current,
    EngineAnswer,
    EngineQuery,
    EntryState,
    Reader,
    Suggestion,
)
from search.engines.embedded import queries
from search.engines.embedded.entries import to_tantivy
from search.engines.embedded.generations import REBUILD_LOCK, WRITER_LOCK, Generations, guarded
from search.engines.embedded.question import Question
from search.engines.embedded.related import related
from search.engines.embedded.snapshot import Snapshot
from search.errors import IndexDamaged, SearchUnavailable
from search.text import typed
from wiki.core.search_content import Label, SearchContent

#: Bytes that a writer may hold before it writes a segment; one thread, one segment.
SMALL_HEAP, LARGE_HEAP = 20_000_000, 120_000_000
#: Seconds to wait for the writer of another process.
WRITER_WAIT, SWAP_WAIT = 5.0, 60.0


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
        except Exception as error:
            # Whatever is wrong with the files, the next request opens them again.
            self._generations.forget()
            if type(error) is SearchUnavailable:  # its kinds say more
                raise IndexDamaged(str(error)) from error
            raise

    def search(self, query: EngineQuery) -> EngineAnswer:
        """One page of results with their facets."""
        with self._asking() as snapshot:
            return Question(snapshot, query).answer()

    def suggest(self, text: str, reader: Reader, *, limit: int) -> list[Suggestion]:
        """Titles whose words begin like those typed, shortest first, one for each page."""
        with self._asking() as snapshot:
            query = queries.all_of((queries.prefix_query(text), snapshot.readable(reader)))
            found = snapshot.searcher.search(query, 4 * limit, count=False).hits
            contents = [snapshot.content(address) for _score, address in found]
        start = typed(text)
        contents.sort(key=lambda c: (not typed(c.title).startswith(start), len(c.title)))
        first = {content.family or content.page_id: content for content in reversed(contents)}
        return [_suggestion(content) for content in reversed(first.values())][:limit]

    def related(
        self, page_id: int, reader: Reader, *, limit: int, kinds: Collection[str] = ()
    ) -> list[SearchContent]:
        """Entries about the same as this one, best first; never one of its own languages."""
        with self._asking() as snapshot:
            return related(snapshot, page_id, reader, limit=limit, kinds=kinds)

    def states(self, ids: Iterable[int] | None = None) -> dict[int, EntryState]:
        """The states of all entries, or of those that exist among ``ids``."""
        with self._asking() as snapshot:
            return snapshot.states(ids)

    def check(self) -> None:
        """Raise ``SearchUnavailable`` when the index cannot be asked."""
        with self._asking() as snapshot:
            for _score, address in snapshot.searcher.search(Query.all_query(), 1).hits:
                snapshot.content(address)

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

    def remove(self) -> None:
        """Take everything away."""
        self._generations.forget()
        shutil.rmtree(self._generations.root, ignore_errors=True)


class EmbeddedBuild:
    """A generation in the making."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._folder, self._index = generations.begin()
        self._writer: IndexWriter | None = self._index.writer(LARGE_HEAP, 1)
        self._added = 0
        #: Nothing: what is added is taken, or the whole build fails.
        self.refused: dict[int, str] = {}
        self._live = False

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Add entries."""
        writer = self._unfinished()
        with guarded():
            for document in documents:
                writer.add_document(to_tantivy(document))
                self._added += 1

    def finish(self) -> None:
        """Write to the disk what was added, and look whether all of it is there."""
        writer = self._unfinished()
        with guarded():
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()
            missing = self._added - self._index.searcher().num_docs
        self._writer = None
        if missing:
            raise SearchUnavailable(f"{missing} entries did not arrive in the fresh index")

    def swap(self, current: Current) -> None:
        """Apply what changed meanwhile, then let readers see the index."""
        if self._writer is not None:
            self.finish()
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
