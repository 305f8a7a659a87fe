"""What a results page shows: frozen values, ready for a template."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from search.kinds import PERSON
from search.params import SearchParams, Sort

Text = str | Promise
#: Page numbers on either side of the current one.
AROUND = 2
#: Whoever turned this many pages asks better another way; an engine looks no deeper.
MOST_PAGES = 1_000
#: Values of a facet shown at once.
SHOWN = 7


@dataclass(frozen=True, slots=True)
class Hit:
    """A page found; ``title_html`` and ``extract`` are encoded, with ``<mark>`` inside."""

    page_id: int
    kind: str
    kind_label: Text
    kind_icon: str
    title: str
    title_html: SafeString
    #: Address of the page, at the section that answers when there is one.
    url: str
    page_url: str
    #: Where its title leads: to that section; to the page itself when its very title was asked.
    title_url: str
    extract: SafeString
    section_anchor: str
    section_heading: str
    community: str
    #: The others to which the page is useful, of those that the viewer reads.
    also_in: tuple[str, ...]
    trail: tuple[str, ...]
    language: str
    updated: datetime | None
    verified_until: date | None
    #: Somebody answers for it today.
    verified: bool
    #: Out of date for the reader's purpose.
    expired: bool
    #: Put first by editors for this question.
    pinned: bool = False
    #: The day to show instead of the last change, where it makes the order.
    published: datetime | None = None

    @property
    def shown_verified_until(self) -> date | None:
        """The day to show beside the page; none when it has passed."""
        return self.verified_until if self.verified else None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet; ``query_string`` is the search with it turned on or off."""

    key: str
    label: Text
    count: int
    active: bool
    query_string: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet with its values, most frequent first."""

    name: str
    label: Text
    values: tuple[FacetValue, ...]

    @property
    def first_values(self) -> tuple[FacetValue, ...]:
        """Those shown at once: the most frequent and all that are on."""
        return tuple(v for rank, v in enumerate(self.values) if rank < SHOWN or v.active)

    @property
    def more_values(self) -> tuple[FacetValue, ...]:
        """Those that one more act shows."""
        return tuple(v for rank, v in enumerate(self.values) if rank >= SHOWN and not v.active)

    @property
    def active(self) -> tuple[FacetValue, ...]:
        """The values that are on."""
        return tuple(value for value in self.values if value.active)


@dataclass(frozen=True, slots=True)
class SortLink:
    """One order of the results."""

    label: Text
    active: bool
    key: Sort
    query_string: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """One numbered page; number 0 stands for those left out."""

    number: int
    current: bool
    query_string: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of results, with counts that hold for all pages."""

    params: SearchParams
    total: int
    hits: tuple[Hit, ...] = ()
    facets: tuple[Facet, ...] = ()
    near: bool = False
    #: How many there would be without the filters, when there is nothing with them.
    elsewhere: int = 0
    spelling: str = ""
    sorts: tuple[SortLink, ...] = ()
    #: The index does not answer: found in titles, summaries and keywords alone.
    reduced: bool = False
    #: More pages fitted than a reduced search looks at; the total counts those looked at.
    cut: bool = False

    @property
    def pages(self) -> int:
        """How many pages can be turned, one at least."""
        return min(MOST_PAGES, max(1, -(-self.total // self.params.page_size)))

    @property
    def has_people(self) -> bool:
        """Whether people are among the results: then they are not all pages."""
        chosen = self.params.filters.get("type", ())
        if chosen and PERSON.key not in chosen:
            return False  # the facet counts them all the same: one may still add them
        types = (facet.values for facet in self.facets if facet.name == "type")
        return any(value.key == PERSON.key and value.count for each in types for value in each)

    @property
    def is_past_the_end(self) -> bool:
        return self.params.page > self.pages

    @property
    def active_values(self) -> list[tuple[Facet, FacetValue]]:
        """The filters that are on, in the order of the facets."""
        return [(facet, value) for facet in self.facets for value in facet.active]

    @property
    def first(self) -> int:
        """Rank of the first hit of the page, from 1."""
        return (self.params.page - 1) * self.params.page_size + 1

    @property
    def page_links(self) -> list[PageLink]:
        """The first, the last and those around the current page; none for a single page."""
        if self.pages == 1:
            return []
        shown = {1, self.pages, *range(self.params.page - AROUND, self.params.page + AROUND + 1)}
        return list(self._links(sorted(n for n in shown if 1 <= n <= self.pages)))

    def _links(self, numbers: list[int]) -> Iterator[PageLink]:
        before = 0
        for number in numbers:
            if number > before + 1:
                yield PageLink(0, current=False, query_string="")
            before = number
            yield self._link(number)

    def _link(self, number: int) -> PageLink:
        address = self.params.on_page(number).query_string
        return PageLink(number, current=number == self.params.page, query_string=address)

    @property
    def previous_page(self) -> PageLink | None:
        page = self.params.page
        return self._link(page - 1) if page > 1 else None

    @property
    def next_page(self) -> PageLink | None:
        page = self.params.page
        return self._link(page + 1) if page < self.pages else None

    @property
    def cleared_query_string(self) -> str:
        """The same question without the filters."""
        return self.params.without_filters().query_string

    @property
    def spelling_query_string(self) -> str:
        """The question as the index would spell it."""
        return self.params.with_text(self.spelling).query_string
