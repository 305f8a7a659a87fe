"""Targets inside the site: ``page:12``, ``document:3``, ``image:7``.

Rich text and Markdown both write them; they become addresses when the whole page
is known, in one query for each kind. A target that is gone, is a draft or was never
one leaves the words of the link, without address.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page

from wiki.core.html import Tag, parse, written
from wiki.core.models import RecueilImage
from wiki.core.pictures import load_pictures, picture
from wiki.core.text import anchor_slug

#: Kinds (« document », « image ») and ids.
Withheld = frozenset[tuple[str, int]]

_TARGET = re.compile(r"(page|document|image):(\d{1,9})(?:#(.*))?", re.DOTALL)
_INTERNAL = re.compile(r"(page|document|image):")
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Targets:
    """What the ids lead to; ids that lead nowhere are absent."""

    pages: dict[int, str] = field(default_factory=dict)
    documents: dict[int, str] = field(default_factory=dict)
    images: dict[int, RecueilImage] = field(default_factory=dict)
    #: Kinds and ids of what is there, but not for all who read the text.
    withheld: Withheld = frozenset()

    def address(self, written_target: str) -> str | None:
        """The address of « page:12#part »; None when there is none to give."""
        found = _TARGET.fullmatch(written_target)
        if not found:
            return None
        kind, number, fragment = found[1], int(found[2]), found[3]
        if kind == "image":
            image = self.images.get(number)
            sizes = picture(image) if image else None
            return sizes.full if sizes else None
        url = (self.pages if kind == "page" else self.documents).get(number)
        return f"{url}#{anchor_slug(unquote(fragment))}" if url and fragment else url


def load_targets(
    wanted: Iterable[tuple[str, int]],
    *,
    addresses: Mapping[int, str] | None = None,
    withheld: Withheld = frozenset(),
) -> Targets:
    """What these kinds and ids lead to (a query for each kind, two for pictures).

    ``addresses`` are given instead of those of the tree, by page id: an address in the
    tree says a title, which not everybody may read. Nothing is told of ``withheld`` files.
    """
    ids: dict[str, set[int]] = {"page": set(), "document": set(), "image": set()}
    for kind, number in set(wanted) - withheld:
        ids[kind].add(number)
    pages, documents = {}, {}
    if ids["page"]:
        live = Page.objects.live().filter(pk__in=ids["page"])
        given = addresses or {}
        pages = {page.pk: given.get(page.pk, url) for page in live if (url := page.get_url())}
    if ids["document"]:
        found = get_document_model().objects.filter(pk__in=ids["document"])
        documents = {document.pk: document.url for document in found}
    return Targets(pages, documents, load_pictures(ids["image"]), withheld)


def _links_and_images(trees: Iterable[Tag]) -> list[Tag]:
    return [element for tree in trees for element in tree.find_all(["a", "img"])]


def wanted_targets(trees: Iterable[Tag]) -> list[tuple[str, int]]:
    """The kinds and ids that the links and images of ``trees`` name."""
    return [
        (found[1], int(found[2]))
        for element in _links_and_images(trees)
        if (found := _TARGET.fullmatch(str(element.get("href") or element.get("src") or "")))
    ]


def resolve(trees: Iterable[Tag], targets: Targets) -> None:
    """Turns internal targets into addresses, in place; see the module for what is gone."""
    for element in _links_and_images(trees):
        if element.name == "img":
            _resolve_image(element, targets)
        else:
            _resolve_link(element, targets)


def _resolve_link(link: Tag, targets: Targets) -> None:
    href = str(link.get("href", ""))
    if _INTERNAL.match(href):
        url = targets.address(href)
        if url:
            link["href"] = url
            del link["rel"]
        else:
            link.unwrap()
    elif not _ELSEWHERE.match(href):
        del link["rel"]


def _resolve_image(image: Tag, targets: Targets) -> None:
    if image.has_attr("srcset"):
        return  # written by a template, complete
    src, alt = str(image.get("src", "")), str(image.get("alt", ""))
    found = _TARGET.fullmatch(src)
    if found and found[1] == "image":
        if ("image", int(found[2])) in targets.withheld:
            image.decompose()  # with its words, which say what it shows
            return
        known = targets.images.get(int(found[2]))
        sizes = picture(known) if known else None
        if sizes:
            image.attrs.clear()
            image.attrs.update(image_attributes(sizes, alt))
            return
    elif src.startswith("/") and not src.startswith("//"):
        image.attrs = {**image.attrs, "alt": alt, "loading": "lazy", "decoding": "async"}
        return
    elif _ELSEWHERE.match(src) and not image.find_parent("a"):
        # Nothing is loaded from another host: the reader decides.
        image.name = "a"
        image.attrs = {"href": src, "rel": "noopener noreferrer"}
        image.string = alt or _("Picture on another site")
        return
    image.replace_with(alt)


def image_attributes(sizes: Any, alt: str) -> dict[str, str]:
    """The attributes of an ``img`` element: its place is known before it is loaded."""
    responsive = {"srcset": sizes.srcset, "sizes": sizes.sizes} if sizes.srcset else {}
    return {
        "src": sizes.src,
        **responsive,
        "width": str(sizes.width),
        "height": str(sizes.height),
        "alt": alt,
        "loading": "lazy",
        "decoding": "async",
    }


def resolve_html(html: str) -> str:
    """A fragment with its internal targets resolved."""
    if "<a" not in html and "<img" not in html:
        return html
    tree = parse(html)
    resolve([tree], load_targets(wanted_targets([tree])))
    return written(tree)
