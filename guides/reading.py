"""What index pages and community pages show beyond their own fields."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from guides.acts import acts_context
from guides.digest_items import digest_context
from guides.listing import listing
from guides.models import IndexPage, WatchIndexPage
from guides.queries import (
    below,
    cards,
    current,
    knowledge,
    latest_by_kind,
    pinned_cards,
    sections,
    tagged_for,
)
from wiki.communities.models import CommunityPage
from wiki.core.once import reading_once
from wiki.core.page_context import adds_context

__all__ = ["acts_context", "community_context", "digest_context", "index_context"]

#: Two rows of the grid beside the words on the community.
LATEST_SHOWN = 4
TAGGED_SHOWN = 6


@adds_context(IndexPage)
def index_context(page: IndexPage, request: HttpRequest) -> dict[str, Any]:
    """The pages below the index, and the folders in it; notes out of date on demand only."""
    with reading_once():
        pages = below(knowledge(request.user), page)
        shown, hidden = pages, 0
        if isinstance(page, WatchIndexPage) and "expired" not in request.GET:
            shown = current(pages, today=timezone.localdate())
            hidden = pages.count() - shown.count()
        return {
            "listing": listing(request, shown),
            "expired_hidden": hidden,
            "folders": sections(page, request.user, pages=pages),
        }


@adds_context(CommunityPage)
def community_context(page: CommunityPage, request: HttpRequest) -> dict[str, Any]:
    """The community's sections, what it pins, its latest pages, and what it should know."""
    with reading_once():
        pages = knowledge(request.user)
        own = below(pages, page)
        return {
            "sections": sections(page, request.user, pages=own),
            "pinned": pinned_cards(page, request.user, pages=pages),
            "shelves": latest_by_kind(own, request.user, size=LATEST_SHOWN),
            "tagged": cards(
                current(tagged_for(pages, page), today=timezone.localdate())[:TAGGED_SHOWN],
                request.user,
                but=page.pk,
            ),
        }
