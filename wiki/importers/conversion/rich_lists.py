"""Lists to rich text, and lists of tasks to checklists."""

from typing import Any

from wiki.core.text import plain_text
from wiki.importers.conversion.context import Page
from wiki.importers.conversion.inline import InlineWriter
from wiki.importers.reading.chunks import Chunk, Item

MAX_CHECK = 300


def is_simple(chunk: Chunk) -> bool:
    """Whether rich text can hold the list: paragraphs and lists only, numbered from 1."""
    if chunk.ordered and chunk.start != 1:
        return False
    return all(
        item.ticked is None
        and all(
            child.kind == "paragraph" or (child.kind == "list" and is_simple(child))
            for child in item.chunks
        )
        for item in chunk.items
    )


def rich_list(chunk: Chunk, page: Page) -> str:
    """HTML of a simple list; "" when it holds more than rich text can."""
    if not is_simple(chunk) or "![" in chunk.raw or "<img" in chunk.raw.lower():
        return ""
    return _list_html(chunk, page)


def _list_html(chunk: Chunk, page: Page) -> str:
    tag = "ol" if chunk.ordered else "ul"
    return f"<{tag}>{''.join(_item_html(item, page) for item in chunk.items)}</{tag}>"


def _item_html(item: Item, page: Page) -> str:
    words: list[str] = []
    nested: list[str] = []
    for child in item.chunks:
        if child.kind == "list":
            nested.append(_list_html(child, page))
        else:
            # Draftail has no paragraphs inside an item: a line break keeps them apart.
            writer = InlineWriter(page, line=child.line, raw=child.raw)
            words.append(writer.from_markdown(child.text).html)
    return f"<li>{'<br/>'.join(filter(None, words))}{''.join(nested)}</li>"


def checklist(chunk: Chunk, page: Page) -> dict[str, Any] | None:
    """The value of a checklist block; None for other lists and for tasks with more than words."""
    points = []
    for item in chunk.items:
        if item.ticked is None or len(item.chunks) != 1 or item.chunks[0].kind != "paragraph":
            return None
        child = item.chunks[0]
        if "](" in child.raw or "![" in child.raw or "<" in child.raw:
            return None
        inline = InlineWriter(page, line=child.line, raw=child.raw).from_markdown(child.text)
        words = plain_text(inline.html)
        if not words or len(words) > MAX_CHECK or "<a " in inline.html:
            return None
        points.append(words)
    return {"title": "", "items": points} if points else None
