"""Rich text of the editor to clean HTML, its links still to be resolved."""

import re
from html import escape

from wagtail.rich_text.rewriters import extract_attrs

from wiki.core.markdown.cleaning import clean_html

_LINK = re.compile(r"<a\b([^>]*)>", re.IGNORECASE)
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
        return f'<a href="{kind}:{escape(attributes.get("id", ""))}">'
    return found[0]


def _embed(found: re.Match[str]) -> str:
    attributes = extract_attrs(found[1])
    if attributes.get("embedtype") == "image":
        number, alt = escape(attributes.get("id", "")), escape(attributes.get("alt", ""))
        return f'<img src="image:{number}" alt="{alt}">'
    url = escape(attributes.get("url", ""))
    return f'<a href="{url}">{url}</a>' if url else ""
