"""What a Markdown text is made of: chunks that know their line in the file."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "heading", "paragraph", "code", "container", "details", "quote", "list", "table", "html",
    "rule", "footnote", "toc", "comment", "definitions",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; ``ticked`` is None when the item is no task."""

    line: int
    chunks: tuple["Chunk", ...]
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """One block of Markdown.

    ``raw`` is its source without the indentation of what holds it; ``text`` its words
    (of a heading, a paragraph, code); ``info`` what stands on the opening line: a
    language, a container's kind, the id of a heading, a note's label.
    """

    kind: Kind
    line: int
    raw: str
    text: str = ""
    info: str = ""
    title: str = ""
    level: int = 0
    ordered: bool = False
    start: int = 1
    closed: bool = True
    items: tuple[Item, ...] = ()
    children: tuple["Chunk", ...] = ()

    @property
    def last_line(self) -> int:
        """The line of the file on which the chunk ends."""
        return self.line + self.raw.count("\n")


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its number in the file."""

    number: int
    text: str

    @property
    def indent(self) -> int:
        """Columns of white space in front; a tab goes to the next multiple of four."""
        lead = self.text[: len(self.text) - len(self.text.lstrip())]
        return len(lead.expandtabs(4))

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    def without_indent(self, columns: int) -> "Line":
        """The line with at most ``columns`` of its indentation removed."""
        stripped = self.text.lstrip()
        return Line(self.number, " " * max(self.indent - columns, 0) + stripped)


@dataclass(frozen=True, slots=True)
class Outline:
    """References and chunks of one text."""

    chunks: tuple[Chunk, ...]
    #: [name]: address "title", by lower-case name.
    references: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Source of each footnote's definition, by label.
    footnotes: dict[str, str] = field(default_factory=dict)
