"""What index pages and community pages show beyond their own fields."""

from typing import Any

from django.http import HttpRequest

from guides.listing import listing
from guides.models import IndexPage
from guides.queries import (
    below,
    cards,
    knowledge,
    latest_by_kind,
    sections,
    tagged_for,
)
from wiki.communities.models import CommunityPage
from wiki.core.page_context import adds_context

TAGGED_SHOWN = 6


@adds_context(IndexPage)
def index_context(page: IndexPage, request: HttpRequest) -> dict[str, Any]:
    """The pages below the index, and the folders in it."""
    return {
        "listing": listing(request, below(knowledge(request.user), page)),
        "folders": sections(page, request.user),
        "kind": page.listed_type,
    }


@adds_context(CommunityPage)
def community_context(page: CommunityPage, request: HttpRequest) -> dict[str, Any]:
    """The community's sections, its latest pages, and those of others that it should know."""
    pages = knowledge(request.user)
    return {
        "sections": sections(page, request.user),
        "shelves": latest_by_kind(below(pages, page)),
        "tagged": cards(tagged_for(pages, page)[:TAGGED_SHOWN]),
    }
