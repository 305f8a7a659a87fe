"""What feeds say, as plain text that can be stored and shown."""

import re

from lxml import etree, html

from wiki.core.html import BLOCKS

#: Characters of a text that are looked at; a feed may carry whole books.
LOOKED_AT = 20_000
#: What no text holds: control characters, halves of characters, marks that turn lines round.
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufffe\uffff]"
)
#: Words on both sides of such a tag are two words.
_BLOCK_TAG = re.compile(rf"<(?=/?(?:{'|'.join(sorted(BLOCKS))})\b)", re.IGNORECASE)
_UNSEEN = ("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title")


def plain(text: object, *, most: int, markup: bool = True) -> str:
    """The words of ``text`` on one line, ``most`` characters at most; "" for what is no text.

    Faster than ``wiki.core.text.plain_text``: feeds bring thousands of texts.
    """
    if not isinstance(text, str):
        return ""
    words = _NOT_TEXT.sub("", text[:LOOKED_AT])
    if markup and ("<" in words or "&" in words):
        words = _NOT_TEXT.sub("", _without_markup(words))
    words = " ".join(words.split())
    return words if len(words) <= most else f"{_cut(words, most)}…"


def _cut(words: str, most: int) -> str:
    """Less than ``most`` characters, whole words unless the last one is very long."""
    head = words[:most]
    cut = head.rfind(" ")
    return head[:cut].rstrip() if cut > most // 2 else head[: most - 1]


def _without_markup(text: str) -> str:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    source = f"<div>{_BLOCK_TAG.sub(' <', text)}</div>"
    try:
        tree = html.fromstring(source.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""  # nothing but comments
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    return str(tree.text_content())
