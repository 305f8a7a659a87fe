"""Where somebody stands in every community, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wiki.communities.audience import Viewer
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Act, Position, Role, Visibility, may
from wiki.core.once import once
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's roles, by community id, and what follows from them."""

    signed_in: bool = False
    #: Somebody with every right, as Django's superusers are.
    everything: bool = False
    roles: Mapping[int, Role] = field(default_factory=dict)
    #: Communities whose pages the person was asked to review.
    reviewed: frozenset[int] = frozenset()

    def position(self, community_id: int) -> Position:
        """Visitor, colleague, or the role held."""
        role = self.roles.get(community_id)
        if role is not None:
            return Position(role.value)
        return Position.COLLEAGUE if self.signed_in else Position.VISITOR

    def belongs_to(self, community: CommunityPage) -> bool:
        """Whether the person is a member, or may do all that members may."""
        return self.everything or community.pk in self.roles

    def may(self, act: Act, community: CommunityPage) -> bool:
        """What the table of rights says; who has every right may do all that an archive allows."""
        position = Position.FACILITATOR if self.everything else self.position(community.pk)
        archived = community.is_archived
        if act is Act.REVIEW and community.pk in self.reviewed and not archived:
            return True
        return may(act, position, community.visibility, archived=archived)

    def need(self, act: Act, community: CommunityPage) -> None:
        """Raises NotAllowed unless the person may do it."""
        if not self.may(act, community):
            raise NotAllowed(act.value)

    def visibilities(self, act: Act) -> frozenset[str]:
        """The kinds of community in which the person may do it without belonging there."""
        outside = Position.COLLEAGUE if self.signed_in else Position.VISITOR
        return frozenset(v.value for v in Visibility if may(act, outside, v))


NOBODY_KNOWN = Standing()


def standing_of(viewer: Viewer) -> Standing:
    """The standing of this person (one query when signed in)."""
    if not viewer.is_authenticated or not viewer.is_active:
        return NOBODY_KNOWN
    return once(("standing", viewer.pk), lambda: _read_standing(viewer))


def _read_standing(viewer: User) -> Standing:
    rows = list(
        Membership.objects.filter(person=viewer).values_list("community_id", "role", "reviews")
    )
    return Standing(
        signed_in=True,
        everything=viewer.is_superuser,
        roles={community: Role(role) for community, role, _reviews in rows},
        reviewed=frozenset(community for community, _role, reviews in rows if reviews),
    )
