"""Compares the words of a source with the words of the page made from it."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any

from wagtail.models import Page

_WORD = re.compile(r"[^\W_]+")


def source_words(markdown: str) -> Counter[str]:
    """The words that a reader of the source would read: no address, no mark-up."""
    text = re.sub(r"\A---\n.*?\n---[ \t]*\n", "", markdown, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->", " ", text, flags=re.DOTALL)
    text = re.sub(r"^([ \t]*)(`{3,}|~{3,})[^\n`]*$", " ", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*:{3,}[ \t]*[\w-]*", " ", text, flags=re.MULTILINE)
    # The number of a list's item is mark-up: the page counts by itself.
    text = re.sub(r"^([ \t]*)\d{1,3}[.)][ \t]+", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*\[\[toc\]\]\s*$", " ", text, flags=re.MULTILINE | re.IGNORECASE)
    text = re.sub(r"<(https?://[^>\s]+)>", r" \1 ", text)
    text = re.sub(r"<([A-Za-z/][^>]*)>", _attributes, text)
    text = re.sub(r"\]\(\s*<?[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*>?", "] (", text)
    return Counter(_words(unescape(text)))


def _attributes(tag: re.Match[str]) -> str:
    """What a tag says to its reader: its text, alternative text or title."""
    said = re.findall(r"""\b(?:text|alt|title)=(["'])(.*?)\1""", tag[1])
    return " " + " ".join(words for _quote, words in said) + " "


def page_words(page: Page) -> Counter[str]:
    """All the words that a page stores."""
    strings = [page.title, page.summary]
    for field in page._meta.get_fields():
        if hasattr(field, "stream_block"):
            strings += _strings(list(getattr(page, field.name).raw_data))
    text = " ".join(re.sub(r"</?(?:b|i|code|s|sup|sub)>", "", string) for string in strings)
    text = re.sub(r"<[^>]*>", " ", text)
    return Counter(_words(unescape(text)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in {"type", "id", "kind", "level", "anchor", "language"}:
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _words(text: str) -> list[str]:
    plain = re.sub(r"(?<=\w)[*_`]+(?=\w)|\\", "", text.replace("\u00a0", " "))
    return [word.lower() for word in _WORD.findall(plain)]
