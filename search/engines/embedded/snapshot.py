"""The index as one commit left it: what readers ask until the next commit."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from tantivy import DocAddress, Query, Searcher

from search.documents import load
from search.engines.base import EntryState, Reader
from search.engines.embedded import queries
from search.engines.embedded.entries import audience_code
from search.engines.embedded.families import Families, read_families
from search.errors import SearchUnavailable
from wiki.core.search_content import SearchContent

#: Ids looked up one by one below this number; all entries are read beyond.
FEW = 5_000


class Snapshot:
    """One commit's searcher, with what is worth working out once for it."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher

    @cached_property
    def audiences(self) -> tuple[str, ...]:
        """The keys of all audiences."""
        return tuple(key for key, _count in self.searcher.terms_with_prefix("audience", ""))

    def readable(self, reader: Reader) -> Query:
        """What the reader may know of."""
        return queries.reader_query(reader, self.audiences)

    @cached_property
    def families(self) -> Families:
        """The pages that have several languages."""
        return read_families(self.searcher)

    def found(self, query: Query, size: int, **order: Any) -> list[DocAddress]:
        """Where matching entries stand, ``size`` at most."""
        if not size:
            return []
        hits = self.searcher.search(query, size, count=False, **order).hits
        return [address for _score, address in hits]

    def addresses(self, query: Query) -> list[DocAddress]:
        """Where all matching entries stand."""
        return self.found(query, self.searcher.num_docs, order_by_field="page_id")

    def holds(self, query: Query) -> bool:
        """Whether any entry matches."""
        return bool(self.found(query, 1))

    def numbers(self, field: str, addresses: Sequence[DocAddress]) -> list[int]:
        """The values of a number field, 0 where there is none."""
        values = self.searcher.fast_field_values(field, list(addresses))
        return [int(value or 0) for value in values]

    def content(self, address: DocAddress) -> SearchContent:
        """What an entry stores of its page."""
        stored = self.searcher.doc(address).get_first("entry")
        if stored is None:
            raise SearchUnavailable("an entry without content")
        return load(bytes(stored))

    def states(self, ids: Iterable[int] | None) -> dict[int, EntryState]:
        """The states of all entries, or of those that exist among ``ids``."""
        wanted = None if ids is None else frozenset(ids)
        few = wanted is not None and len(wanted) <= FEW
        found = self.addresses(queries.pages_query(wanted or ()) if few else Query.all_query())
        keys = {audience_code(key): key for key in self.audiences}
        rows = zip(
            *(self.numbers(name, found) for name in ("page_id", "fingerprint", "audience_code")),
            strict=True,
        )
        return {
            page_id: EntryState(f"{fingerprint:016x}", keys[code])
            for page_id, fingerprint, code in rows
            if wanted is None or page_id in wanted
        }
