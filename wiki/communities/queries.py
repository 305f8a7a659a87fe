"""Reads of communities, always through the reader's rights."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, IntegerField, Q, QuerySet, When
from wagtail.models import Page

from wiki.communities.audience import Audience, Viewer, readable, rules, viewer_tokens
from wiki.communities.errors import NotAllowed
from wiki.communities.models import (
    CommunityGroup,
    CommunityPage,
    Gathering,
    GroupKind,
    JoinRequest,
    Membership,
)
from wiki.communities.places import paths_to
from wiki.communities.rights import Act, Role
from wiki.communities.standing import Standing, standing_of
from wiki.core.search_content import SearchablePage
from wiki.core.text import unaccented
from wiki.people.models import User


def communities(viewer: Viewer) -> QuerySet[CommunityPage]:
    """The published communities whose pages the viewer may read, by name."""
    return readable(CommunityPage.objects.live(), viewer).order_by("title", "pk")


def listed(viewer: Viewer, *, standing: Standing | None = None) -> QuerySet[CommunityPage]:
    """The published communities of which the viewer may know, by name (a few queries more).

    One that somebody closed by hand beyond its own visibility is known to its members only.
    """
    standing = standing or standing_of(viewer)
    found = CommunityPage.objects.live().order_by("title", "pk")
    if standing.everything:
        return found
    known = Q(visibility__in=standing.visibilities(Act.SEE)) & ~Q(pk__in=_closed_by_hand(viewer))
    return found.filter(known | Q(pk__in=list(standing.roles)))


def _closed_by_hand(viewer: Viewer) -> list[int]:
    """Communities that a restriction which is not their own closes to the viewer."""
    tokens = viewer_tokens(viewer)
    closed = [rule for rule in rules() if not Audience(frozenset({rule.tokens})).admits(tokens)]
    if not closed:
        return []
    groups = CommunityGroup.objects.filter(kind=GroupKind.MEMBERS)
    own = {
        (path, frozenset({f"group:{group}"}))
        for path, group in groups.values_list("community__path", "group")
    }
    paths = tuple(rule.path for rule in closed if (rule.path, rule.tokens) not in own)
    rows = CommunityPage.objects.values_list("pk", "path") if paths else ()
    return [pk for pk, path in rows if path.startswith(paths)]


def members(community: CommunityPage) -> QuerySet[Membership]:
    """Those who belong to it and still have an account, by role, then by name."""
    ranks = [When(role=role, then=rank) for rank, role in enumerate(Role)]
    return (
        community.memberships.filter(person__is_active=True)
        .select_related("person__profile")
        .annotate(rank=Case(*ranks, default=len(ranks), output_field=IntegerField()))
        .order_by("rank", "person__last_name", "person__first_name", "pk")
    )


def roster(community: CommunityPage, *, standing: Standing) -> QuerySet[Membership]:
    """The members, for those who belong there too. Raises NotAllowed."""
    if not standing.belongs_to(community):
        raise NotAllowed("roster")
    return members(community)


def named(memberships: QuerySet[Membership], words: str) -> QuerySet[Membership]:
    """Those of these members whose name holds all the words, whatever the accents (one query)."""
    wanted = unaccented(words).split()
    names = memberships.order_by().values_list("pk", "person__first_name", "person__last_name")
    found = [
        pk
        for pk, first, last in names
        if all(word in unaccented(f"{first} {last}") for word in wanted)
    ]
    return memberships.filter(pk__in=found)


def facilitates_alone(membership: Membership) -> bool:
    """Whether nobody else who still has an account facilitates this community.

    One that was merged into another has nothing left to answer for.
    """
    if membership.role != Role.FACILITATOR or membership.community.merged_into_id is not None:
        return False
    others = Membership.objects.filter(
        community=membership.community_id, role=Role.FACILITATOR, person__is_active=True
    )
    return not others.exclude(pk=membership.pk).exists()


def waiting_requests(communities: Iterable[int]) -> QuerySet[JoinRequest]:
    """Requests to join these communities that nobody has answered, oldest first."""
    return (
        JoinRequest.objects.filter(
            community__in=list(communities),
            state=JoinRequest.State.WAITING,
            person__is_active=True,
        )
        .select_related("person__profile", "community")
        .order_by("asked_at", "pk")
    )


def coming(community: CommunityPage, *, now: datetime) -> QuerySet[Gathering]:
    """The meetings that are not over, the next one first."""
    return community.gatherings.filter(Q(starts_at__gte=now) | Q(ends_at__gte=now))


def facilitators(communities: Iterable[int]) -> dict[int, list[User]]:
    """Who facilitates each of these communities, by community id, in order of arrival (one query).

    People without an account any more are left out; a community may have nobody.
    """
    found: dict[int, list[User]] = defaultdict(list)
    rows = (
        Membership.objects.filter(
            community__in=list(communities), role=Role.FACILITATOR, person__is_active=True
        )
        .select_related("person__profile")
        .order_by("joined_at", "pk")
    )
    for row in rows:
        found[row.community_id].append(row.person)
    return found


def facilitating(page: Page) -> QuerySet[Membership]:
    """Who facilitates the community in which this page of the tree lives."""
    return Membership.objects.filter(
        community__path__in=paths_to(page.path or ""), role=Role.FACILITATOR, person__is_active=True
    )


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
    return CommunityPage.objects.filter(path__in=paths_to(page.path)).order_by("-depth").first()


def count_pages(community: CommunityPage) -> int:
    """How many published pages of knowledge live in it, whoever may read them."""
    kinds = [
        model
        for model in apps.get_models()
        if issubclass(model, SearchablePage) and model is not CommunityPage
    ]
    types = ContentType.objects.get_for_models(*kinds).values()
    return Page.objects.live().descendant_of(community).filter(content_type__in=types).count()
