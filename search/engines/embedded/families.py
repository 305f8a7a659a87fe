"""The languages of one page are one result: which of them is shown, and true counts.

What is found of each page is kept as bits: one whole number for each version a page may
have (its first language, its second…), one bit in it for each page. How many pages are
found twice, and with which values of a facet, is then a matter of a few operations on
whole numbers, however many pages there are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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

    #: Which version (from 0) of which page (from 0) an entry is, by its id.
    places: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    #: The entries that hold a value, by facet and key; only values that some page holds twice.
    holders: Mapping[str, Mapping[str, Bits]] = field(default_factory=dict)
    #: The entries in each language.
    languages: Mapping[str, Bits] = field(default_factory=dict)

    def bits(self, ids: Iterable[int]) -> Bits:
        """These entries, as bits; those without other languages are left out."""
        return _bits(self.places[page_id] for page_id in ids if page_id in self.places)

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
            elif place[1] not in seen and preferred.get(place[1], page_id) == page_id:
                seen.add(place[1])
                yield position

    def _preferred(self, ids: Sequence[int], language: str) -> dict[int, int]:
        """The entry to show of each page that has one in this language."""
        spoken = self.languages.get(language, ())
        found: dict[int, int] = {}
        for page_id in ids:
            version, page = self.places.get(page_id, (len(spoken), 0))
            if version < len(spoken) and spoken[version] >> page & 1:
                found.setdefault(page, page_id)
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

    hits = searcher.search(shared, size, count=False, order_by_field="page_id").hits
    addresses = [address for _score, address in hits]
    families = searcher.fast_field_values("shared", addresses)
    ids = searcher.fast_field_values("page_id", addresses)
    places: dict[int, tuple[int, int]] = {}
    pages: dict[int, int] = {}
    versions: dict[int, int] = {}
    for page_id, family in zip(ids, families, strict=True):
        page = pages.setdefault(int(family or 0), len(pages))
        versions[page] = versions.get(page, -1) + 1
        places[int(page_id or 0)] = versions[page], page
    found = Families(places)
    holders = {
        facet: {
            key: found.bits(ids_of(queries.all_of((shared, value))))
            for key, value in _values(searcher, facet).items()
        }
        for facet in FACETS
    }
    return Families(
        places,
        {
            facet: {key: bits for key, bits in values.items() if surplus(bits)}
            for facet, values in holders.items()
        },
        holders["language"],
    )


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


def _bits(places: Iterable[tuple[int, int]]) -> Bits:
    rows: list[bytearray] = []
    for version, page in places:
        while len(rows) <= version:
            rows.append(bytearray())
        row, byte = rows[version], page >> 3
        if len(row) <= byte:
            row.extend(bytes(byte + 1 - len(row) + 64))
        row[byte] |= 1 << (page & 7)
    return tuple(int.from_bytes(row, "little") for row in rows)
