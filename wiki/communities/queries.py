"""Reads of communities, always through the reader's rights."""

from django.db.models import QuerySet

from wiki.communities.audience import Viewer, readable
from wiki.communities.models import CommunityPage


def communities(viewer: Viewer) -> QuerySet[CommunityPage]:
    """The published communities that the viewer may read, by name."""
    return (
        readable(CommunityPage.objects.live(), viewer)
        .select_related("facilitator")
        .order_by("title", "pk")
    )
