"""What people are told when something is refused."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wiki.communities import errors
from wiki.communities.invitations import Obstacle

_REFUSALS: dict[type[errors.CommunityRefusal], Promise] = {
    errors.LastFacilitator: _(
        "Nobody else facilitates this community: make somebody else a facilitator first."
    ),
    errors.NotJoinable: _("This community does not take people in this way."),
    errors.CommunityArchived: _(
        "This community is archived: its pages are read, nobody joins it any more."
    ),
    errors.AlreadyMember: _("You are in this community already."),
    errors.AlreadyAsked: _("You have asked already; a facilitator will answer."),
    errors.AskedTooOften: _(
        "You have asked this community several times within an hour: wait a little, then ask again."
    ),
    errors.AlreadyDecided: _("Somebody else answered this request first, or it was withdrawn."),
}

#: Why an invitation does not let somebody in, and what to do about it.
OBSTACLES: dict[Obstacle, tuple[Promise, Promise]] = {
    Obstacle.UNKNOWN: (
        _("This invitation does not exist"),
        _("The address may have been cut: open the link in the message itself, or copy all of it."),
    ),
    Obstacle.OTHER_ADDRESS: (
        _("This invitation is for somebody else"),
        _("It was sent to another address than that of your account. Ask for one of your own."),
    ),
    Obstacle.WITHDRAWN: (
        _("This invitation was withdrawn"),
        _("The people who sent it took it back. Ask them for another one."),
    ),
    Obstacle.USED: (
        _("This invitation has been used"),
        _("It let in as many people as it was made for. Ask for another one."),
    ),
    Obstacle.EXPIRED: (
        _("This invitation has expired"),
        _("It was valid for some days only. Ask the person who sent it for another one."),
    ),
    Obstacle.CLOSED: (
        _("This community takes nobody in any more"),
        _("It has been closed since the invitation was made."),
    ),
}


def told(refusal: errors.CommunityRefusal) -> str:
    """The sentence for the person."""
    return str(_REFUSALS[type(refusal)])
