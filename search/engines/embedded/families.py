"""The languages of one page are one result: which of them is shown, and true counts.

What is found of each page is kept as bits: one whole number for each version a page may
have (its first language, its second…), one bit in it for each page. How many pages are
found twice, and with which values of a facet, is then a matter of a few operations on
whole numbers, however many pages there are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tantivy import Query, Searcher

from search.engines.embedded import queries
from search.engines.embedded.entries import SEPARATOR
from search.engines.embedded.schema import facet_field
from search.params import FACETS

#: One whole number per version; bit n stands for page n.
Bits = tuple[int, ...]


@dataclass(frozen=True)
class Families:
    """The pages of an index that have several languages."""

    #: The bit of an entry, by its id: its version times ``width``, plus its page.
    places: Mapping[int, int] = field(default_factory=dict)
    #: Versions of a page at most, and pages, rounded up to whole bytes.
    depth: int = 0
    width: int = 8
    #: The entries that hold a value, by facet and key; only values that some page holds twice.
    holders: Mapping[str, Mapping[str, Bits]] = field(default_factory=dict)
    #: The entries in each language, by their ids.
    languages: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def bits(self, ids: Iterable[int]) -> Bits:
        """These entries, as bits; those without other languages are left out."""
        places = self.places
        row = bytearray(self.depth * self.width // 8)
        for place in [places[page_id] for page_id in ids if page_id in places]:
            row[place >> 3] |= 1 << (place & 7)
        size = self.width // 8
        return tuple(
            int.from_bytes(row[start : start + size], "little")
            for start in range(0, len(row), size)
        )

    def shown(self, ids: Sequence[int], *, language: str = "") -> Iterator[int]:
        """Positions in ``ids`` of the results: the first version of each page.

        With ``language``, the version in it where there is one.
        """
        preferred = self._preferred(ids, language) if language else {}
        seen: set[int] = set()
        for position, page_id in enumerate(ids):
            place = self.places.get(page_id)
            if place is None:
                yield position
                continue
            page = place % self.width
            if page not in seen and preferred.get(page, page_id) == page_id:
                seen.add(page)
                yield position

    def _preferred(self, ids: Sequence[int], language: str) -> dict[int, int]:
        """The entry to show of each page that has one in this language."""
        spoken = self.languages.get(language, frozenset())
        found: dict[int, int] = {}
        for page_id in ids:
            if page_id in spoken:
                found.setdefault(self.places[page_id] % self.width, page_id)
        return found


def repeated(bits: Bits) -> Bits:
    """The entries of pages that are found more than once."""
    seen = twice = 0
    for version in bits:
        twice |= seen & version
        seen |= version
    return tuple(version & twice for version in bits)


def surplus(bits: Bits) -> int:
    """How many more entries there are than pages."""
    every = 0
    for version in bits:
        every |= version
    return sum(map(int.bit_count, bits)) - every.bit_count()


def common(one: Bits, other: Bits) -> Bits:
    """The entries in both."""
    return tuple(a & b for a, b in zip(one, other, strict=False))


def read_families(searcher: Searcher) -> Families:
    """The families of an index: one look at each of its facets' values."""
    shared = Query.exists_query("shared")
    size = searcher.num_docs
    if not size or not searcher.search(shared, 1, count=False).hits:
        return Families()

    def ids_of(query: Query) -> list[int]:
        hits = searcher.search(query, size, count=False, order_by_field="page_id").hits
        values = searcher.fast_field_values("page_id", [address for _score, address in hits])
        return [int(value or 0) for value in values]

    found = _placed(searcher, shared)
    languages: dict[str, frozenset[int]] = {}
    holders: dict[str, dict[str, Bits]] = {}
    for facet in FACETS:
        values = {
            key: ids_of(queries.all_of((shared, value)))
            for key, value in _values(searcher, facet).items()
        }
        if facet == "language":
            languages = {key: frozenset(ids) for key, ids in values.items()}
        every = {key: found.bits(ids) for key, ids in values.items()}
        holders[facet] = {key: bits for key, bits in every.items() if surplus(bits)}
    return replace(found, holders=holders, languages=languages)


def _placed(searcher: Searcher, shared: Query) -> Families:
    """Where each entry of a family stands."""
    size = searcher.num_docs
    hits = searcher.search(shared, size, count=False, order_by_field="page_id").hits
    addresses = [address for _score, address in hits]
    families = searcher.fast_field_values("shared", addresses)
    ids = searcher.fast_field_values("page_id", addresses)
    pages = {family: page for page, family in enumerate(dict.fromkeys(families))}
    width = -(-len(pages) // 8) * 8
    versions = [-1] * len(pages)
    places: dict[int, int] = {}
    for page_id, family in zip(ids, families, strict=True):
        page = pages[family]
        versions[page] += 1
        places[int(page_id or 0)] = versions[page] * width + page
    return Families(places, depth=max(versions) + 1, width=width)


def _values(searcher: Searcher, facet: str) -> dict[str, Query]:
    """What looks up each value of a facet; a value may have several labels while one changes."""
    name = facet_field(facet)
    terms: dict[str, list[str]] = {}
    for term, _count in searcher.terms_with_prefix(name, ""):
        terms.setdefault(term.partition(SEPARATOR)[0], []).append(term)
    return {
        key: queries.any_of(queries.term(name, term) for term in same)
        for key, same in terms.items()
    }
