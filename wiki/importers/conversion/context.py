"""What the conversion of one file needs to know of the world around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link goes: a page of the site, a place of this page, another site, nowhere."""

    kind: Literal["page", "here", "document", "web", "broken"]
    id: int | None = None
    anchor: str = ""
    url: str = ""

    @property
    def markdown(self) -> str:
        """The target as our Markdown writes it."""
        fragment = f"#{self.anchor}" if self.anchor else ""
        match self.kind:
            case "page":
                return f"page:{self.id}{fragment}"
            case "document":
                return f"document:{self.id}"
            case "here":
                return fragment
            case _:
                return self.url


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the text as it was found.

    ``id`` is that of the library, None when it cannot be had; ``web`` is its address
    when it stays on another site.
    """

    id: int | None
    alt: str
    caption: str
    line: int
    web: str = ""


class Surroundings(Protocol):
    """Resolves what a text points to, and takes note of what it cannot."""

    def link(self, href: str, *, line: int) -> Target:
        """Where a link of the text goes."""
        ...

    def picture(self, src: str, *, alt: str, caption: str, line: int) -> Picture:
        """The library's picture for a picture of the text."""
        ...

    def warn(self, line: int, code: str, message: object) -> None:
        """Note what was lost or changed."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """One file in conversion."""

    around: Surroundings
    #: Anchor of the heading on each line.
    anchors: Mapping[int, str]
    references: Mapping[str, tuple[str, str]]
    footnotes: Mapping[str, str]
    #: What one adds to the level of a heading; a text with several h1 moves down by one.
    shift: int = 0
    #: Labels of the footnotes that the text refers to.
    cited: frozenset[str] = frozenset()

    def warn(self, line: int, code: str, message: object) -> None:
        self.around.warn(line, code, message)
