"""Who belongs to a community: joining, leaving, roles."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from wiki.communities.errors import AlreadyMember, LastFacilitator, NotAllowed, NotJoinable
from wiki.communities.models import CommunityPage, JoinRequest, Membership
from wiki.communities.queries import facilitates_alone
from wiki.communities.rights import Act, Joining, Role
from wiki.communities.signals import joined, left, role_changed
from wiki.communities.standing import standing_of
from wiki.people.models import User


@transaction.atomic
def join(community: CommunityPage, person: User) -> Membership:
    """``person`` becomes a member of an open community.

    Raises NotJoinable when it takes people in another way, NotAllowed when the person may
    not know of it, AlreadyMember.
    """
    standing_of(person).need(Act.SEE, community)
    if community.joining != Joining.OPEN or community.is_archived:
        raise NotJoinable(community.joining)
    return add_member(community, person, by=person)


@transaction.atomic
def add_member(
    community: CommunityPage, person: User, *, by: User | None, role: Role = Role.MEMBER
) -> Membership:
    """``person`` in the community, whatever the way in; the caller has asked for the right.

    Requests that wait are answered by it. Raises AlreadyMember.
    """
    try:
        with transaction.atomic():
            membership = Membership.objects.create(community=community, person=person, role=role)
    except IntegrityError as error:
        raise AlreadyMember(person.pk) from error
    waiting = JoinRequest.objects.filter(
        community=community, person=person, state=JoinRequest.State.WAITING
    )
    waiting.update(state=JoinRequest.State.ACCEPTED)
    joined.send(Membership, membership=membership, by=by)
    return membership


@transaction.atomic
def leave(community: CommunityPage, person: User) -> None:
    """``person`` leaves. Raises LastFacilitator when nobody else would answer for it."""
    membership = _locked(community).filter(person=person).first()
    if membership is None:
        return
    _keep_one_facilitator(membership)
    membership.delete()
    left.send(Membership, community=community, person=person, by=person)


@transaction.atomic
def remove(membership: Membership, *, by: User) -> None:
    """Take somebody out. Raises NotAllowed, LastFacilitator."""
    standing_of(by).need(Act.MANAGE_MEMBERS, membership.community)
    current = _locked(membership.community).filter(pk=membership.pk).first()
    if current is None:
        return
    _keep_one_facilitator(current)
    person = current.person
    current.delete()
    left.send(Membership, community=membership.community, person=person, by=by)


@transaction.atomic
def change_role(
    membership: Membership, role: Role, *, by: User, reviews: bool | None = None
) -> Membership:
    """Another role, and whether the person reviews. Raises NotAllowed, LastFacilitator."""
    standing_of(by).need(Act.MANAGE_MEMBERS, membership.community)
    current = _locked(membership.community).get(pk=membership.pk)
    before = Role(current.role)
    if role is not Role.FACILITATOR:
        _keep_one_facilitator(current)
    current.role = role
    if reviews is not None:
        current.reviews = reviews
    current.save()
    if before is not role:
        role_changed.send(Membership, membership=current, before=before, by=by)
    return current


def appoint(community: CommunityPage, person: User) -> Membership:
    """Make ``person`` a facilitator without being asked: first run, imports, a new community."""
    with transaction.atomic():
        membership, made = Membership.objects.get_or_create(
            community=community, person=person, defaults={"role": Role.FACILITATOR}
        )
        if not made and membership.role != Role.FACILITATOR:
            membership.role = Role.FACILITATOR
            membership.save()
    return membership


def _locked(community: CommunityPage) -> QuerySet[Membership]:
    """The memberships; two facilitators who leave at once wait for each other.

    The community's row is the lock: SQLite has but one writer and needs none.
    """
    CommunityPage.objects.select_for_update().filter(pk=community.pk).values_list("pk").first()
    return Membership.objects.filter(community=community).select_related("person", "community")


def _keep_one_facilitator(membership: Membership) -> None:
    """Raise LastFacilitator when nobody else would answer for the community."""
    if facilitates_alone(membership):
        raise LastFacilitator(membership.person_id)


__all__ = [
    "NotAllowed", "add_member", "appoint", "change_role", "join", "leave", "remove",
]  # fmt: skip
