"""A feed as Atom (RFC 4287)."""

from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings

from wiki.syndication.feeds.values import Entry, Feed, legal

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
register_namespace("", ATOM)


def atom(feed: Feed) -> bytes:
    """The document."""
    root = Element(f"{{{ATOM}}}feed", {LANGUAGE: feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    if feed.subtitle:
        _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(feed.updated))
    _link(root, "self", feed.urls["atom"], "application/atom+xml")
    _link(root, "alternate", feed.page_url, "text/html")
    # Entries without an author of their own have this one, as the standard asks for.
    _author(root, settings.SITE_NAME)
    _text(root, "generator", "Recueil")
    for entry in feed.entries:
        _entry(root, entry)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root: Element, entry: Entry) -> None:
    element = SubElement(root, f"{{{ATOM}}}entry", {LANGUAGE: entry.language})
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _link(element, "alternate", entry.url, "text/html", hreflang=entry.language)
    if entry.source_url:
        _link(element, "via", entry.source_url)
    _text(element, "published", _moment(entry.published))
    _text(element, "updated", _moment(entry.updated))
    for name in entry.authors:
        _author(element, name)
    for category in entry.categories:
        values = {
            "term": legal(category.term),
            "scheme": category.scheme,
            "label": legal(category.label),
        }
        SubElement(element, f"{{{ATOM}}}category", values)
    if entry.rights:
        _text(element, "rights", entry.rights)
    if entry.summary:
        _text(element, "summary", entry.summary)
    content = SubElement(element, f"{{{ATOM}}}content", {"type": "html"})
    content.text = legal(entry.html)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = legal(text)


def _link(parent: Element, rel: str, href: str, kind: str = "", *, hreflang: str = "") -> None:
    values = {"rel": rel, "href": legal(href), "type": kind, "hreflang": hreflang}
    SubElement(parent, f"{{{ATOM}}}link", {name: text for name, text in values.items() if text})


def _author(parent: Element, name: str) -> None:
    _text(SubElement(parent, f"{{{ATOM}}}author"), "name", name)


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
