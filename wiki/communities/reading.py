"""What a community's page shows of the people in it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from wiki.communities.entrances import entrance_of
from wiki.communities.models import CommunityPage
from wiki.communities.person_cards import person_cards
from wiki.communities.queries import coming, facilitators, members
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.core.page_context import adds_context

GATHERINGS_SHOWN = 3


@adds_context(CommunityPage)
def people_context(page: CommunityPage, request: HttpRequest) -> dict[str, Any]:
    """Who facilitates it, the way in, the next dates; how many members, for members."""
    standing = standing_of(request.user)
    belongs = standing.belongs_to(page)
    return {
        "facilitators": list(person_cards(facilitators([page.pk])[page.pk], request.user).values()),
        "entrance": entrance_of(page, request.user, standing=standing),
        "gatherings": list(coming(page, now=timezone.now())[:GATHERINGS_SHOWN]),
        "belongs": belongs,
        "members_total": members(page).count() if belongs else 0,
        "proposes": standing.may(Act.PROPOSE, page),
        "sees_figures": standing.may(Act.SEE_FIGURES, page),
        "configures": standing.may(Act.CONFIGURE, page),
        "edits": standing.may(Act.EDIT_OTHERS, page),
    }
