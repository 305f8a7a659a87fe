"""What a search page was asked for, read from its address.

Any address is an answer: what cannot be read counts as not given (the page of results
asked for is told apart, so that a reader is not shown the first one under another name).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict

from search.syntax import ParsedText, parse, tidy

PAGE_SIZE = 10
#: Values that one facet may hold at once, and characters of one value.
MAX_VALUES, MAX_VALUE = 20, 200

#: A name and its value in an address.
Pair = tuple[str, str]

FACETS = ("type", "community", "theme", "tag", "language", "author", "year")


class Sort(StrEnum):
    """Orders of the results."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    UPDATED = "updated"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class SearchParams:
    """A question, the filters, the order and the page: all that makes an address."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE

    @classmethod
    def of(cls, query: QueryDict) -> "SearchParams":
        """The parameters of a query string."""
        values = {name: _values(query.getlist(name)) for name in FACETS}
        sort = query.get("sort", "")
        return cls(
            text=tidy(query.get("q", "")),
            filters={name: chosen for name, chosen in values.items() if chosen},
            sort=Sort(sort) if sort in list(Sort) else Sort.RELEVANCE,
            page=page_of(query) or 1,
        )

    @property
    def parsed(self) -> ParsedText:
        """The parts of the text."""
        return parse(self.text)

    @property
    def query_string(self) -> str:
        """The address of this search, without « ? »; what is the default is left out."""
        page = [("page", str(self.page))] if self.page > 1 else []
        return urlencode([*self._question, *self._chosen(FACETS), *self._order, *page])

    @property
    def _question(self) -> list[Pair]:
        return [("q", self.text)] if self.text else []

    def _chosen(self, facets: Iterable[str]) -> list[Pair]:
        return [(name, value) for name in facets for value in self.filters.get(name, ())]

    @property
    def _order(self) -> list[Pair]:
        return [("sort", self.sort)] if self.sort != Sort.RELEVANCE else []

    def toggling(self, facet: str) -> Callable[[str], str]:
        """What gives, for a value, the address of the same search with it turned on or off.

        A page has a hundred such addresses: what they share is written once.
        """
        at = FACETS.index(facet)
        chosen = self.filters.get(facet, ())
        before = urlencode([*self._question, *self._chosen(FACETS[:at])])
        after = urlencode([*self._chosen(FACETS[at + 1 :]), *self._order])

        def toggled(value: str) -> str:
            others = [v for v in chosen if v != value]
            changed = others if value in chosen else [*chosen, value]
            own = urlencode([(facet, v) for v in changed])
            return "&".join(filter(None, (before, own, after)))

        return toggled

    def without_filters(self) -> "SearchParams":
        """The same question, everywhere."""
        return replace(self, filters={}, page=1)

    def with_text(self, text: str) -> "SearchParams":
        """Another question, from the first page."""
        return replace(self, text=tidy(text), page=1)

    def sorted_by(self, sort: Sort) -> "SearchParams":
        """The same results in another order, from the first page."""
        return replace(self, sort=sort, page=1)

    def on_page(self, page: int) -> "SearchParams":
        """Another page of the same results."""
        return replace(self, page=page)


def page_of(query: QueryDict) -> int | None:
    """The page of results asked for, the first when none is; None for one that cannot be."""
    page = query.get("page", "1")
    return int(page) if re.fullmatch(r"0*[1-9][0-9]{0,6}", page, re.ASCII) else None


def _values(given: Iterable[str]) -> tuple[str, ...]:
    tidied = (tidy(value) for value in given)
    return tuple(dict.fromkeys(v for v in tidied if v and len(v) <= MAX_VALUE))[:MAX_VALUES]
