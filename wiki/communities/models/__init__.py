"""Communities, who belongs to them, how one gets in, and when they meet."""

from wiki.communities.models.community import CommunityPage
from wiki.communities.models.gathering import Gathering
from wiki.communities.models.groups import CommunityGroup, GroupKind
from wiki.communities.models.joining import Invitation, JoinRequest
from wiki.communities.models.membership import Membership
from wiki.communities.models.pinned import PinnedPage
from wiki.communities.models.review import CommunityReviewTask, ExpertTask, ReviewTaskState

__all__ = [
    "CommunityGroup",
    "CommunityPage",
    "CommunityReviewTask",
    "ExpertTask",
    "Gathering",
    "GroupKind",
    "Invitation",
    "JoinRequest",
    "Membership",
    "PinnedPage",
    "ReviewTaskState",
]
