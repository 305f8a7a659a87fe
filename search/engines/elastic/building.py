"""A fresh index in the making, for one language or all.

    create  →  fill, in parallel, bounded  →  refresh, count  →  one step for readers

Readers see the old index until the last step. Whoever changes a page meanwhile
writes to both. Stopped anywhere before the last step, the old index goes on serving
and the next rebuild removes what was left.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from typing import TypeVar

from elasticsearch import Elasticsearch

from search.documents import SearchDocument
from search.engines.base import Changes, Current
from search.engines.elastic import fillers
from search.engines.elastic.analysis import language_for
from search.engines.elastic.client import Connection
from search.engines.elastic.indexes import BEAT, Found, Indexes
from search.engines.elastic.moments import moment
from search.engines.elastic.writing import Operation, batches, changed, put, send
from search.errors import EntriesRefused, Overloaded, SearchUnavailable

logger = logging.getLogger(__name__)

Result = TypeVar("Result")
#: Requests under way at once: while the server analyses two, the next is being made.
SENDERS = 2
#: Requests that may wait, some 4 MB each: memory stays bounded when the server is slower.
WAITING = 4
#: Seconds before each further try while the server has too much to do; half a minute in all,
#: since all that was read so far would have to be read again.
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)
#: Entries read at once when the count does not come out.
PAGE = 5_000


class ElasticBuild:
    """Fills one fresh index per language."""

    def __init__(self, connection: Connection, indexes: Indexes, languages: Iterable[str]) -> None:
        self._connection = connection
        self._indexes = indexes
        self._fresh: dict[str, str] = {}
        self._added: dict[str, set[int]] = {language: set() for language in languages}
        self._pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="bulk")
        self._under_way: set[Future[Mapping[int, str]]] = set()
        self._closing = threading.Event()
        #: Entries that the server refuses for ever, with the reason by page id.
        self.refused: dict[int, str] = {}
        self._beaten = time.monotonic()
        self._handed_over = False
        try:
            for language in self._added:
                self._fresh[language] = self._work(partial(self._indexes.create, language=language))
        except BaseException:
            self.close()
            raise
        #: All that is added next was read after this moment.
        self._read_after = moment()

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Add entries; those of other languages than the ones rebuilt are left out."""
        for batch in batches(self._operations(documents)):
            self._settle(most=WAITING - 1)
            self._under_way.add(self._pool.submit(self._send, batch))
        self._read_after = moment()
        self._beat()

    def _beat(self) -> None:
        if time.monotonic() - self._beaten < BEAT:
            return
        self._beaten = time.monotonic()
        for language, name in self._fresh.items():
            self._work(partial(self._indexes.beat, language=language, name=name))

    def _operations(self, documents: Iterable[SearchDocument]) -> Iterator[list[Operation]]:
        for document in documents:
            language = language_for(document.content.language)
            if language in self._fresh:
                self._added[language].add(document.page_id)
                yield put(f"{self._fresh[language]}-w", document, self._read_after)

    def _send(self, batch: list[Operation], *, refresh: bool = False) -> Mapping[int, str]:
        """Send one request, again while the server has too much to do; what it refuses for ever."""
        pauses = iter(PAUSES)
        while True:
            try:
                self._work(partial(send, batch=batch, refresh=refresh))
            except EntriesRefused as error:
                return error.reasons
            except Overloaded:
                pause = next(pauses, None)
                if pause is None or self._closing.wait(pause):
                    raise
            else:
                return {}

    def _settle(self, *, most: int) -> None:
        """Wait until no more requests than that are under way, and tell meanwhile that we live."""
        while len(self._under_way) > most:
            for future in wait(self._under_way, BEAT, FIRST_COMPLETED).done:
                self._under_way.discard(future)
                self._leave_out(future.result())
            self._beat()

    def _leave_out(self, refused: Mapping[int, str]) -> None:
        self.refused.update(refused)
        for added in self._added.values():
            added.difference_update(refused)

    def finish(self) -> None:
        """Wait until all that was added has arrived."""
        self._settle(most=0)

    def swap(self, current: Current) -> None:
        """Check that all has arrived, then let readers see the indexes."""
        self.finish()
        for language in self._fresh:
            self._check_count(language, current)
        for language, name in self._fresh.items():
            self._work(partial(self._indexes.finish, language=language, name=name))
        # From here on readers may see them, even when the server's answer never arrives.
        self._handed_over = True
        former = self._work(lambda client: self._indexes.point_to(client, self._fresh))
        try:
            self._work(lambda client: self._indexes.retire(client, former))
        except SearchUnavailable as error:
            # Readers have the new ones; the next rebuild removes what was left behind.
            logger.warning("search.rebuild.left_behind", extra={"reason": str(error)})

    def _check_count(self, language: str, current: Current) -> None:
        """Raise ``SearchUnavailable`` when entries are missing that should be there."""
        name = self._fresh[language]
        self._work(lambda client: client.indices.refresh(index=name))
        count = self._work(lambda client: client.count(index=name)["count"])
        if count == len(self._added[language]):
            return
        # Pages came and went meanwhile; whatever is missing is decided anew, once.
        missing = frozenset(self._added[language] - self._present(name))
        changes = current(missing) if missing else Changes()
        if not changes.write:
            return
        version = moment()
        written = {language: Found(live=name)}
        for batch in batches(changed(written, changes.write, (), version)):
            self._leave_out(self._send(batch, refresh=True))
        own = {d.page_id for d in changes.write if language_for(d.content.language) == language}
        still = own - self.refused.keys() - self._present(name)
        if still:
            raise SearchUnavailable(f"{len(still)} entries did not arrive in the fresh index")

    def _present(self, name: str) -> set[int]:
        return self._work(lambda client: set(page_ids(client, name)))

    def _work(self, function: Callable[[Elasticsearch], Result]) -> Result:
        return self._connection.work(function)

    def close(self) -> None:
        """Stop sending, and remove the indexes unless readers may see them."""
        self._closing.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        fillers.end(*self._fresh.values())
        if self._handed_over:
            return
        for name in self._fresh.values():
            try:
                self._work(partial(self._indexes.discard, name=name))
            except SearchUnavailable:
                # The server is away; the next rebuild removes what was left behind.
                return


def page_ids(client: Elasticsearch, index: str) -> Iterator[int]:
    """The ids of all entries of an index, in order."""
    after: list[int] | None = None
    while True:
        answer = client.search(
            index=index,
            size=PAGE,
            query={"match_all": {}},
            sort=[{"page_id": "asc"}],
            search_after=after,
            source=False,
            filter_path="hits.hits.sort",
        )
        hits = answer.get("hits", {}).get("hits", [])
        if not hits:
            return
        yield from (hit["sort"][0] for hit in hits)
        after = hits[-1]["sort"]
