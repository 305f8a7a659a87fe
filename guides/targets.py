"""What the text of a page shows of other pages, pictures and documents.

A title may be read by whoever reads the page that shows it: a chosen page is named
when nobody who can open this page would be refused there, and a draft never is.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from wagtail.blocks import Block, StreamValue
from wagtail.documents import get_document_model
from wagtail.models import Page

from guides.withheld import withheld_files
from wiki.communities.audience import page_audiences
from wiki.core.blocks.media import PageLinkBlock
from wiki.core.linked_pages import LinkedPage
from wiki.core.models import RecueilImage
from wiki.core.search_content import SearchablePage

if TYPE_CHECKING:
    from guides.models.knowledge import KnowledgePage, Part

Targets = tuple[tuple[str, int], ...]


def references(parts: "Iterable[Part]") -> tuple[Targets, tuple[int, ...]]:
    """Kind and id of all that the text refers to, and the ids of the pages that blocks name."""
    document_model = get_document_model()
    found: dict[tuple[str, int], None] = {}
    chosen: dict[int, None] = {}
    for part in parts:
        body: StreamValue = part.body
        for model, key, _model_path, _content_path in body.stream_block.extract_references(body):
            if not str(key).isdecimal():
                continue
            if issubclass(model, Page):
                found["page", int(key)] = None
            elif issubclass(model, RecueilImage):
                found["image", int(key)] = None
            elif issubclass(model, document_model):
                found["document", int(key)] = None
        for child in body:
            chosen.update(dict.fromkeys(_chosen_pages(child.block, child.value)))
    return tuple(sorted(found)), tuple(sorted(chosen))


def _chosen_pages(block: Block, value: Any) -> Iterator[int]:
    if isinstance(block, PageLinkBlock) and value.get("page") is not None:
        yield value["page"].pk


def discreet_addresses(page: "KnowledgePage", targets: Targets) -> dict[int, str]:
    """Addresses that tell nothing, by id, of the pages that some readers may not read."""
    ids = [number for kind, number in targets if kind == "page"]
    if not ids:
        return {}
    pages = list(Page.objects.live().filter(pk__in=ids))
    named = _named(page, pages)
    return {target.pk: _discreet(target) for target in pages if target.pk not in named}


def _discreet(target: Page) -> str:
    """The address that leads on those who may read the page; nobody else learns its title."""
    return reverse("guides:go", args=[target.pk])


def linked_faces(page: "KnowledgePage", chosen: Sequence[int]) -> dict[int, LinkedPage]:
    """The face of each chosen page that is live, by id (three queries at most)."""
    if not chosen:
        return {}
    pages = list(Page.objects.live().filter(pk__in=chosen).select_related("knowledgepage"))
    named = _named(page, pages)
    return {target.pk: _face(target, named=target.pk in named) for target in pages}


def _named(page: "KnowledgePage", targets: Sequence[Page]) -> set[int]:
    """The ids of the targets that all readers of ``page`` may read."""
    audiences = page_audiences([page, *targets])
    own = audiences[page.pk].conditions
    return {target.pk for target in targets if audiences[target.pk].conditions <= own}


def _face(target: Page, *, named: bool) -> LinkedPage:
    if not named:
        return LinkedPage(url=_discreet(target))
    url = target.get_url() or ""
    page_type = target.specific_class
    if not (page_type and issubclass(page_type, SearchablePage)):
        return LinkedPage(url=url, title=target.title)
    knowledge = getattr(target, "knowledgepage", None)
    return LinkedPage(
        url=url,
        title=target.title,
        kind=str(page_type.kind_label),
        icon=page_type.kind_icon,
        summary=knowledge.summary if knowledge else "",
    )


def state_of(page: "KnowledgePage", targets: Targets) -> str:
    """A digest that changes when what the text shows of others would (no target, no query)."""
    ids: dict[str, list[int]] = {}
    for kind, number in targets:
        ids.setdefault(kind, []).append(number)
    facts: list[Any] = []
    if "page" in ids:
        pages = list(
            Page.objects.live()
            .filter(pk__in=ids["page"])
            .only("pk", "path", "title", "url_path", "last_published_at", "alias_of")
            .order_by("pk")
        )
        facts += [(p.pk, p.title, p.get_url(), p.last_published_at) for p in pages]
        facts.append(sorted(_named(page, pages)))
    if "image" in ids:
        images = RecueilImage.objects.filter(pk__in=ids["image"]).order_by("pk")
        facts += images.values_list("pk", "file", "file_hash", "credit", "focal_point_x")
    if "document" in ids:
        documents = get_document_model().objects.filter(pk__in=ids["document"]).order_by("pk")
        facts += documents.values_list("pk", "title", "file", "file_size", "description")
    facts += sorted(withheld_files(page, targets))
    return hashlib.sha256(repr(facts).encode()).hexdigest() if facts else ""
