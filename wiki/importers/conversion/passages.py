"""Containers to callouts, disclosures to accordions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wiki.core.markdown.containers import KINDS
from wiki.core.text import plain_text
from wiki.importers.reading.chunks import Chunk

if TYPE_CHECKING:
    from wiki.importers.conversion.blocks import Block, BlockWriter

MAX_CALLOUT_TITLE = 120
MAX_ACCORDION_TITLE = 160


def inner_blocks(chunk: Chunk, writer: "BlockWriter") -> list["Block"]:
    """The blocks inside a container, headings as bold lines."""
    return type(writer)(writer.page, inside=True).write(chunk.children)


def titled(chunk: Chunk, writer: "BlockWriter", *, limit: int) -> tuple[str, str]:
    """The title as plain words, or else as a first paragraph when it is long or has a link."""
    inline = writer.inline(chunk.title, chunk) if chunk.title else None
    if inline is None or inline.empty:
        return "", ""
    words = plain_text(inline.html)
    if len(words) > limit or "<a " in inline.html:
        return "", f"<p>{inline.html}</p>"
    return words, ""


def callout(chunk: Chunk, writer: "BlockWriter") -> None:
    """A callout; what it cannot hold (pictures, tables, code) follows it."""
    kind = KINDS.get(chunk.info)
    if kind is None:
        kind = "note"
        writer.page.warn(
            chunk.line,
            "container",
            _("The container “%(kind)s” is unknown; it became a note.") % {"kind": chunk.info},
        )
    title, first = titled(chunk, writer, limit=MAX_CALLOUT_TITLE)
    blocks = inner_blocks(chunk, writer)
    _in_order(blocks, writer, first=first, title=title, kind=kind)


def _in_order(
    blocks: Sequence["Block"], writer: "BlockWriter", *, first: str, title: str, kind: str
) -> None:
    text = first
    for block in blocks:
        if block.type == "text":
            text += block.value
            continue
        title = _callout_block(writer, kind=kind, title=title, text=text)
        text = ""
        writer.add(block.type, block.value)
    _callout_block(writer, kind=kind, title=title, text=text)


def _callout_block(writer: "BlockWriter", *, kind: str, title: str, text: str) -> str:
    """Write the callout if it has something to say; the title that is still to be used."""
    if not text:
        if title:
            writer.add("callout", {"kind": kind, "title": "", "text": f"<p><b>{title}</b></p>"})
        return ""
    writer.add("callout", {"kind": kind, "title": title, "text": text})
    return ""


def accordion(chunk: Chunk, writer: "BlockWriter") -> None:
    """One part of an accordion; parts that follow one another share it."""
    title, first = titled(chunk, writer, limit=MAX_ACCORDION_TITLE)
    blocks = inner_blocks(chunk, writer)
    text = first + "".join(block.value for block in blocks if block.type == "text")
    others = [block for block in blocks if block.type != "text"]
    writer.flush()
    if text:
        part: dict[str, Any] = {"title": title or str(_("Details")), "text": text}
        if writer.blocks and writer.blocks[-1].type == "accordion":
            writer.blocks[-1].value["items"].append(part)
        else:
            writer.add("accordion", {"items": [part]})
    elif title:
        writer.rich(f"<p><b>{title}</b></p>")
    for block in others:
        writer.page.warn(
            chunk.line,
            "accordion",
            _("A part that opens holds words only; what else it held follows it."),
        )
        writer.add(block.type, block.value)
