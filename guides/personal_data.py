"""The pages that somebody wrote, for the copy of their data."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from guides.exports import markdown_for
from guides.models import KnowledgePage
from wiki.communities.audience import readable
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
        name = f"{page.pk}-{page.slug}.md"
        rows.append(
            {
                "title": page.title,
                "url": f"{settings.SITE_URL}{page.url or ''}",
                "owner": page.owner_id == person.pk,
                "first_published": page.first_published_at,
                "updated": page.last_published_at,
                "file": name,
            }
        )
        with translation.override(page.language):
            files[name] = markdown_for(page, person)
    yield PersonalData("pages", rows, files)
