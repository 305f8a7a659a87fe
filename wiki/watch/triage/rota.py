"""Who looks after the inbox, week by week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from wiki.communities.models import CommunityPage, Membership
from wiki.communities.queries import members
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.core.changes import note_change
from wiki.notifications.tasks import send_notices
from wiki.notifications.telling import Event, record
from wiki.people.models import User
from wiki.watch.models import Watcher
from wiki.watch.triage.errors import NotAMember

#: Weeks that are planned, this one included.
PLANNED = 10
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Turn:
    """One week; ``person`` is None while nobody has taken it."""

    monday: date
    person: User | None

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def monday_of(day: date) -> date:
    """The first day of the week."""
    return day - timedelta(days=day.weekday())


def current(watchers: QuerySet[Watcher], *, today: date) -> QuerySet[Watcher]:
    """Those whose week it is and who still belong to their community."""
    inside = Membership.objects.filter(
        community=OuterRef("community"), person=OuterRef("person"), person__is_active=True
    )
    return watchers.filter(Exists(inside), monday=monday_of(today))


def watcher_of(community: CommunityPage, *, today: date) -> User | None:
    """Whose week it is (one query)."""
    row = current(community.watchers.select_related("person"), today=today).first()
    return row.person if row else None


def tell_watchers(*, today: date) -> int:
    """Those whose week has begun hear of it, once; how many there are. Safe to repeat."""
    rows = Watcher.objects.filter(community__live=True, community__archived_at=None)
    found = list(current(rows, today=today))
    at_once = False
    for row in found:
        event = Event(
            kind="watch_week",
            key=f"week:{row.community_id}:{row.monday.isoformat()}",
            community=row.community_id,
        )
        at_once = record(event, [row.person_id]) or at_once
    if at_once:
        send_notices.enqueue()
    return len(found)


def turns(community: CommunityPage, *, today: date) -> list[Turn]:
    """This week and those to come (one query)."""
    first = monday_of(today)
    rows = community.watchers.filter(monday__gte=first).select_related("person")
    inside = set(community.memberships.values_list("person", flat=True))
    people = {row.monday: row.person for row in rows if row.person_id in inside}
    weeks = (first + number * WEEK for number in range(PLANNED))
    return [Turn(monday, people.get(monday)) for monday in weeks]


@transaction.atomic
def set_rota(
    community: CommunityPage, plan: Mapping[date, int | None], *, by: User, today: date
) -> None:
    """Who has which week (ids of people by Monday, None for nobody); other weeks stay.

    Raises NotAllowed, NotAMember.
    """
    standing_of(by).need(Act.CONFIGURE, community)
    first = monday_of(today)
    weeks = {day: pk for day, pk in plan.items() if day == monday_of(day) and day >= first}
    wanted = {pk for pk in weeks.values() if pk is not None}
    inside = set(members(community).values_list("person", flat=True))
    if not wanted <= inside:
        raise NotAMember
    community.watchers.filter(monday__in=list(weeks)).delete()
    Watcher.objects.bulk_create(
        Watcher(community=community, person_id=pk, monday=day)
        for day, pk in weeks.items()
        if pk is not None
    )
    note_change()


def shared_out(given: Sequence[Turn], people: Sequence[int]) -> dict[date, int]:
    """The free weeks, given in turn to those who have fewest; ``people`` in their order."""
    counts = dict.fromkeys(people, 0)
    for turn in given:
        if turn.person is not None and turn.person.pk in counts:
            counts[turn.person.pk] += 1
    found: dict[date, int] = {}
    for turn in given if counts else ():
        if turn.person is None:
            chosen = min(counts, key=lambda pk: counts[pk])
            counts[chosen] += 1
            found[turn.monday] = chosen
    return found
