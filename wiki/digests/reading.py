"""What a community's page shows of its digests."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from guides.models import DigestPage
from wiki.communities.audience import readable
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.core.page_context import adds_context
from wiki.digests.models import Rhythm
from wiki.digests.subscriptions.queries import subscription_to
from wiki.digests.subscriptions.services import Source
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class CommunityDigests:
    """The latest digest that the person may read, and whether more come to them."""

    latest: DigestPage | None
    #: When they come, in words; "" for somebody who is not subscribed.
    rhythm: str | Promise
    composes: bool


@adds_context(CommunityPage)
def digests_context(page: CommunityPage, request: HttpRequest) -> dict[str, Any]:
    """``digests`` (two queries at most); nothing for an archived community without any."""
    pages = DigestPage.objects.live().descendant_of(page)
    latest = readable(pages, request.user).order_by("-first_published_at", "-pk").first()
    if latest is None and page.is_archived:
        return {"digests": None}
    user = request.user
    present = subscription_to(user, Source(community=page)) if isinstance(user, User) else None
    found = CommunityDigests(
        latest=latest,
        rhythm=Rhythm(present.rhythm).label if present else "",
        composes=standing_of(user).may(Act.EDIT_OTHERS, page),
    )
    return {"digests": found}
