"""Rich text as Markdown, for forms of the site that have no editor, and back.

Only what short rich text holds goes through: paragraphs, lists, bold, italic, links.
"""

import re
from collections.abc import Collection

import nh3

from wiki.core.html_to_markdown import to_markdown
from wiki.core.markdown import internal_references, markdown_to_html
from wiki.core.rich_text import rich_html

_HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>")
_INSIDE = re.compile(r'<a href="(page|document):(\d{1,18})(?:#([^"]*))?">')
_DEAD = re.compile(r'<a href="(?:page|document|image):[^"]*">')

_cleaner = nh3.Cleaner(
    tags={"a", "b", "br", "em", "i", "li", "ol", "p", "strong", "ul"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel", "page", "document"},
    link_rel=None,
)


def as_markdown(source: str) -> str:
    """Markdown of a rich text; links inside the site read ``page:12``."""
    markdown = to_markdown(rich_html(source), address_of=lambda address: address)
    return markdown.replace("\\<", "&lt;")  # the parser knows no such escape


def pages_named(markdown: str) -> set[int]:
    """The pages to which the text links by their number."""
    return {number for kind, number in internal_references(markdown) if kind == "page"}


def as_rich_text(markdown: str, *, pages: Collection[int] = ()) -> str:
    """The rich text of what somebody wrote in Markdown.

    Of the links inside the site, those to ``pages`` are kept; of the others, their words.
    """
    html = _HEADING.sub(r"<\1p>", markdown_to_html(markdown))
    return _DEAD.sub("<a>", _INSIDE.sub(lambda found: _link(found, pages), _cleaner.clean(html)))


def _link(found: re.Match[str], pages: Collection[int]) -> str:
    kind, number, anchor = found[1], found[2], found[3]
    if kind != "page" or int(number) not in pages:
        return "<a>"
    place = f' anchor="{anchor}"' if anchor else ""
    return f'<a linktype="page" id="{number}"{place}>'
