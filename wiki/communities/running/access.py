"""Who gets to a screen of a community, and what stands on top of it."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.queries import listed
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.core.trails import Crumb
from wiki.people.models import User


def community_for(request: HttpRequest, slug: str, act: Act) -> CommunityPage:
    """The community at this address, for somebody who may do this there.

    Raises Http404 when the person may not know of it, NotAllowed when they may not do it.
    """
    standing = standing_of(request.user)
    found = listed(request.user, standing=standing).filter(slug=slug).first()
    if found is None:
        raise Http404
    standing.need(act, found)
    return found


def person_of(request: HttpRequest) -> User:
    """Whoever is signed in, in views that nobody else gets to. Raises NotAllowed."""
    if not isinstance(request.user, User):
        raise NotAllowed("sign in")
    return request.user


def frame(community: CommunityPage, **values: Any) -> dict[str, Any]:
    """The context that all these screens share: the way to the community, and ``values``."""
    trail = [Crumb(_("Home"), "/"), Crumb(community.title, community.url or "")]
    return {"community": community, "trail": trail, **values}
