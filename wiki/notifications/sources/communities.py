"""What happens in communities.

Whoever joins a community follows it from then on, and may stop; whoever leaves it no
longer does. What concerns the community itself its members hear of as members.
"""

from dataclasses import asdict
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from wiki.communities.models import CommunityPage, Invitation, JoinRequest, Membership
from wiki.communities.queries import facilitators
from wiki.communities.signals import (
    archive_changed,
    came_along,
    invitation_used,
    join_decided,
    join_requested,
    joined,
    merged,
    role_changed,
)
from wiki.notifications.models import Follow
from wiki.notifications.tasks import tell_members, tell_people
from wiki.notifications.telling import Event, after_commit
from wiki.people.models import User


def _tell(people: list[int], kind: str, key: str, **values: Any) -> None:
    after_commit(tell_people, asdict(Event(kind=kind, key=key, **values)), people)


def _running(community_id: int) -> list[int]:
    return [person.pk for person in facilitators([community_id])[community_id]]


@receiver(post_save, sender=Membership)
def _follows(
    sender: type, *, instance: Membership, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Whatever the way in: also who is appointed."""
    if created and not raw:
        Follow.objects.get_or_create(
            follower_id=instance.person_id, community_id=instance.community_id
        )


@receiver(post_delete, sender=Membership)
def _follows_no_longer(sender: type, *, instance: Membership, **kwargs: Any) -> None:
    Follow.objects.filter(follower=instance.person_id, community=instance.community_id).delete()


@receiver(came_along)
def _follow_along(
    sender: type, *, community: CommunityPage, into: CommunityPage, people: list[int], **kwargs: Any
) -> None:
    """Who comes along in a merger follows the other one, unless they had stopped following."""
    rows = Follow.objects.filter(community=community, follower__in=people)
    followers = rows.values_list("follower_id", flat=True)
    Follow.objects.bulk_create(
        (Follow(follower_id=pk, community=into) for pk in followers), ignore_conflicts=True
    )


@receiver(joined)
def _joined(sender: type, *, membership: Membership, by: User | None, **kwargs: Any) -> None:
    person, community = membership.person_id, membership.community_id
    key = f"joined:{membership.pk}"
    # The one who let them in knows.
    others = [pk for pk in _running(community) if by is None or pk != by.pk]
    _tell(others, "member_joined", key, community=community, actor=person)
    if by is not None and by.pk != person and not _has_asked(membership, by):
        _tell([person], "became_member", key, community=community, actor=by.pk)


def _has_asked(membership: Membership, by: User) -> bool:
    """Whether the person asked and hears of the answer instead."""
    return JoinRequest.objects.filter(
        community=membership.community_id,
        person=membership.person_id,
        state=JoinRequest.State.ACCEPTED,
        decided_by=by,
    ).exists()


@receiver(role_changed)
def _role_changed(sender: type, *, membership: Membership, by: User, **kwargs: Any) -> None:
    _tell(
        [membership.person_id],
        "role_changed",
        # The same role may be given again some day.
        f"role:{membership.pk}:{membership.role}:{_moment()}",
        community=membership.community_id,
        actor=by.pk,
        data={"role": str(membership.role)},
    )


@receiver(join_requested)
def _asked(sender: type, *, join_request: JoinRequest, **kwargs: Any) -> None:
    community = join_request.community_id
    _tell(
        _running(community),
        "join_request",
        f"request:{join_request.pk}",
        community=community,
        actor=join_request.person_id,
        data={"text": join_request.message},
    )


@receiver(join_decided)
def _decided(sender: type, *, join_request: JoinRequest, by: User, **kwargs: Any) -> None:
    accepted = join_request.state == JoinRequest.State.ACCEPTED
    _tell(
        [join_request.person_id],
        "request_decided",
        f"decided:{join_request.pk}",
        community=join_request.community_id,
        actor=by.pk,
        data={"text": join_request.answer, "case": "" if accepted else "declined"},
    )


@receiver(invitation_used)
def _invited(
    sender: type, *, invitation: Invitation, membership: Membership, **kwargs: Any
) -> None:
    if invitation.invited_by_id is not None:
        _tell(
            [invitation.invited_by_id],
            "invitation_used",
            f"invitation:{invitation.pk}:{membership.pk}",
            community=invitation.community_id,
            actor=membership.person_id,
        )


@receiver(archive_changed)
def _archived(sender: type, *, community: CommunityPage, by: User, **kwargs: Any) -> None:
    event = Event(
        kind="community_changed",
        key=f"archive:{community.pk}:{community.archived_at or _moment()}",
        community=community.pk,
        actor=by.pk,
        data={} if community.is_archived else {"case": "opened"},
    )
    after_commit(tell_members, asdict(event))


@receiver(merged)
def _merged(
    sender: type, *, community: CommunityPage, into: CommunityPage, by: User, **kwargs: Any
) -> None:
    """Of the one that goes on: there its members find what was theirs."""
    people = Membership.objects.filter(community__in=[community.pk, into.pk])
    _tell(
        sorted(set(people.values_list("person_id", flat=True))),
        "community_changed",
        f"merged:{community.pk}:{into.pk}:{_moment()}",
        community=into.pk,
        actor=by.pk,
        data={"case": "merged"},
    )


def _moment() -> str:
    return timezone.now().isoformat(timespec="seconds")
