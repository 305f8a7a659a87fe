"""Raw HTML in a text: simple elements become blocks, the others stay HTML."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from django.utils.translation import gettext as _

from wiki.core.text import anchor_slug, plain_text
from wiki.importers.conversion.inline import Inline, InlineWriter
from wiki.importers.conversion.source import markdown_source
from wiki.importers.conversion.tables import table_value
from wiki.importers.reading.chunks import Chunk

if TYPE_CHECKING:
    from wiki.importers.conversion.blocks import BlockWriter

WRAPPERS = {
    "div", "section", "article", "main", "header", "footer", "center", "aside", "body", "html",
    "nav", "figure", "address", "picture",
}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
PLAYERS = {"iframe", "video", "audio", "embed", "object"}
_BLOCKS = WRAPPERS | HEADINGS | PLAYERS | {
    "p", "ul", "ol", "table", "pre", "blockquote", "hr", "dl", "form", "script", "style",
    "figcaption", "li",
}  # fmt: skip


def html_chunk(chunk: Chunk, writer: "BlockWriter") -> None:
    """Write the blocks that stand for a piece of HTML."""
    tree = BeautifulSoup(chunk.raw, "html.parser")
    HtmlReader(chunk, writer).read(tree.children)


class HtmlReader:
    """Walks through the elements of one piece of HTML."""

    def __init__(self, chunk: Chunk, writer: "BlockWriter") -> None:
        self.chunk = chunk
        self.writer = writer

    def read(self, nodes: Iterable[PageElement]) -> None:
        """Write all of them; what is no block is gathered into paragraphs."""
        run: list[PageElement] = []
        for node in list(nodes):
            if isinstance(node, Tag) and node.name in _BLOCKS:
                self._paragraph(run)
                run = []
                self._element(node)
            else:
                run.append(node)
        self._paragraph(run)

    def _inline(self, nodes: Iterable[PageElement]) -> Inline:
        return InlineWriter(self.writer.page, line=self.chunk.line, raw=self.chunk.raw).from_nodes(
            nodes
        )

    def _paragraph(self, nodes: list[PageElement]) -> None:
        if any(isinstance(node, Tag) or str(node).strip() for node in nodes):
            self.writer.paragraph(self._inline(nodes))

    def _element(self, node: Tag) -> None:
        if node.name in WRAPPERS:
            self.read(node.children)
        elif node.name in {"p", "figcaption", "li"}:
            self.read(node.children) if node.find(list(_BLOCKS)) else self._paragraph(
                list(node.children)
            )
        elif node.name in HEADINGS:
            self._heading(node)
        elif node.name in {"ul", "ol"} and not node.find(
            sorted(_BLOCKS - {"ul", "ol", "li", "p"} | {"img"})
        ):
            self.writer.rich(self._list(node))
        elif node.name == "blockquote" and not node.find(list(_BLOCKS - {"p"})):
            for paragraph in node.find_all("p") or [node]:
                inline = self._inline(paragraph.children)
                self.writer.rich(f"<blockquote>{inline.html}</blockquote>")
        elif node.name == "pre":
            code = {"language": "", "caption": "", "code": node.get_text().strip("\n")}
            self.writer.add("code", code)
        elif node.name == "table":
            self._table(node)
        elif node.name in PLAYERS:
            self._player(node)
        elif node.name in {"script", "style"}:
            self._left_out(node)
        elif node.name != "hr":
            self._kept(node)

    def _heading(self, node: Tag) -> None:
        inline = self._inline(node.children)
        words = plain_text(inline.html)
        if words:
            anchor = str(node.get("id") or "") or anchor_slug(words)
            if self.writer.inside:
                self.writer.rich(f"<p><b>{inline.html}</b></p>")
            else:
                self.writer.heading(words[:160], level=int(node.name[1]), anchor=anchor)
        inline.html = ""
        self.writer.paragraph(inline)

    def _list(self, node: Tag) -> str:
        items = []
        for item in node.find_all("li", recursive=False):
            nested = item.find_all(["ul", "ol"], recursive=False)
            words = [child for child in item.children if child not in nested]
            inner = "".join(self._list(child) for child in nested)
            items.append(f"<li>{self._inline(words).html}{inner}</li>")
        return f"<{node.name}>{''.join(items)}</{node.name}>"

    def _table(self, node: Tag) -> None:
        rows = [row.find_all(["td", "th"]) for row in node.find_all("tr")]
        rows = [row for row in rows if row]
        cells = [cell for row in rows for cell in row]
        plain = all(
            all(isinstance(child, NavigableString) for child in cell.children)
            and not cell.get("colspan")
            and not cell.get("rowspan")
            for cell in cells
        )
        if not rows or not plain:
            self._kept(node)
            return
        values = [[" ".join(cell.get_text().split()) for cell in row] for row in rows]
        heads = all(cell.name == "th" for cell in rows[0])
        column = len(rows) > 1 and all(row[0].name == "th" for row in rows[1:])
        self.writer.add("table", table_value(values, header_row=heads, header_column=column))

    def _player(self, node: Tag) -> None:
        source = node.find("source")
        address = node.get("src") or node.get("data") or (
            source.get("src") if isinstance(source, Tag) else ""
        )  # fmt: skip
        self.writer.page.warn(
            self.chunk.line,
            "player",
            _("A player of another site became a link: nothing is loaded from elsewhere."),
        )
        words = str(node.get("title") or "") or node.get_text(" ", strip=True) or str(address or "")
        link = BeautifulSoup("", "html.parser").new_tag("a", href=str(address or ""))
        link.string = words
        self._paragraph([link])

    def _left_out(self, node: Tag) -> None:
        self.writer.page.warn(
            self.chunk.line,
            "html",
            _("“%(tag)s” cannot stand in a page; it was left out.") % {"tag": node.name},
        )

    def _kept(self, node: Tag) -> None:
        """HTML that no block can hold goes into a Markdown block, which cleans it."""
        self.writer.page.warn(
            self.chunk.line,
            "html",
            _("“%(tag)s” was kept as HTML in a Markdown block.") % {"tag": node.name},
        )
        kept = Chunk("html", self.chunk.line, str(node).replace("\n\n", "\n"))
        self.writer.add("markdown", markdown_source(kept, self.writer.page))
