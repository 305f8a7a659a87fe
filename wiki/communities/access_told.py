"""Who gains and who loses access, as one person may be told it.

People are named to those who see them in a list of members; of the others only the number
is said. When they are the members of one community, its name says it all.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from wiki.communities.models import CommunityPage, Membership
from wiki.communities.profiles import shared_places
from wiki.communities.readers import AccessChange
from wiki.people.models import User

#: More names are not read one by one.
MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class Crowd:
    """People: how many, and who as far as the viewer may know."""

    total: int
    #: The community whose members these are, all of them and nobody else; "" for none.
    members_of: str = ""
    #: Some of them by their last names, ten at most.
    names: tuple[str, ...] = ()

    @property
    def others(self) -> int:
        """How many are not named."""
        return self.total - len(self.names)


@dataclass(frozen=True, slots=True)
class Told:
    """The two sides of a change."""

    gained: Crowd
    lost: Crowd


def told(change: AccessChange, viewer: User) -> Told:
    """Who comes in and who goes out, for whoever is about to decide (four queries at most)."""
    rosters = _rosters(viewer) if change.gained or change.lost else {}
    return Told(_crowd(change.comes, rosters), _crowd(change.goes, rosters))


def _rosters(viewer: User) -> dict[int, dict[int, tuple[str, str]]]:
    """Last and first names of the members of each community of which the viewer sees them.

    Superusers read everything: no change concerns them.
    """
    rows = Membership.objects.filter(person__is_active=True, person__is_superuser=False)
    if not viewer.is_superuser:
        rows = rows.filter(community__in=shared_places(viewer))
    found: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    columns = ("community_id", "person_id", "person__last_name", "person__first_name")
    for community, person, last, first in rows.values_list(*columns):
        found[community][person] = (last, first)
    return found


def _crowd(people: frozenset[int], rosters: dict[int, dict[int, tuple[str, str]]]) -> Crowd:
    if not people:
        return Crowd(0)
    same = [pk for pk, roster in rosters.items() if roster.keys() == people]
    if same:
        titles = CommunityPage.objects.live().filter(pk__in=same).order_by("title")
        title = titles.values_list("title", flat=True).first()
        if title:
            return Crowd(len(people), members_of=title)
    known = {
        pk: name
        for roster in rosters.values()
        for pk, name in roster.items()
        if pk in people and any(name)  # « a colleague » would tell nothing
    }
    return Crowd(len(people), names=_names(sorted(known, key=lambda pk: (known[pk], pk))))


def _names(people: Iterable[int]) -> tuple[str, ...]:
    shown = list(people)[:MOST_NAMES]
    found = User.objects.in_bulk(shown)
    return tuple(found[pk].display_name for pk in shown)
