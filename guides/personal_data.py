"""The pages that somebody wrote and the files that they brought, for the copy of their data."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from guides.exports import markdown_for
from guides.models import KnowledgePage
from wiki.communities.audience import readable
from wiki.communities.file_audience import readable_files
from wiki.core.models import RecueilDocument, RecueilImage
from wiki.people.data import PersonalData, adds_personal_data
from wiki.people.models import User


@adds_personal_data
def pages_of(person: User) -> Iterator[PersonalData]:
    """Published pages that the person owns or wrote and may read now, each with its text."""
    wrote = KnowledgePage.co_authors.through.objects.filter(user=person)
    mine = Q(owner=person) | Q(pk__in=wrote.values("knowledgepage"))
    pages = readable(KnowledgePage.objects.live().specific().filter(mine), person).order_by("pk")
    rows, files = [], {}
    for page in pages.iterator(chunk_size=100):
        told = _told(page, person)
        rows.append({**told, "url": f"{settings.SITE_URL}{page.url or ''}"})
        files[told["file"]] = _text(page, person)
    yield PersonalData("pages", rows, files)


@adds_personal_data
def drafts_of(person: User) -> Iterator[PersonalData]:
    """What the person's own pages say that is not published, as it was saved last."""
    waiting = Q(live=False) | Q(has_unpublished_changes=True)
    pages = readable(KnowledgePage.objects.filter(waiting, owner=person), person).order_by("pk")
    rows, files = [], {}
    for page in pages.iterator(chunk_size=100):
        draft = page.get_latest_revision_as_object()
        told = _told(draft, person)
        rows.append({**told, "published": page.live, "saved": page.latest_revision_created_at})
        files[told["file"]] = _text(draft, person)
    yield PersonalData("drafts", rows, files)


def _told(page: KnowledgePage, person: User) -> dict[str, Any]:
    return {
        "title": page.title,
        "owner": page.owner_id == person.pk,
        "first_published": page.first_published_at,
        "updated": page.last_published_at,
        "file": f"{page.pk}-{page.slug}.md",
    }


def _text(page: KnowledgePage, person: User) -> str:
    with translation.override(page.language):
        return markdown_for(page, person)


@adds_personal_data
def files_of(person: User) -> Iterator[PersonalData]:
    """Pictures and documents that the person brought to the library and may open now."""
    pictures = readable_files(RecueilImage.objects.filter(uploaded_by_user=person), person)
    documents = readable_files(RecueilDocument.objects.filter(uploaded_by_user=person), person)
    brought = [("picture", row, row.file.url) for row in pictures.order_by("pk")]
    brought += [("document", row, row.url) for row in documents.order_by("pk")]
    yield PersonalData(
        "files",
        [
            {
                "kind": kind,
                "title": row.title,
                "url": address if "://" in address else f"{settings.SITE_URL}{address}",
                "brought": row.created_at,
            }
            for kind, row, address in brought
        ],
    )
