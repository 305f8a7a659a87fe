"""Writes the values of a document into its page."""

from typing import Any

from wagtail.blocks import StreamValue
from wagtail.models import Page, Revision

from guides.models import (
    CaseStudyGuide,
    CaseStudyPage,
    GuidePage,
    KnowledgePage,
    SeriesEntry,
    SeriesPage,
    WatchNotePage,
)
from wiki.importers.fields.data import PageData
from wiki.importers.writing.publishing import publish
from wiki.people.models import User

PAGE_TYPES: dict[str, type[KnowledgePage]] = {
    "guide": GuidePage,
    "section": GuidePage,
    "case": CaseStudyPage,
    "watch": WatchNotePage,
    "series": SeriesPage,
}


def make_stub(kind: str, parent: Page, *, title: str, slug: str, owner: User | None) -> Page:
    """An unpublished page that has its place and address, and no text yet."""
    page = PAGE_TYPES[kind](title=title, slug=slug, live=False, owner=owner)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return page


def fill(page: KnowledgePage, data: PageData) -> None:
    """Set the values of ``page`` in memory."""
    for name, value in data.plain.items():
        setattr(page, name, value)
    for name, blocks in data.streams.items():
        block = page._meta.get_field(name).stream_block
        setattr(page, name, StreamValue(block, blocks, is_lazy=True))
    for name, ids in data.many.items():
        setattr(
            page, name, list(page._meta.get_field(name).related_model.objects.filter(pk__in=ids))
        )
    page.tags.set(data.tags)
    _ordered(page, data.ordered)


def _ordered(page: Any, ordered: dict[str, list[tuple[int, str]]]) -> None:
    if "entries" in ordered:
        page.entries = [
            SeriesEntry(page_id=number, note=note, sort_order=place)
            for place, (number, note) in enumerate(ordered["entries"])
        ]
    if "applied_guides" in ordered:
        guides = set(
            GuidePage.objects.filter(
                pk__in=[number for number, _note in ordered["applied_guides"]]
            ).values_list("pk", flat=True)
        )
        page.applied_guides = [
            CaseStudyGuide(guide_id=number, note=note, sort_order=place)
            for place, (number, note) in enumerate(ordered["applied_guides"])
            if number in guides
        ]


def write_page(page: KnowledgePage, data: PageData, *, user: User | None) -> Revision:
    """Fill and publish ``page``."""
    fill(page, data)
    return publish(page, user=user, first_published=data.first_published, updated=data.updated)
