"""What an engine is asked and what it answers; every engine speaks this."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.safestring import SafeString

from search.documents import SearchDocument
from search.params import Sort
from search.syntax import ParsedText
from wiki.core.search_content import SearchContent


@dataclass(frozen=True, slots=True)
class Reader:
    """On whose behalf an engine answers: the tokens held, and pages not to be told of."""

    tokens: frozenset[str] = frozenset()
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """One page of results, asked for."""

    text: ParsedText
    reader: Reader
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of an entry that answer; ``html`` is encoded, with ``<mark>`` around words."""

    html: SafeString
    anchor: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class EngineHit:
    """An entry found: what the index stores of it, and the passage that answers."""

    #: Sections are left out: the passage is what is shown of them.
    content: SearchContent
    title_html: SafeString
    passage: Passage


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many entries hold one value."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class EngineAnswer:
    """One page of results, with counts that hold for all pages."""

    total: int
    hits: tuple[EngineHit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    #: Nothing held the words: these are entries with words that look alike.
    near: bool = False
    #: How many there would be without the filters, when there is nothing with them.
    elsewhere: int = 0
    #: The question with words that the index knows; "" when there is nothing better.
    spelling: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title that begins like what was typed."""

    page_id: int
    kind: str
    title: str
    url: str
    #: The community it lives in.
    context_key: str
    context: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Entries to write and entries to take away."""

    write: tuple[SearchDocument, ...] = ()
    delete: frozenset[int] = frozenset()


#: Tells what should become of these pages' entries, read from the database when asked.
Current = Callable[[frozenset[int]], Changes]


class Build(Protocol):
    """A fresh index in the making; readers see the old one until it is swapped in."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Add entries."""

    def swap(self, current: Current) -> None:
        """Apply what changed meanwhile, told by ``current``, then let readers see the index."""


class Engine(Protocol):
    """An index that can be asked and written. All may raise ``SearchUnavailable``."""

    def search(self, query: EngineQuery) -> EngineAnswer:
        """One page of results with their facets."""

    def suggest(self, text: str, reader: Reader, *, limit: int) -> list[Suggestion]:
        """Titles whose words begin like those typed."""

    def update(self, ids: frozenset[int], current: Current) -> Changes:
        """Write or delete these entries as ``current`` says; searchable when it returns.

        ``current`` is asked while no other process writes, so that what is written is
        never older than what stands there.
        """

    def rebuild(self) -> AbstractContextManager[Build]:
        """A build that is thrown away unless it was swapped in."""

    def page_ids(self) -> frozenset[int]:
        """The ids of all entries."""

    def check(self) -> None:
        """Raise ``SearchUnavailable`` when the index cannot be asked."""
