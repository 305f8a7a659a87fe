"""« See also »: a list of links, each with a reason."""

import re
from collections.abc import Sequence
from typing import Any

from wiki.importers.conversion.blocks import blocks_of
from wiki.importers.conversion.engine import inline_words
from wiki.importers.fields.shared import Reading, valid_url
from wiki.importers.reading.chunks import Chunk, Item

_LINK = re.compile(
    r"^\s*(?:\[(?P<title>(?:[^\[\]]|\[[^\]]*\])+)\]\((?P<href>[^\s)]+)(?:\s+\"[^\"]*\")?\)|<(?P<auto>https?://[^>]+)>)"
    r"\s*(?:[–—:;,.-]+\s*)?(?P<why>.*)$",
    re.DOTALL,
)
MAX_WHY = MAX_TITLE = 200


def see_also_blocks(
    chunks: Sequence[Chunk], reading: Reading
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The links, and the blocks of what is no link."""
    links: list[dict[str, Any]] = []
    rest: list[Chunk] = []
    for chunk in chunks:
        found = [_link(item, reading) for item in chunk.items] if chunk.kind == "list" else []
        if found and all(found):
            links += [link for link in found if link]
        else:
            rest.append(chunk)
    return links, [block.stream for block in blocks_of(rest, reading.page)]


def _link(item: Item, reading: Reading) -> dict[str, Any] | None:
    if len(item.chunks) != 1 or item.chunks[0].kind != "paragraph":
        return None
    text = item.chunks[0].text
    found = _LINK.match(text)
    if not found or "](" in found["why"]:
        return None
    why = inline_words(found["why"].strip(), {})
    title = inline_words(found["title"] or found["auto"], {})
    if len(why) > MAX_WHY or len(title) > MAX_TITLE:
        return None
    target = reading.around.link(found["href"] or found["auto"], line=item.line)
    if target.kind == "page" and not target.anchor:
        return {"type": "page", "value": {"page": target.id, "why": why}}
    if target.kind == "web" and valid_url(target.url):
        return {"type": "link", "value": {"title": title, "url": target.url, "why": why}}
    return None
