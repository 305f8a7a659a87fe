"""What somebody who runs a community can do with a page, beside what every reader can."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from guides.models import KnowledgePage
from wiki.communities.models import CommunityPage, PinnedPage
from wiki.communities.queries import community_of
from wiki.communities.rights import Act, Role
from wiki.communities.standing import Standing, standing_of
from wiki.core.page_context import adds_context


@dataclass(frozen=True, slots=True)
class PinOffer:
    """One community to which the reader may pin the page, and whether it is pinned."""

    title: str
    url: str
    pinned: bool


@dataclass(frozen=True, slots=True)
class Acts:
    """For those who run communities; empty for everybody else."""

    page_id: int
    pins: tuple[PinOffer, ...] = ()
    #: Where the page is moved; "" for people who may not.
    move_url: str = ""


@adds_context(KnowledgePage)
def acts_context(page: KnowledgePage, request: HttpRequest) -> dict[str, Any]:
    """``acts``: nothing is asked for visitors nor for previews."""
    return {"acts": acts_of(page, request)}


def acts_of(page: KnowledgePage, request: HttpRequest) -> Acts:
    """What this reader can do (one query for most people, five for facilitators)."""
    if not page.live or not request.user.is_authenticated or getattr(request, "is_preview", False):
        return Acts(page.pk or 0)
    standing = standing_of(request.user)
    run = _run_by(standing, page)
    if not run:
        return Acts(page.pk)
    pinned = set(
        PinnedPage.objects.filter(page=page.pk, community__in=run).values_list(
            "community_id", flat=True
        )
    )
    pins = tuple(
        PinOffer(each.title, reverse("communities:pins", args=[each.slug]), each.pk in pinned)
        for each in run
    )
    may_move = page.permissions_for_user(request.user).can_move()
    move_url = reverse("guides:move_page", args=[page.pk]) if may_move else ""
    return Acts(page.pk, pins, move_url)


def _run_by(standing: Standing, page: KnowledgePage) -> list[CommunityPage]:
    """Communities that the person facilitates; who has every right, the page's own."""
    ids = [pk for pk, role in standing.roles.items() if role is Role.FACILITATOR]
    if not ids and not standing.everything:
        return []
    found = list(CommunityPage.objects.live().filter(pk__in=ids).order_by("title", "pk"))
    own = community_of(page) if standing.everything else None
    if own is not None and own.live and own not in found:
        found.insert(0, own)
    return [each for each in found if standing.may(Act.CONFIGURE, each)]
