"""What index pages and community pages show beyond their own fields."""

from typing import Any

from django.http import HttpRequest

from guides.acts import acts_context
from guides.listing import listing
from guides.models import IndexPage
from guides.queries import (
    below,
    cards,
    knowledge,
    latest_by_kind,
    pinned_cards,
    sections,
    tagged_for,
)
from wiki.communities.models import CommunityPage
from wiki.core.once import reading_once
from wiki.core.page_context import adds_context

__all__ = ["acts_context", "community_context", "index_context"]

#: Two rows of the grid beside the words on the community.
LATEST_SHOWN = 4
TAGGED_SHOWN = 6


@adds_context(IndexPage)
def index_context(page: IndexPage, request: HttpRequest) -> dict[str, Any]:
    """The pages below the index, and the folders in it."""
    with reading_once():
        pages = below(knowledge(request.user), page)
        return {
            "listing": listing(request, pages),
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
            "pinned": pinned_cards(page, pages=pages),
            "shelves": latest_by_kind(own, size=LATEST_SHOWN),
            "tagged": cards(tagged_for(pages, page)[:TAGGED_SHOWN]),
        }
