"""A list of feeds as OPML 2.0, for programs that take in many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from wiki.syndication.feeds.values import legal

CONTENT_TYPE = "text/x-opml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of the list; addresses are absolute."""

    title: str
    url: str
    page_url: str


@dataclass(frozen=True, slots=True)
class Folder:
    """Feeds that stand under one heading."""

    title: str
    outlines: tuple[Outline, ...]


def opml(title: str, folders: Iterable[Folder]) -> bytes:
    """The document."""
    root = Element("opml", {"version": "2.0"})
    SubElement(SubElement(root, "head"), "title").text = legal(title)
    body = SubElement(root, "body")
    for folder in folders:
        if not folder.outlines:
            continue
        group = SubElement(body, "outline", {"text": legal(folder.title)})
        for each in folder.outlines:
            values = {
                "type": "rss",  # what OPML calls every feed, Atom too
                "text": legal(each.title),
                "title": legal(each.title),
                "xmlUrl": legal(each.url),
                "htmlUrl": legal(each.page_url),
            }
            SubElement(group, "outline", values)
    return tostring(root, encoding="utf-8", xml_declaration=True)
