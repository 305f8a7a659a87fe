"""OPML: lists of feeds and of links, as readers exchange them. Read with care, written plainly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

#: More than any reader holds; a longer list is cut.
MOST_OUTLINES = 5_000
MAX_BYTES = 5 * 1024 * 1024
#: What XML cannot say.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class OpmlUnreadable(Exception):  # noqa: N818  (named after the situation)
    """Not OPML, too large, or with entities, which a list of feeds has no need of."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed or a link."""

    title: str
    #: Of the feed; "" for a plain link.
    address: str
    #: Of the site, or of the page that a plain link leads to; may be "".
    site: str = ""
    #: The folder it lies in, the nearest one; "" for none.
    category: str = ""


def read_outlines(content: bytes) -> list[Outline]:
    """The feeds and links of the file, in its order. Raises OpmlUnreadable."""
    if len(content) > MAX_BYTES:
        raise OpmlUnreadable
    try:
        root = fromstring(content.strip())
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise OpmlUnreadable from error
    if _local(root) != "opml":
        raise OpmlUnreadable
    found: list[Outline] = []
    # A stack of our own: a file may nest deeper than Python lets functions.
    waiting = [(child, "") for child in reversed(root)]
    while waiting and len(found) < MOST_OUTLINES:
        element, category = waiting.pop()
        outline = _outline(element, category)
        if outline:
            found.append(outline)
        below = category if outline or _local(element) != "outline" else _title(element)
        waiting.extend((child, below) for child in reversed(element))
    return found


def write_outlines(outlines: Iterable[Outline], *, title: str) -> bytes:
    """An OPML file of these, one folder for each category."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = _clean(title)
    body = SubElement(root, "body")
    ordered = sorted(outlines, key=lambda outline: outline.category)
    for category, inside in groupby(ordered, key=lambda outline: outline.category):
        name = _clean(category)
        place = SubElement(body, "outline", text=name, title=name) if category else body
        for outline in inside:
            _write(place, outline)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _write(place: Element, outline: Outline) -> None:
    title = _clean(outline.title)
    element = SubElement(place, "outline", text=title, title=title)
    site = _clean(outline.site)
    if outline.address:
        element.set("type", "rss")
        element.set("xmlUrl", _clean(outline.address))
        if site:
            element.set("htmlUrl", site)
    else:
        element.set("type", "link")
        element.set("url", site)


def _outline(element: Element, category: str) -> Outline | None:
    if _local(element) != "outline":
        return None
    given = {name.lower(): value.strip() for name, value in element.attrib.items()}
    address, site = given.get("xmlurl", ""), given.get("htmlurl", "") or given.get("url", "")
    if not (address or site):
        return None
    return Outline(_title(element) or address or site, address, site, category)


def _title(element: Element) -> str:
    return " ".join((element.get("title") or element.get("text") or "").split())


def _local(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1].lower()


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
