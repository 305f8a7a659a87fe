"""The text of a page as it leaves the site: plain HTML that stands alone."""

from urllib.parse import urljoin

from django.utils.html import escape
from django.utils.translation import gettext as _

from guides.models import KnowledgePage
from guides.rendering import rendered
from wiki.communities.audience import Viewer
from wiki.core.html import Tag, parse, written
from wiki.core.markdown.cleaning import clean_html
from wiki.syndication.feeds.lists import lists_html

#: What only our own screens can use: buttons, boxes to tick, links that copy themselves.
SCREEN_ONLY = "[data-interface], .anchor-link, .visually-hidden, svg, button, input, script, style"
#: Attributes that hold an address.
ADDRESSES = (("a", "href"), ("img", "src"), ("blockquote", "cite"))
#: Of no use without our style sheet.
STYLING = ("class", "style", "id")


def page_html(page: KnowledgePage, viewer: Viewer, *, url: str) -> str:
    """All the text of ``page``, whose absolute address is ``url``, with absolute links.

    Of other pages it names what this person may read. In the page's own language, headings
    of ours included: call it in that language.
    """
    texts = [_source(page)]
    for part in rendered(page).parts:
        if part.html:
            texts.append(f"<h2>{escape(part.heading)}</h2>" if part.heading else "")
            texts.append(part.html)
    texts.append(lists_html(page, viewer))
    return standing_alone("\n".join(text for text in texts if text), base=url)


def standing_alone(html: str, *, base: str) -> str:
    """``html`` for readers elsewhere: cleaned, every address absolute, nothing of our screens."""
    tree = parse(html)
    for element in tree.select(SCREEN_ONLY):
        element.decompose()
    for name, attribute in ADDRESSES:
        for element in tree.find_all(name, attrs={attribute: True}):
            element[attribute] = urljoin(base, str(element[attribute]))
    for element in tree.find_all(True):
        if isinstance(element, Tag):
            for attribute in STYLING:
                element.attrs.pop(attribute, None)
    return clean_html(written(tree)).strip()


def _source(page: KnowledgePage) -> str:
    """What a watch note is about comes before what is said of it."""
    if not page.source_url:
        return ""
    title = getattr(page, "source_title", "") or page.source_name or page.source_url
    link = f'<a href="{escape(page.source_url)}">{escape(title)}</a>'
    return f"<p>{escape(_('Source:'))} {link}</p>"
