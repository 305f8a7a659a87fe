"""What waits in communities themselves, for the registry beside."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.communities.models import CommunityPage
from wiki.communities.queries import waiting_requests
from wiki.communities.rights import Act
from wiki.communities.standing import Standing
from wiki.communities.todo import Todo, adds_todo
from wiki.people.models import User


@adds_todo
def requests_to_join(
    communities: Sequence[CommunityPage], person: User, standing: Standing
) -> Iterator[Todo]:
    """Requests that this person may answer (one query)."""
    mine = [each.pk for each in communities if standing.may(Act.MANAGE_MEMBERS, each)]
    for request in waiting_requests(mine) if mine else ():
        url = reverse("communities:requests", args=[request.community.slug])
        yield Todo(
            community_id=request.community_id,
            kind=gettext_lazy("Request to join"),
            icon="user-round-check",
            text=_("%(name)s would like to join") % {"name": request.person},
            url=f"{url}#request-{request.pk}",
            since=request.asked_at,
        )
