"""Block quotations: somebody's words with their source, or a passage set apart."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from wiki.core.markdown.containers import KINDS
from wiki.core.text import plain_text
from wiki.importers.conversion.passages import callout
from wiki.importers.conversion.source import has_footnote
from wiki.importers.reading.chunks import Chunk

if TYPE_CHECKING:
    from wiki.importers.conversion.blocks import BlockWriter

#: « — Author, *Source* » on the last line.
_SIGNATURE = re.compile(r"^\s*(?:—|–|--)\s*(?P<author>[^,*_\[]*?)\s*(?:,\s*(?P<source>.+?))?\s*$")
_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<url>https?://[^)\s]+)\)")
#: GitHub's « > [!NOTE] ».
_ALERT = re.compile(r"^\[!(\w+)\][ \t]*(.*)$")
MAX_AUTHOR, MAX_SOURCE = 160, 200


def quotation(chunk: Chunk, writer: "BlockWriter") -> None:
    """Write the quotation as the block that holds all of it."""
    first = chunk.children[0] if chunk.children else None
    if first is None:
        return
    if first.kind == "paragraph" and (alert := _ALERT.match(first.text.split("\n")[0])):
        _alert(chunk, first, alert, writer)
    elif _signed(chunk, writer):
        return
    elif all(child.kind == "paragraph" for child in chunk.children) and not has_footnote(
        chunk, writer.page
    ):
        for child in chunk.children:
            inline = writer.inline(child.text, child)
            if not inline.empty:
                writer.rich(f"<blockquote>{inline.html}</blockquote>")
            inline.html = ""
            writer.paragraph(inline)
    else:
        writer.as_markdown(chunk)


def _alert(chunk: Chunk, first: Chunk, found: re.Match[str], writer: "BlockWriter") -> None:
    rest = first.text.split("\n", 1)[1:]
    children = chunk.children[1:]
    if rest:
        children = (replace(first, text=rest[0], line=first.line + 1), *children)
    kind = found[1].lower()
    kind = kind if kind in KINDS else "note"
    callout(replace(chunk, info=kind, title=found[2], children=children), writer)


def _signed(chunk: Chunk, writer: "BlockWriter") -> bool:
    """Write a quote block when the last line says whose words these are."""
    if any(child.kind != "paragraph" for child in chunk.children):
        return False
    texts = [child.text for child in chunk.children]
    body, _newline, last = texts[-1].rpartition("\n")
    found = _SIGNATURE.match(last)
    words = "\n\n".join(filter(None, (*texts[:-1], body)))
    if not found or not words or "](" in words or "[^" in words:
        return False
    source, url = found["source"] or "", ""
    if link := _LINK.search(source):
        source, url = source.replace(link[0], link["text"]), link["url"]
    author = _plain(found["author"], chunk, writer)
    source = _plain(source, chunk, writer)
    if len(author) > MAX_AUTHOR or len(source) > MAX_SOURCE:
        return False
    quoted = "\n\n".join(_plain(part, chunk, writer) for part in words.split("\n\n"))
    writer.add("quote", {"text": quoted, "author": author, "source": source, "url": url})
    return True


def _plain(text: str, chunk: Chunk, writer: "BlockWriter") -> str:
    return plain_text(writer.inline(text, chunk).html)
