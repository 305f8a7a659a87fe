"""From the clean HTML of rich text to Markdown."""

import re
from collections.abc import Callable

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

#: What would be read as markup in the middle of a line.
_SPECIAL = re.compile(r"([\\`*_\[\]<])")
_SPACE = re.compile(r"[ \t\r\n]+")
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "del": "~~", "s": "~~"}
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}

AddressOf = Callable[[str], str]


def to_markdown(html: str, *, address_of: AddressOf) -> str:
    """Markdown of ``html``; ``address_of`` turns an address of the site into a full one.

    Of a link for which it gives "" the words stay.
    """
    tree = BeautifulSoup(html, "html.parser")
    return "\n\n".join(_blocks(tree, address_of)).strip()


def escaped(text: str) -> str:
    """``text`` so that Markdown shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", text))


def fenced(code: str, language: str = "") -> str:
    """``code`` between fences longer than any that it holds."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"


def indented(text: str, prefix: str, first: str = "") -> str:
    """``text`` with ``prefix`` before each line, and ``first`` before the first."""
    lines = text.split("\n")
    head = f"{first or prefix}{lines[0]}".rstrip()
    return "\n".join([head, *(f"{prefix}{line}".rstrip() for line in lines[1:])])


def _blocks(parent: Tag, address_of: AddressOf) -> list[str]:
    """One string for each block; loose words between blocks make paragraphs."""
    found: list[str] = []
    loose: list[str] = []

    def flush() -> None:
        text = "".join(loose).strip()
        loose.clear()
        if text:
            found.append(text)

    for child in parent.children:
        block = _block(child, address_of) if isinstance(child, Tag) else None
        if block is None:
            loose.append(_inline(child, address_of))
            continue
        flush()
        found.extend(text for text in block if text)
    flush()
    return found


def _block(element: Tag, address_of: AddressOf) -> list[str] | None:
    """The blocks that the element makes; None when it stands inside a line."""
    name = element.name
    if name in _HEADINGS:
        return [f"{_HEADINGS[name]} {_line(element, address_of)}"]
    match name:
        case "p":
            return [_line(element, address_of)]
        case "ul" | "ol":
            return [_list(element, address_of)]
        case "blockquote":
            return [indented("\n\n".join(_blocks(element, address_of)), "> ")]
        case "pre":
            return [fenced(element.get_text().strip("\n"))]
        case "hr":
            return ["---"]
        case "div" | "section" | "figure" | "article":
            return _blocks(element, address_of)
    return None


def _list(element: Tag, address_of: AddressOf) -> str:
    rows = []
    for number, item in enumerate(element.find_all("li", recursive=False), start=1):
        bullet = f"{number}. " if element.name == "ol" else "- "
        blocks = _blocks(item, address_of)
        # A nested list follows its line at once; paragraphs of their own are set apart.
        text = "\n".join(blocks) if len(blocks) == 1 or not item.find("p") else "\n\n".join(blocks)
        rows.append(indented(text, " " * len(bullet), bullet))
    return "\n".join(rows)


def _line(element: Tag, address_of: AddressOf) -> str:
    return "".join(_inline(child, address_of) for child in element.children).strip()


def _inline(node: PageElement, address_of: AddressOf) -> str:
    if isinstance(node, NavigableString):
        return escaped(str(node))
    if not isinstance(node, Tag):
        return ""
    inner = "".join(_inline(child, address_of) for child in node.children)
    if node.name == "br":
        return "  \n"
    if node.name == "code":
        return f"`{node.get_text()}`"
    if node.name == "a" and node.get("href"):
        address = address_of(str(node["href"]))
        return f"[{inner}]({address})" if address else inner
    if node.name in _MARKS and inner.strip():
        mark = _MARKS[node.name]
        return f"{mark}{inner.strip()}{mark}{' ' if inner.endswith(' ') else ''}"
    if node.name in {"sub", "sup"}:
        return f"<{node.name}>{inner}</{node.name}>"
    return inner
