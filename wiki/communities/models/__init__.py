"""Communities, who belongs to them, how one gets in, and when they meet."""

from wiki.communities.models.community import CommunityPage
from wiki.communities.models.gathering import Gathering
from wiki.communities.models.groups import CommunityGroup, GroupKind
from wiki.communities.models.joining import Invitation, JoinRequest
from wiki.communities.models.membership import Membership
from wiki.communities.models.pinned import PinnedPage

__all__ = [
    "CommunityGroup",
    "CommunityPage",
    "Gathering",
    "GroupKind",
    "Invitation",
    "JoinRequest",
    "Membership",
    "PinnedPage",
]
