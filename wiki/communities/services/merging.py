"""The people and the life of a community that goes into another one; see ``guides.merging``."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from wiki.communities.models import (
    CommunityPage,
    Gathering,
    Invitation,
    JoinRequest,
    Membership,
    PinnedPage,
)
from wiki.communities.rights import Role
from wiki.communities.services.pins import MOST_PINS
from wiki.communities.signals import came_along
from wiki.core.changes import note_change


@transaction.atomic
def join_members(
    community: CommunityPage, into: CommunityPage, *, still_facilitate: Collection[int] = ()
) -> int:
    """Everybody of ``community`` is in ``into``; how many are new there.

    They come as members, whatever they were: roles are given by those who answer for the
    other community. Only the facilitators with these ids go on facilitating. In bulk, for
    one signal tells of all (``signals.came_along``); whoever calls keeps groups in step.
    """
    present = set(Membership.objects.filter(community=into).values_list("person_id", flat=True))
    rows = Membership.objects.filter(community=community).order_by("joined_at", "pk")
    answering = {
        row.person_id
        for row in rows
        if row.role == Role.FACILITATOR and row.person_id in still_facilitate
    }
    new = [
        Membership(
            community=into,
            person_id=row.person_id,
            role=Role.FACILITATOR if row.person_id in answering else Role.MEMBER,
        )
        for row in rows
        if row.person_id not in present
    ]
    Membership.objects.bulk_create(new)
    Membership.objects.filter(community=into, person__in=answering).update(role=Role.FACILITATOR)
    note_change()
    people = [row.person_id for row in new]
    came_along.send(Membership, community=community, into=into, people=people)
    return len(new)


@transaction.atomic
def take_over_life(community: CommunityPage, into: CommunityPage, *, at: datetime) -> None:
    """Pins, dates to come and requests that wait go over; invitations end."""
    _pins(community, into)
    Gathering.objects.filter(community=community, starts_at__gte=at).update(community=into)
    known = Membership.objects.filter(community=into).values("person")
    waiting = JoinRequest.objects.filter(community=community, state=JoinRequest.State.WAITING)
    asked = JoinRequest.objects.filter(community=into, state=JoinRequest.State.WAITING)
    asked_too = list(asked.values_list("person_id", flat=True))
    waiting.exclude(person__in=known).exclude(person__in=asked_too).update(community=into)
    waiting.update(state=JoinRequest.State.WITHDRAWN, decided_at=timezone.now())
    open_ones = Invitation.objects.filter(community=community, withdrawn_at=None)
    open_ones.update(withdrawn_at=timezone.now())
    note_change()


def _pins(community: CommunityPage, into: CommunityPage) -> None:
    """After those that are there, as long as there is room."""
    present = PinnedPage.objects.filter(community=into)
    shown = set(present.values_list("page_id", flat=True))
    last = present.aggregate(last=Max("position"))["last"] or 0
    for row in PinnedPage.objects.filter(community=community):
        if row.page_id in shown or len(shown) >= MOST_PINS:
            row.delete()
            continue
        shown.add(row.page_id)
        last += 1
        row.community, row.position = into, last
        row.save(update_fields=["community", "position"])
