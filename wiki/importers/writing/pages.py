"""Writes the values of a document into its page."""

from collections.abc import Iterable
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
    TaggedKnowledge,
    WatchNotePage,
)
from wiki.core.models import KnowledgeTag
from wiki.importers.fields.data import PageData
from wiki.importers.writing.publishing import publish, start_empty
from wiki.people.models import User

PAGE_TYPES: dict[str, type[KnowledgePage]] = {
    "guide": GuidePage,
    "section": GuidePage,
    "case": CaseStudyPage,
    "watch": WatchNotePage,
    "series": SeriesPage,
}


def new_page(kind: str, *, title: str, slug: str, owner: User | None) -> Page:
    """A page that is not in the tree yet, and will be a draft without text at first."""
    page = PAGE_TYPES[kind](title=title, slug=slug, live=False, owner=owner)
    start_empty(page)
    return page


def fill(page: KnowledgePage, data: PageData, *, tags: Iterable[KnowledgeTag]) -> None:
    """Set the values of ``page`` in memory."""
    for name, value in data.plain.items():
        setattr(page, name, value)
    for name, blocks in data.streams.items():
        block = page._meta.get_field(name).stream_block
        # Wagtail gives ids to the blocks in place: digests are taken before.
        setattr(page, name, StreamValue(block, blocks, is_lazy=True))
    for name, ids in data.many.items():
        related = page._meta.get_field(name).related_model
        setattr(page, name, list(related.objects.filter(pk__in=ids)) if ids else [])
    page.tagged_items = [TaggedKnowledge(tag=tag) for tag in tags]
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


def write_page(
    page: KnowledgePage,
    data: PageData,
    *,
    user: User | None,
    tags: Iterable[KnowledgeTag],
    is_new: bool = False,
) -> Revision:
    """Fill and publish ``page``."""
    fill(page, data, tags=tags)
    return publish(
        page,
        user=user,
        first_published=data.first_published,
        updated=data.updated,
        is_new=is_new,
    )
