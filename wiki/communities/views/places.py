"""What the screens of one community have in common."""

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.communities.audience import Viewer
from wiki.communities.doors import door_url
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.queries import communities, listed
from wiki.communities.standing import Standing, standing_of
from wiki.core.trails import Crumb
from wiki.people.models import User


def person_of(request: HttpRequest) -> User:
    """Who asks. Raises NotAllowed for a visitor."""
    if not isinstance(request.user, User):
        raise NotAllowed("sign in")
    return request.user


def known(viewer: Viewer, slug: str) -> tuple[CommunityPage, Standing]:
    """The community, if the viewer may know of it, and where the viewer stands. Raises Http404."""
    standing = standing_of(viewer)
    community = listed(viewer, standing=standing).filter(slug=slug).first()
    if community is None:
        raise Http404("No such community.")
    return community, standing


def reads(viewer: Viewer, community: CommunityPage) -> bool:
    """Whether the viewer may read the community's page."""
    return communities(viewer).filter(pk=community.pk).exists()


def trail(community: CommunityPage | None = None) -> list[Crumb]:
    """The way to a screen of this community, or of all."""
    steps = [
        Crumb(title=_("Home"), url="/"),
        Crumb(title=_("Communities"), url=reverse("guides:communities")),
    ]
    if community is not None:
        # The door leads on whoever may read the community.
        steps.append(Crumb(title=community.title, url=door_url(community)))
    return steps


def page_of(request: HttpRequest, rows: QuerySet, *, size: int, count: int | None = None) -> Page:
    """The part of ``rows`` that the address asks for. Raises Http404 past the end.

    ``count``: how many rows there are, where that is known.
    """
    pages = Paginator(rows, size)
    if count is not None:
        pages.count = count
    try:
        return pages.page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404("No such page of the list.") from error
