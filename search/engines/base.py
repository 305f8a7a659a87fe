"""What an engine is asked and what it answers; every engine speaks this."""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.utils.safestring import SafeString

from search.documents import SearchDocument, audience_key
from search.params import Sort
from search.syntax import ParsedText
from wiki.communities.audience import EVERYTHING
from wiki.core.search_content import SearchContent


@dataclass(frozen=True, slots=True)
class Reader:
    """On whose behalf an engine answers: the tokens held, and pages not to be told of."""

    tokens: frozenset[str] = frozenset()
    hidden: frozenset[int] = frozenset()
    #: Those of the site's conditions that the tokens meet, as ``documents.condition_key`` writes.
    met: frozenset[str] = frozenset()

    @property
    def sees_all(self) -> bool:
        """Whether the reader has every right."""
        return EVERYTHING in self.tokens


#: An editor's synonym says the same in other words: found, and behind the word itself.
BESIDE = 0.4
#: A two-way synonym of the whole question is that question: « RETEX » asks for « retour
#: d'expérience », and a page that says it the long way is hardly further from it.
INSTEAD = 0.8


@dataclass(frozen=True, slots=True)
class Expansion:
    """Other words that editors gave for words of the question: found too, worth less."""

    #: One word or several; several are looked up side by side.
    words: str
    #: Whose texts it is looked up in; "" for all languages.
    language: str = ""
    #: What it is worth beside the word itself, 0 to 1.
    worth: float = BESIDE


#: How far popularity and freshness together may move a score: 0.9 to 1.1 times, so that
#: they settle ties and cannot beat a better match.
LEAST_FACTOR, FRESH_SHARE, POPULAR_SHARE = 0.9, 0.1, 0.1
#: Days after which a page counts half as fresh.
HALF_FRESH = 365


@dataclass(frozen=True, slots=True)
class TieBreakers:
    """What settles ties: how recent a page is on this day, and how often it is opened.

    A score is multiplied by ``LEAST_FACTOR + FRESH_SHARE * 0.5 ** (age / HALF_FRESH) +
    POPULAR_SHARE * popularity``; the age is that of the last update, in days.
    """

    today: date
    #: Popularity by page, above 0 and at most 1; pages left out have none. Few hundred at most.
    popular: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """One page of results, asked for."""

    text: ParsedText
    reader: Reader
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    expansions: tuple[Expansion, ...] = ()
    #: Pages that come first, in this order, whatever their words; rights and filters hold.
    pinned: tuple[int, ...] = ()
    ties: TieBreakers | None = None
    #: Of a page's languages, the one shown when there are no words to choose by.
    language: str = "fr"


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
class EntryState:
    """What tells whether an entry is the one the database would write now."""

    fingerprint: str
    #: As :func:`search.documents.audience_key` writes it.
    audience: str


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

    def needed(self, states: Mapping[int, EntryState]) -> "Changes":
        """Those that change something, told by what stands in the index."""
        return Changes(
            tuple(d for d in self.write if states.get(d.page_id) != state_of(d)),
            self.delete & states.keys(),
        )


def state_of(document: SearchDocument) -> EntryState:
    """The state of this document's entry once it is written."""
    return EntryState(document.fingerprint, audience_key(document.audience))


#: Tells what should become of these pages' entries, read from the database when asked.
Current = Callable[[frozenset[int]], Changes]


class Build(Protocol):
    """A fresh index in the making; readers see the old one until it is swapped in."""

    #: Entries that the engine refuses for ever, with the reason by page id.
    refused: dict[int, str]

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Add entries."""

    def finish(self) -> None:
        """Wait until all that was added has arrived, or was refused."""

    def swap(self, current: Current) -> None:
        """Apply what changed meanwhile, told by ``current``, then let readers see the index."""


class Engine(Protocol):
    """An index that can be asked and written. All may raise ``SearchUnavailable``."""

    def search(self, query: EngineQuery) -> EngineAnswer:
        """One page of results with their facets; the languages of a page are one result."""

    def suggest(self, text: str, reader: Reader, *, limit: int) -> list[Suggestion]:
        """Titles whose words begin like those typed."""

    def related(
        self, page_id: int, reader: Reader, *, limit: int, kinds: Collection[str] = ()
    ) -> list[SearchContent]:
        """Entries about the same as this one, best first; never one of its own languages.

        ``kinds`` are the types that are wanted, all when none is named.
        """

    def update(self, ids: frozenset[int], current: Current) -> Changes:
        """Write or delete these entries as ``current`` says; searchable when it returns.

        ``current`` is asked so that what is written is never older than what stands
        there. Gives what had to change: equal entries are left alone.
        """

    def rebuild(self, *, languages: Iterable[str] = ()) -> AbstractContextManager[Build]:
        """A build that is thrown away unless it was swapped in; ``languages`` empty: all of them.

        Raises ``IndexBusy`` when another one runs.
        """

    def remove(self) -> None:
        """Take the whole index away: for those made only to be measured."""

    def states(self, ids: Iterable[int] | None = None) -> dict[int, EntryState]:
        """The states of all entries, or of those that exist among ``ids``."""

    def check(self) -> None:
        """Raise ``SearchUnavailable`` when the index cannot be asked, ``IndexStale`` when it
        was written by another version of the code."""
