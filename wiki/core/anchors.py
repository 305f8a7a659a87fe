"""Ids of the headings of one page, and links that find them."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from anyascii import anyascii

from wiki.core.headings import HEADINGS
from wiki.core.html import Tag
from wiki.core.text import AnchorBook

#: Ids of the page's own frame; see the base template.
FRAME = ("main", "content", "top", "toc", "search", "header", "footer", "menu", "contents")


def settled_anchors(headings: Sequence[tuple[str, str]], *, reserved: Iterable[str]) -> list[str]:
    """The id of each heading of a page, given as (fixed id or "", words), in reading order.

    Ids that authors or blocks fixed come first, so that a new heading never takes the
    address of an old one; ``reserved`` are those that the page itself uses.
    """
    book = AnchorBook()
    for name in (*reserved, *FRAME):
        book.anchor_for(name)
    fixed = {
        number: book.anchor_for(anchor)
        for number, (anchor, _words) in enumerate(headings)
        if anchor
    }
    return [
        fixed[number] if number in fixed else book.anchor_for(words)
        for number, (_anchor, words) in enumerate(headings)
    ]


def give_anchors(trees: Sequence[Tag], *, reserved: Sequence[str]) -> dict[str, str]:
    """Gives every heading its id and makes all ids unique over the trees.

    Returns for each spelling of an id, without accents, case or punctuation, the id that
    it means.
    """
    headings = [heading for tree in trees for heading in tree.find_all(HEADINGS)]
    written = [(str(heading.get("id") or ""), heading.get_text()) for heading in headings]
    anchors = settled_anchors(written, reserved=reserved)
    for heading, anchor in zip(headings, anchors, strict=True):
        heading["id"] = anchor
    _settle_other_ids(trees, taken={*anchors, *reserved})
    aliases = {_squeezed(name): name for name in reserved}
    spellings = (
        [fixed for fixed, _words in written], anchors, [words for _fixed, words in written]
    )  # fmt: skip
    for names in spellings:
        for name, anchor in zip(names, anchors, strict=True):
            if name:
                aliases.setdefault(_squeezed(name), anchor)
    return aliases


def _settle_other_ids(trees: Sequence[Tag], *, taken: set[str]) -> None:
    """Leaves the first of each id that is no heading's, takes the others away."""
    for tree in trees:
        for element in tree.find_all("a", attrs={"name": True}):
            if not element.get("id"):
                element["id"] = re.sub(r"\s+", "-", str(element["name"]))
            del element["name"]
        for element in tree.find_all(id=True):
            if element.name in HEADINGS:
                continue
            if not element["id"] or element["id"] in taken:
                del element["id"]
            else:
                taken.add(str(element["id"]))


def point_links(trees: Sequence[Tag], aliases: dict[str, str]) -> None:
    """Makes « #Évaluation », however it is spelt, lead to the heading that it means."""
    links = [
        link
        for tree in trees
        for link in tree.find_all("a", href=True)
        if str(link["href"]).startswith("#")
    ]
    if not links:
        return
    ids = {str(element["id"]) for tree in trees for element in tree.find_all(id=True)}
    for link in links:
        target = unquote(str(link["href"])[1:])
        if target and target not in ids and (found := aliases.get(_squeezed(target))):
            link["href"] = f"#{found}"


def _squeezed(name: str) -> str:
    """A spelling that all ways to make an anchor of a heading share."""
    plain = name.removeprefix("user-content-")
    return re.sub(r"[^a-z0-9]", "", anyascii(plain).lower())
