"""The clean HTML of an editorial as a message without HTML says it: words, no marks."""

import re

from bs4.element import NavigableString, PageElement, Tag

from wiki.core.html import parse
from wiki.core.html_to_markdown import indented

_SPACE = re.compile(r"[ \t\r\n]+")


def plain_words(html: str) -> str:
    """Paragraphs and lists as one types them; of a link « words (address) »."""
    return "\n\n".join(_blocks(parse(html)))


def _blocks(parent: Tag) -> list[str]:
    """One string for each block; loose words between blocks make paragraphs."""
    found = [""]
    for child in parent.children:
        if isinstance(child, Tag) and child.name in {"p", "ul", "ol", "blockquote"}:
            found += [_block(child), ""]
        else:
            found[-1] += _inline(child)
    return [text for block in found if (text := block.strip())]


def _block(element: Tag) -> str:
    match element.name:
        case "ul" | "ol":
            return _list(element)
        case "blockquote":
            return indented("\n\n".join(_blocks(element)), "> ")
    return "".join(map(_inline, element.children))


def _list(element: Tag) -> str:
    rows = []
    for number, item in enumerate(element.find_all("li", recursive=False), start=1):
        bullet = f"{number}. " if element.name == "ol" else "- "
        rows.append(indented("\n".join(_blocks(item)), " " * len(bullet), bullet))
    return "\n".join(rows)


def _inline(node: PageElement) -> str:
    if isinstance(node, NavigableString):
        text = _SPACE.sub(" ", str(node))
        return text.lstrip(" ") if getattr(node.previous_sibling, "name", "") == "br" else text
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return "\n"
    words = "".join(map(_inline, node.children))
    address = str(node.get("href", ""))
    # An address that was typed as such is said once.
    said = not address or words.strip() in {address, address.removeprefix("mailto:")}
    return words if said else f"{words} ({address})"
