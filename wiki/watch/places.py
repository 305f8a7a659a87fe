"""What the screens of one community's watch have in common: they are for its members."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Act, Role
from wiki.communities.standing import Standing
from wiki.communities.tabs import Tab
from wiki.communities.views.places import known, person_of, trail
from wiki.core.trails import Crumb
from wiki.people.models import User
from wiki.watch.models import Story, StoryState


@dataclass(frozen=True, slots=True)
class Place:
    """The community, who asks, and what they may do there."""

    community: CommunityPage
    standing: Standing
    person: User

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
    person = person_of(request)
    if person.is_superuser:
        return Place(*known(person, slug), person)
    rows = Membership.objects.filter(person=person, community__slug=slug, community__live=True)
    row = rows.select_related("community").first()
    if row is None:
        raise Http404("No such community.")
    pk = row.community_id
    standing = Standing(
        signed_in=True,
        roles={pk: Role(row.role)},
        reviewed=frozenset({pk} if row.reviews else ()),
    )
    return Place(row.community, standing, person)


def screen(
    place: Place, here: str, values: Mapping[str, Any], *, waiting: int | None = None
) -> dict[str, Any]:
    """The context of a screen: the way to it, the screens beside it, and ``values``.

    ``waiting``: how many stories there are to sort, counted here when it is not known.
    """
    steps = trail(place.community)
    if here != "inbox":
        steps.append(Crumb(title=_("Inbox"), url=place.url("inbox")))
    return {
        "community": place.community,
        "place": place,
        "trail": steps,
        "tabs": _tabs(place, here, waiting),
        **values,
    }


def _tabs(place: Place, here: str, waiting: int | None) -> list[Tab]:
    if waiting is None:
        rows_new = Story.objects.filter(community=place.community, state=StoryState.NEW)
        waiting = rows_new.count()
    rows: list[tuple[str, str, str, int | None]] = [
        ("inbox", _("Inbox"), "inbox", waiting),
        ("sources", _("Sources"), "rss", None),
        ("coverage", _("Coverage"), "chart-column", None),
        ("rota", _("Whose week"), "calendar", None),
    ]
    return [
        Tab(label, place.url(name), icon, name == here, count) for name, label, icon, count in rows
    ]
