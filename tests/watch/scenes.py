"""A community with sources and an inbox."""

from datetime import timedelta

from django.utils import timezone

from tests.watch.sites import source
from wiki.communities.models import CommunityPage
from wiki.watch.models import Item, Source, Story


def story(
    community: CommunityPage,
    title: str = "Une nouvelle",
    *,
    sources: list[Source] | None = None,
    days: int = 1,
    **fields: object,
) -> Story:
    """A story of the inbox, told by these sources (one is made when there is none)."""
    told = sources or [
        Source.objects.filter(community=community).first()
        or source(community, "https://journal.example/feed", title="Journal")
    ]
    when = timezone.now() - timedelta(days=days)
    found = Story.objects.create(
        community=community, title=title, dated_at=when, found_at=when, **fields
    )
    for each in told:
        address = f"https://journal.example/{found.pk}"
        Item.objects.create(
            source=each, story=found, uid=f"{found.pk}", address=address,
            canonical_address=address, title=title, summary=f"Résumé de {title}.",
            published_at=when,
        )  # fmt: skip
    return found
