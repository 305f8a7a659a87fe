"""Headings with the anchors that their authors gave them."""

from wiki.importers.reading import patterns
from wiki.importers.reading.chunks import Chunk


def heading_chunk(line: int, raw: str, level: int, text: str) -> Chunk:
    """A heading; « Title {#anchor} » names its own anchor."""
    named = patterns.HEADING_ID.search(text)
    if named:
        text = text[: named.start()]
    return Chunk(
        "heading", line, raw, text=text.strip(), level=level, info=named[1] if named else ""
    )
