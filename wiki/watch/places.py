"""What the screens of one community's watch have in common: they are for its members."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Act, Role
from wiki.communities.standing import Standing
from wiki.communities.tabs import Tab
from wiki.communities.views.places import known, person_of, trail
from wiki.core.trails import Crumb
from wiki.people.models import User
from wiki.watch.models import Story, StoryState, Watcher
from wiki.watch.triage.rota import monday_of, watcher_of

#: Read with the membership: every screen shows it.
_WAITING = (
    Story.objects.filter(community=OuterRef("community"), state=StoryState.NEW)
    .values("community")
    .annotate(count=Count("pk"))
    .values("count")
)


@dataclass(frozen=True, slots=True)
class Place:
    """The community, who asks, and what they may do there."""

    community: CommunityPage
    standing: Standing
    person: User
    #: How many stories there were to sort when the screen was asked for.
    waiting: int
    #: Whose week it is.
    watcher: User | None

    @property
    def sorts(self) -> bool:
        return self.standing.may(Act.PROPOSE, self.community)

    @property
    def runs(self) -> bool:
        """Whether the person sets sources and rota; nothing is read for an archived community."""
        may = self.standing.may(Act.CONFIGURE, self.community)
        return may and not self.community.is_archived

    def url(self, name: str) -> str:
        """The address of one of these screens."""
        return reverse(f"watch:{name}", args=[self.community.slug])


def place_of(request: HttpRequest, slug: str) -> Place:
    """The community at this address, for a member (one query). Raises Http404 for all others."""
    person, today = person_of(request), timezone.localdate()
    if person.is_superuser:
        community, standing = known(person, slug)
        waiting = community.stories.filter(state=StoryState.NEW).count()
        return Place(community, standing, person, waiting, watcher_of(community, today=today))
    turns = Watcher.objects.filter(person=OuterRef("person"), community=OuterRef("community"))
    rows = (
        Membership.objects.filter(community__slug=slug, community__live=True)
        .annotate(has_week=Exists(turns.filter(monday=monday_of(today))))
        .filter(Q(person=person) | Q(has_week=True))
        .select_related("community", "person")
        .annotate(waiting=Subquery(_WAITING))
    )
    by_person = {row.person_id: row for row in rows}
    row = by_person.get(person.pk)
    if row is None:
        raise Http404("No such community.")
    watchers = (each.person for each in by_person.values() if each.has_week)
    watcher = next((each for each in watchers if each.is_active), None)
    pk = row.community_id
    standing = Standing(
        signed_in=True,
        roles={pk: Role(row.role)},
        reviewed=frozenset({pk} if row.reviews else ()),
    )
    return Place(row.community, standing, person, row.waiting or 0, watcher)


def screen(place: Place, here: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The context of a screen: the way to it, the screens beside it, and ``values``."""
    steps = trail(place.community)
    if here != "inbox":
        steps.append(Crumb(title=_("Inbox"), url=place.url("inbox")))
    return {
        "community": place.community,
        "place": place,
        "trail": steps,
        "tabs": _tabs(place, here),
        **values,
    }


def _tabs(place: Place, here: str) -> list[Tab]:
    rows: list[tuple[str, str, str, int | None]] = [
        ("inbox", _("Inbox"), "inbox", place.waiting),
        ("sources", _("Sources"), "rss", None),
        ("coverage", _("Coverage"), "chart-column", None),
        ("rota", _("Whose week"), "calendar", None),
    ]
    return [
        Tab(label, place.url(name), icon, name == here, count) for name, label, icon, count in rows
    ]
