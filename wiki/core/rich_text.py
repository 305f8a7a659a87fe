"""Rich text of the editor to clean HTML, its links still to be resolved."""

import re
from html import escape

from wagtail.rich_text.rewriters import extract_attrs

from wiki.core.markdown.cleaning import clean_html

_LINK = re.compile(r"<a\b([^>]*)>", re.IGNORECASE)
_KEPT = re.compile(r'<a href="(page|document):(\d+)"[^>]*>')
_EMBED = re.compile(r"<embed\b([^>]*?)/?>(?:</embed>)?", re.IGNORECASE)


def rich_html(source: str) -> str:
    """Clean HTML whose links inside the site are ``page:12``, as in Markdown.

    Wagtail resolves the links of each rich text by itself; here a whole page has them
    resolved at once, and drafts are never linked to.
    """
    source = _LINK.sub(_link, source)
    source = _EMBED.sub(_embed, source)
    return clean_html(source)


def _link(found: re.Match[str]) -> str:
    attributes = extract_attrs(found[1])
    kind = attributes.get("linktype")
    if kind in {"page", "document"}:
        anchor = attributes.get("anchor", "") if kind == "page" else ""
        fragment = f"#{escape(anchor)}" if anchor else ""
        return f'<a href="{kind}:{escape(attributes.get("id", ""))}{fragment}">'
    return found[0]


def _embed(found: re.Match[str]) -> str:
    attributes = extract_attrs(found[1])
    if attributes.get("embedtype") == "image":
        number, alt = escape(attributes.get("id", "")), escape(attributes.get("alt", ""))
        return f'<img src="image:{number}" alt="{alt}">'
    url = escape(attributes.get("url", ""))
    return f'<a href="{url}">{url}</a>' if url else ""


def editable_html(source: str) -> str:
    """``source`` reduced to what the editor's converter can read: well formed, no odd link."""
    html = clean_html(_EMBED.sub("", _LINK.sub(_kept_link, source)))
    return _KEPT.sub(lambda found: f'<a linktype="{found[1]}" id="{found[2]}">', html)


def _kept_link(found: re.Match[str]) -> str:
    attributes = extract_attrs(found[1])
    kind = attributes.get("linktype")
    if kind is None:
        return found[0]
    number = attributes.get("id", "")
    return f'<a href="{kind}:{number}">' if number.isdecimal() else "<a>"
