"""Reads of sources. That the viewer is a member is settled before."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from wiki.communities.models import CommunityPage
from wiki.core.opml import Outline
from wiki.watch.models import Source, StoryState

#: A feed that brought nothing for so long is silent.
SILENT_AFTER = timedelta(days=30)


def with_figures(community: CommunityPage) -> QuerySet[Source]:
    """The sources with ``found``, ``kept`` and ``sorted_out`` items, by name."""
    kept = Q(items__story__state=StoryState.KEPT)
    return (
        community.watch_sources.annotate(
            found=Count("items"),
            kept=Count("items", filter=kept),
            sorted_out=Count("items", filter=kept | Q(items__story__state=StoryState.IGNORED)),
        )
        .prefetch_related("themes")
        .order_by("-active", "title", "pk")
    )


def by_share(community: CommunityPage) -> list[Any]:
    """The sources that brought something, with their figures; the most kept of first."""
    rows: list[Any] = [row for row in with_figures(community) if row.found]  # type: ignore[attr-defined]
    return sorted(rows, key=lambda row: (-row.kept / row.found, -row.found))


def silent(community: CommunityPage, *, now: datetime) -> QuerySet[Source]:
    """Sources that are read and bring nothing; longest silent first."""
    since = now - SILENT_AFTER
    rows = community.watch_sources.filter(active=True, added_at__lt=since)
    return rows.filter(Q(last_item_at=None) | Q(last_item_at__lt=since)).order_by(
        "last_item_at", "title"
    )


def outlines(community: CommunityPage) -> list[Outline]:
    """The sources as a list for other readers, in a folder of their first theme (two queries)."""
    rows = community.watch_sources.filter(active=True).prefetch_related("themes")
    return [
        Outline(
            title=source.title,
            address=source.address,
            site=source.site_address,
            category=next((theme.label for theme in source.themes.all()), ""),
        )
        for source in rows.order_by("title", "pk")
    ]
