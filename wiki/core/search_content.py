"""What a page can say about itself, for whoever indexes it.

Page types implement :class:`SearchablePage`; the search reads
:class:`SearchContent` and never a page type.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils.functional import Promise

#: ``ids`` of pages of which something changed without any of Wagtail's signals; sent inside
#: the transaction of the change.
entries_changed = Signal()


@dataclass(frozen=True, slots=True)
class Section:
    """A passage of the page: ``text`` is plain, ``anchor`` its id in the page ("" for the top)."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """One value of a facet: ``key`` is stable and stands in addresses, ``label`` is shown."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class SearchContent:
    """All that the search stores of one page: plain text, no markup, no lazy string."""

    page_id: int
    kind: str
    language: str
    title: str
    url: str
    summary: str = ""
    keywords: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    #: Titles of the places between the community and the page: tells « Introduction » from others.
    trail: tuple[str, ...] = ()
    community: Label | None = None
    communities: tuple[Label, ...] = ()
    themes: tuple[Label, ...] = ()
    theme_words: tuple[str, ...] = ()
    tags: tuple[Label, ...] = ()
    authors: tuple[Label, ...] = ()
    first_published: datetime | None = None
    updated: datetime | None = None
    verified_until: date | None = None
    #: What is out of date for the reader's purpose (a watch note past its shelf life).
    expired_on: date | None = None
    extra: dict[str, str] = field(default_factory=dict)
    #: Languages by which it is found when they are not that of its text: those of a person.
    languages: tuple[Label, ...] | None = None
    #: The same number for all languages of one page; 0 when it has but one.
    family: int = 0


class SearchablePage:
    """Mixin of the page types that readers can find."""

    #: Stable name of the type in the index and in addresses.
    search_kind: ClassVar[str]
    #: Its names for people, singular and plural.
    kind_label: ClassVar[str | Promise]
    kind_label_plural: ClassVar[str | Promise]
    #: Lucide icon that stands beside the name.
    kind_icon: ClassVar[str]
    #: Field for other ways to ask, one per line; "" when the type has none.
    keywords_field: ClassVar[str] = ""

    @classmethod
    def search_queryset(cls) -> QuerySet:
        """All rows of the type, with what :meth:`search_content` reads fetched along."""
        raise NotImplementedError

    def search_content(self) -> SearchContent:
        """What the index stores of this page as it is published."""
        raise NotImplementedError

    def search_siblings(self) -> set[int]:
        """Pages whose entries change with this one's existence: its other languages.

        Asked while the page is saved: those of the stored row and those of the new values.
        """
        return set()

    @classmethod
    def search_contents(
        cls, pages: Sequence[Any], *, texts: bool = True
    ) -> Iterator[SearchContent]:
        """The same for many pages of the type, in order; what they share is loaded once.

        Without ``texts`` a type may leave the sections out, which take most of the time.
        """
        return (page.search_content() for page in pages)
