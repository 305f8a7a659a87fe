"""The screens about the members of a community that this person may open."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wiki.communities.models import CommunityPage
from wiki.communities.queries import members, waiting_requests
from wiki.communities.rights import Act
from wiki.communities.standing import Standing


@dataclass(frozen=True, slots=True)
class Tab:
    """One of them; ``count`` is None where nothing is counted."""

    label: str
    url: str
    icon: str
    current: bool
    count: int | None = None


def tabs(community: CommunityPage, *, standing: Standing, here: str) -> list[Tab]:
    """Members, requests, invitations, figures; ``here`` is the one shown (two queries at most)."""
    found = [("members", _("Members"), "users", members(community).count())]
    if standing.may(Act.MANAGE_MEMBERS, community):
        waiting = waiting_requests([community.pk]).count()
        found.append(("requests", _("Requests"), "inbox", waiting))
    rows = [
        Tab(label, _url(name, community), icon, name == here, count)
        for name, label, icon, count in found
    ]
    uncounted = [
        (Act.INVITE, "invitations", _("Invitations"), "mail"),
        (Act.SEE_FIGURES, "figures", _("Figures"), "chart-column"),
    ]
    rows += [
        Tab(label, _url(name, community), icon, name == here)
        for act, name, label, icon in uncounted
        if standing.may(act, community)
    ]
    return rows


def _url(name: str, community: CommunityPage) -> str:
    return reverse(f"communities:{name}", args=[community.slug])
