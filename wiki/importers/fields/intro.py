"""What a README says of its folder in a few words."""

from wiki.core.text import plain_text
from wiki.importers.conversion.engine import inline_html
from wiki.importers.documents import Document
from wiki.importers.fields.shared import first_words

MAX_INTRO = 300


def _only_paragraph(document: Document) -> str | None:
    """The text of a README of one short paragraph without links or pictures; "" when empty."""
    chunks = [
        chunk for chunk in document.chunks if chunk.kind not in {"rule", "definitions", "toc"}
    ]
    if not chunks:
        return ""
    if len(chunks) > 1 or chunks[0].kind != "paragraph":
        return None
    html = inline_html(chunks[0].text, document.outline.references)
    words = plain_text(html)
    return None if "<a " in html or "<img" in html or len(words) > MAX_INTRO else words


def is_only_intro(document: Document) -> bool:
    """Whether an index page can hold all that a README says."""
    only = _only_paragraph(document)
    if only is None or document.kind not in {"guide", "section"}:
        return False
    # Two texts do not fit into one field.
    return not (only and document.values.text("summary"))


def folder_intro(document: Document) -> str:
    """The words that stand above the list of a folder's pages."""
    words = document.values.text("summary") or _only_paragraph(document) or ""
    if not words and document.has_text:
        words = first_words(document)
        words = "" if words == document.title else words
    if len(words) <= MAX_INTRO:
        return words
    return words[: MAX_INTRO - 1].rsplit(" ", 1)[0] + "…"
