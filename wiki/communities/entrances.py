"""The way in: what this person may do to become a member of this community."""

from dataclasses import dataclass
from enum import StrEnum

from wiki.communities.audience import Viewer
from wiki.communities.models import CommunityPage, JoinRequest
from wiki.communities.rights import Joining
from wiki.communities.standing import Standing


class Way(StrEnum):
    """What a person finds in front of a community."""

    MEMBER = "member"
    JOIN = "join"
    ASK = "ask"
    ASKED = "asked"
    INVITATION = "invitation"
    ARCHIVED = "archived"


WAYS = {Joining.OPEN: Way.JOIN, Joining.REQUEST: Way.ASK, Joining.INVITATION: Way.INVITATION}


@dataclass(frozen=True, slots=True)
class Entrance:
    """``way`` in, and the last request of this person, which may have been answered."""

    way: Way
    signed_in: bool
    #: The role held, in words; "" for whoever is no member.
    role: str = ""
    request: JoinRequest | None = None

    @property
    def declined(self) -> JoinRequest | None:
        """The request that was turned down last; its answer is for the person to read."""
        request = self.request
        if self.way is Way.ASK and request and request.state == JoinRequest.State.DECLINED:
            return request
        return None


def entrance_of(community: CommunityPage, viewer: Viewer, *, standing: Standing) -> Entrance:
    """The way in for this person (one query at most)."""
    role = standing.roles.get(community.pk)
    if role is not None:
        return Entrance(Way.MEMBER, signed_in=True, role=str(role.label))
    if community.is_archived:
        return Entrance(Way.ARCHIVED, signed_in=standing.signed_in)
    way = WAYS[Joining(community.joining)]
    if not standing.signed_in or way is not Way.ASK:
        return Entrance(way, signed_in=standing.signed_in)
    last = community.join_requests.filter(person=viewer.pk).order_by("-asked_at", "-pk").first()
    waiting = last is not None and last.state == JoinRequest.State.WAITING
    return Entrance(Way.ASKED if waiting else way, signed_in=True, request=last)
