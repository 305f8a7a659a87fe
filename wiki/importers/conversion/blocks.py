"""Chunks of Markdown to the blocks of a page's body."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wiki.core.markdown.containers import DISCLOSURES
from wiki.core.text import plain_text
from wiki.importers.conversion.context import Page
from wiki.importers.conversion.inline import Inline, InlineWriter, picture_words
from wiki.importers.conversion.markup import html_chunk
from wiki.importers.conversion.passages import accordion, callout
from wiki.importers.conversion.pictures import picture_value
from wiki.importers.conversion.quotes import quotation
from wiki.importers.conversion.rich_lists import checklist, rich_list
from wiki.importers.conversion.source import has_footnote, markdown_source
from wiki.importers.conversion.tables import markdown_table
from wiki.importers.reading.chunks import Chunk

MAX_HEADING = 160
MAX_ALT = 300


@dataclass(frozen=True, slots=True)
class Block:
    """One block as a stream stores it."""

    type: str
    value: Any

    @property
    def stream(self) -> dict[str, Any]:
        return {"type": self.type, "value": self.value}


def blocks_of(chunks: Sequence[Chunk], page: Page, *, inside: bool = False) -> list[Block]:
    """The blocks that say what ``chunks`` say, in the same order.

    ``inside`` another block, headings are bold lines: only the body has sections.
    """
    return BlockWriter(page, inside=inside).write(chunks)


class BlockWriter:
    """Writes blocks one after the other; paragraphs and lists that follow share one."""

    def __init__(self, page: Page, *, inside: bool = False) -> None:
        self.page = page
        self.inside = inside
        self.blocks: list[Block] = []
        self._rich: list[str] = []

    def write(self, chunks: Sequence[Chunk]) -> list[Block]:
        """All the blocks of ``chunks``."""
        writers: dict[str, Callable[[Chunk], None]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "list": self._list,
            "quote": self._quote,
            "table": self._table,
            "code": self._code,
            "container": self._container,
            "details": self._details,
            "html": self._html,
            "toc": self._toc,
            "comment": self._comment,
            "footnote": self._footnote,
        }
        for chunk in chunks:
            if writer := writers.get(chunk.kind):
                writer(chunk)
        self.flush()
        return self.blocks

    # What the writers share

    def rich(self, html: str) -> None:
        """Add to the running text."""
        self._rich.append(html)

    def add(self, kind: str, value: Any) -> None:
        """Add a block of its own."""
        self.flush()
        self.blocks.append(Block(kind, value))

    def flush(self) -> None:
        """End the running text."""
        if self._rich:
            self.blocks.append(Block("text", "".join(self._rich)))
            self._rich = []

    def inline(self, text: str, chunk: Chunk) -> Inline:
        return InlineWriter(self.page, line=chunk.line, raw=chunk.raw).from_markdown(text)

    def paragraph(self, inline: Inline) -> None:
        """A paragraph, then the pictures that stood in it."""
        if not inline.empty:
            self.rich(f"<p>{inline.html}</p>")
        for picture in inline.pictures:
            if picture.id is None:
                self.rich(f"<p>{picture_words(picture)}</p>")
            else:
                self.add("image", picture_value(picture))

    def as_markdown(self, chunk: Chunk) -> None:
        """The chunk's source, for what no other block can hold."""
        self.add("markdown", markdown_source(chunk, self.page))

    def heading(self, text: str, *, level: int, anchor: str) -> None:
        """A heading of plain text."""
        level = min(max(level + self.page.shift, 2), 4)
        self.add("heading", {"text": text, "level": str(level), "anchor": anchor[:90]})

    # One writer per kind of chunk

    def _heading(self, chunk: Chunk) -> None:
        inline = self.inline(chunk.text, chunk)
        words = plain_text(inline.html)
        level = min(max(chunk.level + self.page.shift, 2), 4)
        if self.inside:
            bold = inline.html if "<b>" in inline.html else f"<b>{inline.html}</b>"
            self.paragraph(Inline(bold if words else "", inline.pictures))
            return
        if words and ("<a " in inline.html or len(words) > MAX_HEADING):
            self.flush()
            self.rich(f"<h{level}>{inline.html}</h{level}>")
        elif words:
            self.heading(words, level=chunk.level, anchor=self.page.anchors.get(chunk.line, ""))
        self.paragraph(Inline("", inline.pictures))

    def _paragraph(self, chunk: Chunk) -> None:
        if not chunk.text.strip(": "):
            self.page.warn(
                chunk.line,
                "container",
                _("An end mark “:::” without its beginning was left out."),
            )
        elif has_footnote(chunk, self.page):
            self.as_markdown(chunk)
        else:
            self.paragraph(self.inline(chunk.text, chunk))

    def _list(self, chunk: Chunk) -> None:
        if has_footnote(chunk, self.page):
            self.as_markdown(chunk)
        elif value := checklist(chunk, self.page):
            self.add("checklist", value)
        elif html := rich_list(chunk, self.page):
            self.rich(html)
        else:
            self.as_markdown(chunk)

    def _quote(self, chunk: Chunk) -> None:
        quotation(chunk, self)

    def _table(self, chunk: Chunk) -> None:
        value = None if has_footnote(chunk, self.page) else markdown_table(chunk, self.page)
        if value:
            self.add("table", value)
        else:
            self.as_markdown(chunk)

    def _code(self, chunk: Chunk) -> None:
        if not chunk.text.strip():
            return
        language = chunk.info.replace("{", " ").split()[:1]
        value = {
            "language": language[0][:30] if language else "",
            "caption": "",
            "code": chunk.text,
        }
        self.add("code", value)

    def _container(self, chunk: Chunk) -> None:
        if not chunk.closed:
            self.page.warn(chunk.line, "container", _("This container has no end mark “:::”."))
        if chunk.info in DISCLOSURES:
            accordion(chunk, self)
        else:
            callout(chunk, self)

    def _details(self, chunk: Chunk) -> None:
        accordion(chunk, self)

    def _html(self, chunk: Chunk) -> None:
        html_chunk(chunk, self)

    def _toc(self, chunk: Chunk) -> None:
        self.page.warn(
            chunk.line, "toc", _("The list of contents was left out: every page has its own.")
        )

    def _comment(self, chunk: Chunk) -> None:
        self.page.warn(chunk.line, "comment", _("A comment of the source was left out."))

    def _footnote(self, chunk: Chunk) -> None:
        if chunk.info in self.page.cited:
            return
        self.page.warn(
            chunk.line,
            "footnote",
            _("No text refers to the note “%(label)s”; it became a paragraph.")
            % {"label": chunk.info},
        )
        self.paragraph(self.inline(chunk.text, chunk))
