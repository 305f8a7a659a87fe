"""Inviting several people at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from wiki.communities.models import CommunityPage, Invitation, Membership
from wiki.communities.rights import Act, Role
from wiki.communities.services.joining import VALID_DAYS, invite
from wiki.communities.standing import standing_of
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of the addresses: invitations made, and addresses of members already."""

    invitations: tuple[Invitation, ...]
    members: tuple[str, ...]


@transaction.atomic
def invite_addresses(
    community: CommunityPage,
    addresses: Iterable[str],
    *,
    by: User,
    role: Role = Role.MEMBER,
    days: int = VALID_DAYS,
) -> Invited:
    """One invitation for each address that is no member's, sent by e-mail. Raises NotAllowed."""
    standing_of(by).need(Act.INVITE, community)
    wanted = dict.fromkeys(address.strip().lower() for address in addresses)
    rows = Membership.objects.filter(community=community, person__email__in=list(wanted))
    present = set(rows.values_list("person__email", flat=True))
    made = [
        invite(community, by=by, email=address, role=role, days=days)[0]
        for address in wanted
        if address not in present
    ]
    return Invited(tuple(made), tuple(address for address in wanted if address in present))
