"""Outlets of communities: their screens, the rows that one changes there, the way in."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.leaks.registry import Shown, Visit, bare, opens, said
from wiki.communities.models import (
    CommunityPage,
    Gathering,
    Invitation,
    JoinRequest,
    Membership,
    PinnedPage,
)
from wiki.communities.services.joining import invite

SCREENS = (
    "communities:door", "communities:join", "communities:leave", "communities:withdraw",
    "communities:members", "communities:export", "communities:requests",
    "communities:invitations", "communities:settings", "communities:gatherings",
    "communities:gathering_new", "communities:pins", "communities:life", "guides:handover",
    "guides:merge_community", "guides:begin_page",
)  # fmt: skip
#: About one row of a community.
OF_ROWS: dict[str, Any] = {
    "communities:member": Membership, "communities:remove": Membership,
    "communities:decide": JoinRequest, "communities:withdraw_invitation": Invitation,
    "communities:gathering": Gathering, "communities:gathering_remove": Gathering,
}  # fmt: skip
#: Those that have no screen.
POSTED = {
    "communities:withdraw", "communities:decide", "communities:withdraw_invitation",
    "communities:gathering_remove",
}  # fmt: skip
#: Open to whoever reads the community's own page, where its dates stand.
READ_WITH_IT = {"communities:gatherings"}


def _present(visit: Visit) -> list[CommunityPage]:
    """The communities as they are now."""
    ids = [each.pk for each in visit.world.communities if each.pk in visit.oracle.pages]
    return list(CommunityPage.objects.filter(pk__in=ids).order_by("pk"))


def _compared(
    visit: Visit, shown: Shown, community: CommunityPage, *, name: str, numbers: tuple[int, ...]
) -> None:
    """Whoever may not know of the community gets what one that does not exist answers."""
    address = reverse(name, args=[community.slug, *numbers])
    nowhere = reverse(name, args=["nothing-here", *numbers])
    ask = visit.post if name in POSTED else visit.get
    answer = ask(address)
    shown.texts.append(said(answer, address))
    told = visit.oracle.known
    if name in READ_WITH_IT:
        told = told | visit.oracle.readable  # a hidden one may have been opened by hand since
    if community.pk not in told:
        same = bare(answer, address) == bare(ask(nowhere), nowhere)
        shown.counts.append((f"{address} differs", int(not same), 0))


@opens(*SCREENS)
def community_screens(visit: Visit) -> Shown:
    """The screens of a community."""
    shown = Shown()
    for community in _present(visit):
        name = visit.world.random.choice(SCREENS)
        _compared(visit, shown, community, name=name, numbers=())
    return shown


@opens(*OF_ROWS)
def rows_of_communities(visit: Visit) -> Shown:
    """What one changes of a member, a request, an invitation, a meeting, by its number."""
    shown, root = Shown(), visit.world.people[-1]
    for community in _present(visit):
        Gathering.objects.create(
            community=community, title=f"bov{visit.code(community.pk)}",
            starts_at=timezone.now() + timedelta(days=3),
        )  # fmt: skip
        invite(community, by=root)
        name = visit.world.random.choice(list(OF_ROWS))
        row = OF_ROWS[name].objects.filter(community=community).first()
        if row is not None:
            _compared(visit, shown, community, name=name, numbers=(row.pk,))
    return shown


@opens("communities:invitation")
def invitations(visit: Visit) -> Shown:
    """Whoever got the link reads what the community says of itself, and of nothing else."""
    shown, root = Shown(), visit.world.people[-1]
    for community in _present(visit):
        shown.told.add(visit.code(community.pk))
        _row, link = invite(community, by=root)
        address = link.removeprefix(settings.SITE_URL)
        shown.texts.append(visit.text(address))
        _row, link = invite(community, by=root, email="somebody.else@example.org")
        text = visit.text(link.removeprefix(settings.SITE_URL))
        named = int(visit.code(community.pk) in text)
        shown.counts.append(("an invitation of somebody else names a community", named, 0))
    return shown


@opens()
def pins(visit: Visit) -> Shown:
    """Pages that a community shows first."""
    for community in visit.world.communities:
        for page in visit.pages(most=2):
            PinnedPage.objects.get_or_create(community=community, page=page)
    found = (visit.oracle.pages.get(each.pk) for each in visit.world.communities)
    return Shown([visit.text(each.get_url() or "/x/") for each in found if each is not None])
