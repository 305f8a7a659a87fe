"""From what happened to notices: one row for each person who wants and may know.

Whoever knows of something calls :func:`tell` inside the transaction of the change; the
rows are written by a task, after the commit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from wiki.communities.models import CommunityPage, Membership
from wiki.communities.page_readers import readers
from wiki.communities.rights import Visibility
from wiki.notifications.kinds import IN_CMS, KINDS, Channel
from wiki.notifications.models import Notice, Pause, Wish
from wiki.people.models import User

#: People for whom rows are made at once: few enough for one statement of any database.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, as a task may carry it: names and ids."""

    kind: str
    #: The same text for the same event: nobody is told of it twice.
    key: str
    page: int | None = None
    community: int | None = None
    comment: int | None = None
    actor: int | None = None
    data: Mapping[str, str] = field(default_factory=dict)


def after_commit(task: Any, *args: Any) -> None:
    """Queue ``task`` once the change is committed; nothing of it can fail the change."""
    transaction.on_commit(partial(task.enqueue, *args), robust=True)


def record(event: Event, people: Iterable[int], *, at_most: Channel = Channel.NOW) -> bool:
    """Write the notices; whether one of them should leave by e-mail at once.

    Safe to repeat. At most seven queries for each ``CHUNK`` of people. Nobody is told in a
    louder way than ``at_most``.
    """
    at_once = False
    waiting = iter(dict.fromkeys(people))
    while chunk := list(islice(waiting, CHUNK)):
        channels = channels_for(event.kind, _may_know(event, set(chunk)))
        rows = [
            Notice(
                recipient_id=person,
                kind=event.kind,
                event=event.key,
                page_id=event.page,
                community_id=event.community,
                comment_id=event.comment,
                actor_id=event.actor,
                data=dict(event.data),
                channel=quieter(channel, at_most),
            )
            for person, channel in channels.items()
            if channel != Channel.OFF
        ]
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        at_once = at_once or any(row.channel == Channel.NOW for row in rows)
    return at_once


def quieter(one: str, other: str) -> str:
    """Of two ways of being told, the one that disturbs less."""
    return min(one, other, key=Channel.values.index)


def channels_for(kind: str, people: Iterable[int]) -> dict[int, str]:
    """How each of these people wants to hear of this kind now (two queries).

    Who pauses finds it in the first e-mail after the pause.
    """
    ids = sorted(people)
    if not ids:
        return {}
    wishes = Wish.objects.filter(kind=kind, person__in=ids)
    chosen = dict(wishes.values_list("person_id", "channel"))
    pauses = Pause.objects.filter(person__in=ids, until__gte=timezone.localdate())
    resting = set(pauses.values_list("person_id", flat=True))
    found = {}
    for person in ids:
        channel = str(chosen.get(person, KINDS[kind].default))
        found[person] = (
            Channel.DAILY.value if channel == Channel.NOW and person in resting else channel
        )
    return found


def _may_know(event: Event, people: set[int]) -> set[int]:
    """Without the one who did it, those who have no account, and those who may not know."""
    people = people - {event.actor}
    if event.page is not None and event.kind not in IN_CMS:
        page = Page.objects.filter(pk=event.page).first()
        people = readers(page, people) if page else set()
    else:
        rows = User.objects.filter(pk__in=people, is_active=True)
        people = set(rows.values_list("pk", flat=True))
    if event.community is not None:
        people &= _may_know_of(event.community, people)
    return people


def _may_know_of(community_id: int, people: set[int]) -> set[int]:
    """Those who may know that the community exists: of a hidden one, its members."""
    community = CommunityPage.objects.filter(pk=community_id).first()
    if community is None:
        return set()
    if community.visibility != Visibility.HIDDEN:
        return people
    inside = Membership.objects.filter(community=community_id, person__in=people)
    everywhere = User.objects.filter(pk__in=people, is_superuser=True)
    return {*inside.values_list("person_id", flat=True), *everywhere.values_list("pk", flat=True)}
