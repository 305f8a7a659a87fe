"""Screens of a community that went into another one: their addresses lead to those of the other.

They stand in messages and in bookmarks. Addresses of pages have redirects of their own.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wiki.communities.audience import Viewer
from wiki.communities.models import CommunityPage
from wiki.communities.queries import listed
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of

#: What one comes for is there in the other community too; acts on the one end with it.
PLACES = frozenset(
    f"communities:{name}"
    for name in ("door", "join", "members", "requests", "invitations", "gatherings", "figures")
)


def led_on(request: HttpRequest) -> HttpResponse | None:
    """The same screen of the community that goes on; None for whoever may not know of it."""
    match = request.resolver_match
    if request.method not in {"GET", "HEAD"} or match is None or match.view_name not in PLACES:
        return None
    into = _successor(match.kwargs["slug"], request.user)
    return redirect(match.view_name, into.slug) if into else None


def _successor(slug: str, viewer: Viewer) -> CommunityPage | None:
    """Where the community of this name went, for those who knew of it and may know of the other."""
    merged = CommunityPage.objects.filter(slug=slug, merged_into__isnull=False).first()
    if merged is None:
        return None
    standing = standing_of(viewer)
    known = merged.visibility in standing.visibilities(Act.SEE) or standing.belongs_to(merged)
    found = listed(viewer, standing=standing).filter(pk=merged.merged_into_id)
    return found.first() if known else None
