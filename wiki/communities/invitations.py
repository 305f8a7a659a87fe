"""Whether an invitation lets somebody in, and why not."""

from enum import StrEnum

from wiki.communities.models import Invitation
from wiki.people.models import User


class Obstacle(StrEnum):
    """Why an invitation cannot be used."""

    UNKNOWN = "unknown"
    OTHER_ADDRESS = "other_address"
    WITHDRAWN = "withdrawn"
    USED = "used"
    EXPIRED = "expired"
    CLOSED = "closed"


#: What is told as if there were nothing: the invitation is not this person's affair.
NOT_FOUND = frozenset({Obstacle.UNKNOWN, Obstacle.OTHER_ADDRESS})


def obstacle(invitation: Invitation | None, person: User) -> Obstacle | None:
    """What keeps ``person`` from using it; None when nothing does."""
    if invitation is None:
        return Obstacle.UNKNOWN
    if invitation.email and invitation.email != person.email.lower():
        return Obstacle.OTHER_ADDRESS
    if invitation.state is not Invitation.State.USABLE:
        return Obstacle(invitation.state.value)
    if invitation.community.is_archived or not invitation.community.live:
        return Obstacle.CLOSED
    return None
