"""Requests to join and invitations."""

import hashlib
import secrets
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from wiki.communities.errors import (
    AlreadyAsked,
    AlreadyDecided,
    AlreadyMember,
    AskedTooOften,
    CommunityArchived,
    InvitationUnusable,
    NotAllowed,
    NotJoinable,
)
from wiki.communities.invitations import obstacle
from wiki.communities.models import CommunityPage, Invitation, JoinRequest, Membership
from wiki.communities.queries import waiting_requests
from wiki.communities.rights import Act, Joining, Role, roles_that
from wiki.communities.services.membership import add_member
from wiki.communities.signals import invitation_used, invited, join_decided, join_requested
from wiki.communities.standing import standing_of
from wiki.people.models import User

#: Days for which an invitation holds unless said otherwise, and at most.
VALID_DAYS, MOST_DAYS = 14, 365
#: Requests of one person to one community within an hour: each is told to its facilitators.
REQUESTS_PER_HOUR = 3


@transaction.atomic
def ask_to_join(community: CommunityPage, person: User, *, message: str = "") -> JoinRequest:
    """A request for the facilitators.

    Raises NotAllowed, NotJoinable, AlreadyMember, AlreadyAsked, AskedTooOften.
    """
    standing_of(person).need(Act.SEE, community)
    if community.joining != Joining.REQUEST or community.is_archived:
        raise NotJoinable(community.joining)
    if Membership.objects.filter(community=community, person=person).exists():
        raise AlreadyMember(person.pk)
    asked = JoinRequest.objects.filter(community=community, person=person)
    if asked.filter(state=JoinRequest.State.WAITING).exists():
        raise AlreadyAsked(person.pk)
    if asked.filter(asked_at__gte=timezone.now() - timedelta(hours=1)).count() >= REQUESTS_PER_HOUR:
        raise AskedTooOften(person.pk)
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(
                community=community, person=person, message=message.strip()
            )
    except IntegrityError as error:
        raise AlreadyAsked(person.pk) from error
    join_requested.send(JoinRequest, join_request=request)
    return request


@transaction.atomic
def withdraw(request: JoinRequest, *, by: User) -> None:
    """The person takes the request back. Raises NotAllowed."""
    if request.person_id != by.pk:
        raise NotAllowed("withdraw")
    waiting = JoinRequest.objects.filter(pk=request.pk, state=JoinRequest.State.WAITING)
    waiting.update(state=JoinRequest.State.WITHDRAWN, decided_at=timezone.now())


@transaction.atomic
def decide(request: JoinRequest, *, accepted: bool, by: User, answer: str = "") -> JoinRequest:
    """Accept or decline. Raises NotAllowed, CommunityArchived, AlreadyDecided."""
    standing_of(by).need(Act.MANAGE_MEMBERS, request.community)
    if accepted and request.community.is_archived:
        raise CommunityArchived(request.community_id)
    state = JoinRequest.State.ACCEPTED if accepted else JoinRequest.State.DECLINED
    waiting = JoinRequest.objects.filter(pk=request.pk, state=JoinRequest.State.WAITING)
    # One update: of two facilitators who answer at once, one has answered.
    if not waiting.update(
        state=state, decided_by=by, decided_at=timezone.now(), answer=answer.strip()
    ):
        raise AlreadyDecided(request.pk)
    request.refresh_from_db()
    if (
        accepted
        and not Membership.objects.filter(
            community=request.community, person=request.person
        ).exists()
    ):
        add_member(request.community, request.person, by=by)
    join_decided.send(JoinRequest, join_request=request, by=by)
    return request


@transaction.atomic
def decline_all(community: CommunityPage, *, by: User) -> None:
    """Nobody joins it any more: whoever waits for an answer has one. Raises NotAllowed."""
    for request in waiting_requests([community.pk]):
        with suppress(AlreadyDecided):  # at this very moment
            decide(request, accepted=False, by=by)


@transaction.atomic
def invite(
    community: CommunityPage,
    *,
    by: User,
    email: str = "",
    role: Role = Role.MEMBER,
    days: int = VALID_DAYS,
    max_uses: int = 1,
) -> tuple[Invitation, str]:
    """An invitation and its link, which is told once and not kept.

    Without ``email`` whoever has the link may use it, ``max_uses`` times (0: any number).
    Other roles than member are for those who manage members. Raises NotAllowed.
    """
    standing = standing_of(by)
    standing.need(Act.INVITE, community)
    if role is not Role.MEMBER:
        standing.need(Act.MANAGE_MEMBERS, community)
    secret = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        community=community,
        secret_digest=_digest(secret),
        email=email.strip().lower(),
        role=role,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=max(1, min(days, MOST_DAYS))),
        max_uses=1 if email else max_uses,
    )
    link = f"{settings.SITE_URL}{reverse('communities:invitation', args=[secret])}"
    if invitation.email:
        invited.send(Invitation, invitation=invitation, link=link)
    return invitation, link


def invitation_for(secret: str) -> Invitation | None:
    """The invitation with this secret, used up or not."""
    found = Invitation.objects.select_related("community", "invited_by")
    return found.filter(secret_digest=_digest(secret)).first()


@transaction.atomic
def use_invitation(secret: str, person: User) -> Membership:
    """``person`` comes in. Raises InvitationUnusable, AlreadyMember."""
    invitation = invitation_for(secret)
    reason = obstacle(invitation, person)
    if invitation is None or reason is not None:
        raise InvitationUnusable(reason)
    membership = add_member(
        invitation.community, person, by=invitation.invited_by, role=Role(invitation.role)
    )
    row = Invitation.objects.filter(pk=invitation.pk)
    if invitation.max_uses:
        row = row.filter(uses__lt=invitation.max_uses)
    # Counted last and conditionally: the one who comes too late does not come in.
    if not row.update(uses=F("uses") + 1):
        raise InvitationUnusable
    invitation_used.send(Invitation, invitation=invitation, membership=membership)
    return membership


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """Nobody can use it any more. Raises NotAllowed."""
    standing_of(by).need(Act.INVITE, invitation.community)
    Invitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )


@transaction.atomic
def withdraw_sent_by(community: CommunityPage, person: User, *, role: Role | None) -> None:
    """What somebody may no longer send, now that ``role`` is theirs (None: no member)."""
    sent = Invitation.objects.filter(community=community, invited_by=person, withdrawn_at=None)
    if role in roles_that(Act.MANAGE_MEMBERS):
        return
    if role in roles_that(Act.INVITE):
        sent = sent.exclude(role=Role.MEMBER)
    sent.update(withdrawn_at=timezone.now())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
