"""What can stand in the way of joining, leaving and running a community."""

from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """The table of rights says no."""


class CommunityRefusal(Exception):  # noqa: N818  (named after the situation)
    """Something that the person can be told, and may mend."""


class LastFacilitator(CommunityRefusal):
    """Somebody must go on answering for the community."""


class NotJoinable(CommunityRefusal):
    """The community does not take people in this way."""


class CommunityArchived(CommunityRefusal):
    """Its pages are read, and nobody joins it any more."""


class AlreadyMember(CommunityRefusal):
    """The person is in the community."""


class AlreadyAsked(CommunityRefusal):
    """A request of this person waits for an answer."""


class AskedTooOften(CommunityRefusal):
    """The person asked and took it back so often that everybody should have a pause."""


class AlreadyDecided(CommunityRefusal):
    """Somebody else answered the request first."""


class InvitationUnusable(CommunityRefusal):
    """The invitation is unknown, expired, used up, withdrawn or somebody else's."""


class AlreadyTaken(CommunityRefusal):
    """Somebody else is on this review."""
