"""Who may comment on a page and who moderates there: the community's table of rights."""

from dataclasses import dataclass

from guides.models import KnowledgePage
from wiki.communities.audience import Viewer
from wiki.communities.queries import community_of
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of


@dataclass(frozen=True, slots=True)
class Powers:
    """What one person may do in the comments of one page."""

    comment: bool = False
    moderate: bool = False


NONE = Powers()


def powers(page: KnowledgePage, viewer: Viewer) -> Powers:
    """What this person may do; that they may read the page is settled before.

    None for visitors; two queries otherwise, one more for a page outside of communities,
    where whoever is signed in comments and whoever publishes the page moderates.
    """
    if not viewer.is_authenticated or not viewer.is_active:
        return NONE
    community = community_of(page)
    if community is None:
        return Powers(comment=True, moderate=page.permissions_for_user(viewer).can_publish())
    standing = standing_of(viewer)
    # To configure is what facilitators alone may do, in an archived community too.
    return Powers(
        comment=standing.may(Act.COMMENT, community),
        moderate=standing.may(Act.CONFIGURE, community),
    )
