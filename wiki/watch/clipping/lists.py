"""Lists of links that somebody brings: pasted, bookmarks of a browser, OPML."""

import re
from dataclasses import dataclass
from html import unescape

from wiki.core.opml import OpmlUnreadable, read_outlines
from wiki.watch.canonical import assumed_https, canonical_address, without_trackers
from wiki.watch.clipping.services import LONGEST_ADDRESS
from wiki.watch.clipping.sharing import links_in
from wiki.watch.clipping.words import LONGEST_TITLE, clean

#: Shown at once: whoever brings more chooses first.
MOST_LINKS = 200
#: Counted, to say how many are left out; nobody brings more on purpose.
MOST_COUNTED = 10_000
MAX_BYTES = 5 * 1024 * 1024
#: A link of Netscape's format. No tree is made: browsers close nothing, and nothing is looked
#: at twice, whatever the file holds.
_BOOKMARK = re.compile(r"<a\s([^<>]*+)>([^<]*+)", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')", re.IGNORECASE)


class ListUnreadable(Exception):  # noqa: N818  (named after the situation)
    """A file without a link in a form that we know."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and the name under which somebody kept it ("" for none)."""

    address: str
    title: str = ""


def pasted(text: str, *, most: int = MOST_LINKS) -> list[Link]:
    """The links of a text; what stands before the link on its line is its name."""
    found = []
    for line in _lines(text):
        links = links_in(line)
        name = line.split(links[0], 1)[0].strip(" \t-–—*•·:|[](").strip() if links else ""
        found += [Link(link, name if len(links) == 1 else "") for link in links]
    return different(found, most=most)


def not_understood(text: str) -> list[str]:
    """The lines of a text that name no link, in order."""
    return [line for line in _lines(text) if not links_in(line)]


def _lines(text: str) -> list[str]:
    """Lines with something on them; one that is an address without its beginning gets it."""
    lines = (line.strip() for line in text.replace("\x00", "").splitlines())
    return [assumed_https(line) for line in lines if line]


def read_file(content: bytes, *, most: int = MOST_LINKS) -> list[Link]:
    """The links of a file of bookmarks or of OPML. Raises ListUnreadable."""
    if len(content) > MAX_BYTES:
        raise ListUnreadable
    found = _outlines(content)
    if found is None:
        found = _bookmarks(content)
    kept = different(found, most=most)
    if not kept:
        raise ListUnreadable
    return kept


def different(links: list[Link], *, most: int = MOST_LINKS) -> list[Link]:
    """Each page once, web addresses only, the first ``most``."""
    kept: dict[str, Link] = {}
    for link in links:
        address = without_trackers(link.address.strip())
        if address.lower().startswith(("http://", "https://")) and len(address) <= LONGEST_ADDRESS:
            title = clean(link.title, LONGEST_TITLE)
            kept.setdefault(canonical_address(address), Link(address, title))
        if len(kept) == most:
            break
    return list(kept.values())


def _outlines(content: bytes) -> list[Link] | None:
    try:
        outlines = read_outlines(content)
    except OpmlUnreadable:
        return None
    return [Link(each.site or each.address, each.title) for each in outlines]


def _bookmarks(content: bytes) -> list[Link]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return [
        Link(unescape(href[1] or href[2] or ""), " ".join(unescape(name).split()))
        for attributes, name in _BOOKMARK.findall(text)
        if (href := _HREF.search(attributes))
    ]
