"""Reads of communities, always through the reader's rights."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from wagtail.models import Page

from wiki.communities.audience import Viewer, readable
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Act, Role
from wiki.communities.standing import Standing, standing_of
from wiki.people.models import User


def communities(viewer: Viewer) -> QuerySet[CommunityPage]:
    """The published communities whose pages the viewer may read, by name."""
    return readable(CommunityPage.objects.live(), viewer).order_by("title", "pk")


def listed(viewer: Viewer, *, standing: Standing | None = None) -> QuerySet[CommunityPage]:
    """The published communities of which the viewer may know, by name (four queries more).

    What a community says of itself may be closed further by the tree: a restriction that is
    not its own hides it from all whom it refuses, except from its members.
    """
    standing = standing or standing_of(viewer)
    found = CommunityPage.objects.live().order_by("title", "pk")
    if standing.everything:
        return found
    own = CommunityPage.objects.filter(restriction__isnull=False)
    told = readable(
        found.filter(visibility__in=standing.visibilities(Act.SEE)).order_by(),
        viewer,
        leaving_out=frozenset(own.values_list("restriction_id", flat=True)),
    )
    return found.filter(Q(pk__in=told.values("pk")) | Q(pk__in=list(standing.roles)))


def members(community: CommunityPage) -> QuerySet[Membership]:
    """Those who belong to it and still have an account, facilitators first, then by name."""
    return (
        community.memberships.filter(person__is_active=True)
        .select_related("person")
        .order_by("person__last_name", "person__first_name", "pk")
    )


def facilitators(communities: Iterable[int]) -> dict[int, list[User]]:
    """Who facilitates each of these communities, by community id, in order of arrival (one query).

    People without an account any more are left out; a community may have nobody.
    """
    found: dict[int, list[User]] = defaultdict(list)
    rows = (
        Membership.objects.filter(
            community__in=list(communities), role=Role.FACILITATOR, person__is_active=True
        )
        .select_related("person")
        .order_by("joined_at", "pk")
    )
    for row in rows:
        found[row.community_id].append(row.person)
    return found


def reviewers(community: CommunityPage) -> QuerySet[User]:
    """Who reviews proposed pages: those asked to, else the facilitators."""
    people = User.objects.filter(is_active=True)
    asked = people.filter(memberships__community=community, memberships__reviews=True)
    if asked.exists():
        return asked
    return people.filter(memberships__community=community, memberships__role=Role.FACILITATOR)


def experts(community: CommunityPage) -> QuerySet[User]:
    """The experts of the community who still have an account."""
    return User.objects.filter(
        is_active=True, memberships__community=community, memberships__role=Role.EXPERT
    )


def community_of(page: Page) -> CommunityPage | None:
    """The community in which this page of the tree lives: the nearest above, or itself."""
    return CommunityPage.objects.filter(path__in=_paths(page.path)).order_by("-depth").first()


def _paths(path: str) -> list[str]:
    """The tree paths of a page and of all above it."""
    step = Page.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]
