"""The editorial of a digest as an e-mail can hold it: words and links, no picture."""

from dataclasses import dataclass
from urllib.parse import urljoin

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from guides.models import DigestPage
from guides.rendering import rendered
from wiki.core.html import parse, written
from wiki.digests.delivery.plain_words import plain_words

_cleaner = nh3.Cleaner(
    tags={
        "a", "b", "blockquote", "br", "code", "em", "i", "li", "ol", "p",
        "strong", "ul",
    },
    attributes={"a": {"href"}, "*": {"lang"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Editorial:
    """The same words twice."""

    html: SafeString
    text: str


NOTHING = Editorial(SafeString(""), "")


def editorial(digest: DigestPage) -> Editorial:
    """What all readers of the digest may read, with full addresses."""
    html = "\n".join(part.html for part in rendered(digest).parts)
    if not html:
        return NOTHING
    tree = parse(html)
    for button in tree.select("[data-interface], .anchor-link"):
        button.decompose()
    for heading in tree.find_all(["h2", "h3", "h4", "h5", "h6"]):
        # A level would follow another one in a message of one digest than in one of several.
        heading.wrap(tree.new_tag("p"))
        heading.name = "strong"
    for link in tree.find_all("a", href=True):
        link["href"] = urljoin(f"{settings.SITE_URL}/", str(link["href"]))
    clean = _cleaner.clean(written(tree))
    return Editorial(mark_safe(clean), plain_words(clean))  # noqa: S308  # cleaned just above
