"""The passages of a page, read from its HTML without building a tree.

The index reads every page, so this is quick: the HTML comes from our own cleaning,
which closes what it opens, and tags can be told from text by a pattern.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from wiki.core.anchors import settled_anchors
from wiki.core.search_content import Section
from wiki.core.text import one_line

#: Marks a heading that takes an id in the page but opens no passage of its own.
INNER = "data-inner"

_TAG = r"(?:[^>\"]|\"[^\"]*\")*"
_HEADING = re.compile(rf"<(h[1-6])\b({_TAG})>(.*?)</\1>", re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')
_ANY_TAG = re.compile(rf"</?[a-z]{_TAG}>")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u"
    rf"|var)(?![a-z0-9]){_TAG}>"
)
#: They part the words around them, and no more.
_VOID = re.compile(rf"<(?:br|hr|img|wbr)(?![a-z0-9]){_TAG}>")
#: Stands where a block begins or ends while tags are taken off; no HTML holds it.
_BOUNDARY = "\x00"


@dataclass(frozen=True, slots=True)
class PassageSource:
    """A stretch of a page: its anchor and heading ("" for none) and the HTML of its words."""

    anchor: str
    heading: str
    html: str


@dataclass(slots=True)
class _Passage:
    anchor: str
    heading: str
    html: str = ""
    opened: bool = False


def plain(html: str) -> str:
    """The words of clean HTML on one line; blocks that no mark ends are set apart."""
    return one_line(unescape(part) for part in _tags_as(_BOUNDARY, html).split(_BOUNDARY))


def _without_tags(html: str) -> str:
    return unescape(_tags_as(" ", html))


def _tags_as(mark: str, html: str) -> str:
    """``html`` without its tags, ``mark`` where a block begins or ends."""
    if "<" not in html:
        return html
    return _ANY_TAG.sub(mark, _VOID.sub(" ", _INLINE.sub("", html)))


def read_passages(parts: Sequence[PassageSource]) -> tuple[Section, ...]:
    """One section per heading, and one for what stands before the first of each part."""
    headings = [list(_HEADING.finditer(part.html)) for part in parts]
    anchors = iter(
        settled_anchors(
            [
                (fixed[1] if (fixed := _ID.search(found[2])) else "", _without_tags(found[3]))
                for part in headings
                for found in part
            ],
            reserved=[part.anchor for part in parts if part.anchor],
        )
    )
    passages: list[_Passage] = []
    for part, found in zip(parts, headings, strict=True):
        passages += _cut(part, found, anchors)
    return tuple(
        Section(anchor=passage.anchor, heading=passage.heading, text=text)
        for passage in passages
        if (text := plain(passage.html)) or passage.opened
    )


def _cut(
    part: PassageSource, headings: Sequence[re.Match[str]], anchors: Iterable[str]
) -> list[_Passage]:
    passages = [_Passage(part.anchor, part.heading)]
    position = 0
    for heading, anchor in zip(headings, anchors, strict=False):
        passages[-1].html += part.html[position : heading.start()]
        words = plain(heading[3])
        if INNER in heading[2]:
            passages[-1].html += f"<p>{heading[3]}</p>"
        else:
            passages.append(_Passage(anchor, words, opened=bool(words)))
        position = heading.end()
    passages[-1].html += part.html[position:]
    return passages
