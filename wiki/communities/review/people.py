"""Who reviews these pages: the members who are there now, within what they may read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.db.models import Q
from wagtail.models import Page, WorkflowState

from wiki.communities.audience import Audience, page_audiences, tokens_of
from wiki.communities.models.community import CommunityPage
from wiki.communities.models.membership import Membership
from wiki.communities.places import communities_of
from wiki.communities.review.hands import NOBODY, Choice, Hand, Step, choose, expert_available
from wiki.communities.rights import Act, Role, roles_that
from wiki.communities.standing import standing_of
from wiki.people.models import User

#: Whoever opens communities keeps the site, and is there when a community has nobody at all.
KEEPS_SITE = "open_community"


@dataclass(frozen=True, slots=True)
class Case:
    """A page at a step of its review, and who wrote it."""

    page: Page
    step: Step
    authors: frozenset[int]


def authors_of(page: Page, state: WorkflowState | None) -> frozenset[int]:
    """Whose own page it is: the owner, and whoever submitted it."""
    submitted_by = state.requested_by_id if state else None
    return frozenset(pk for pk in (page.owner_id, submitted_by) if pk)


def choices(cases: Sequence[Case]) -> list[Choice]:
    """Who is asked and who may, for each case (seven queries at most, however many)."""
    if not cases:
        return []
    pages = [case.page for case in cases]
    places = communities_of(pages)
    hands = _hands({place.pk for place in places.values()})
    audiences = page_audiences(pages)
    readers = _Readers(audiences.values(), hands)
    found: list[Choice] = []
    rest: _LastResort | None = None
    for case in cases:
        place, audience = places.get(case.page.pk), audiences[case.page.pk]
        present = [h for h in hands[place.pk] if readers.read(h, audience)] if place else []
        choice = choose(_step(case.step, place), present, authors=case.authors)
        if choice == NOBODY:
            rest = rest or _LastResort()
            choice = rest.choice(audience, case.authors)
        found.append(choice)
    return found


def wants_expert(page: Page, *, authors: frozenset[int]) -> bool:
    """Whether an expert reads the page after the reviewers: the community asks, one is there."""
    place = communities_of([page]).get(page.pk)
    if place is None or not place.expert_step:
        return False
    hands = _hands({place.pk})[place.pk]
    audience = page_audiences([page])[page.pk]
    readers = _Readers([audience], {place.pk: hands})
    present = [hand for hand in hands if readers.read(hand, audience)]
    return expert_available(present, authors=authors)


def _step(step: Step, place: CommunityPage | None) -> Step:
    """The experts' step, once its community gave it up, is one of the reviewers again."""
    return step if place is not None and place.expert_step else Step.REVIEW


def _hands(communities: Iterable[int]) -> Mapping[int, list[Hand]]:
    """Who can review in these communities, in order of arrival; nobody in an archived one."""
    found: dict[int, list[Hand]] = defaultdict(list)
    rows = (
        Membership.objects.filter(
            community__in=list(communities),
            community__archived_at=None,
            person__is_active=True,
        )
        .filter(_can_review())
        .order_by("joined_at", "pk")
    )
    for community, person, role, reviews in rows.values_list(
        "community_id", "person_id", "role", "reviews"
    ):
        found[community].append(Hand(person, Role(role), reviews))
    return found


def _can_review() -> Q:
    return Q(reviews=True) | Q(role__in=[role.value for role in roles_that(Act.REVIEW)])


class _Readers:
    """Which of these members read what; asks for their groups only where it matters."""

    def __init__(self, audiences: Iterable[Audience], hands: Mapping[int, Sequence[Hand]]) -> None:
        closed = any(not audience.is_public for audience in audiences)
        people = {hand.person_id for some in hands.values() for hand in some} if closed else set()
        self.tokens = tokens_of(people)

    def read(self, hand: Hand, audience: Audience) -> bool:
        return audience.is_public or audience.admits(self.tokens[hand.person_id])


class _LastResort:
    """Superusers and moderators of the site, for pages whose community has nobody at all."""

    def __init__(self) -> None:
        right = {"codename": KEEPS_SITE, "content_type__app_label": "communities"}
        permission = Permission.objects.filter(**right)
        keeps = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
        people = User.objects.filter(keeps | Q(is_superuser=True), is_active=True)
        self.tokens = tokens_of(people.order_by("pk").values_list("pk", flat=True).distinct())

    def choice(self, audience: Audience, authors: frozenset[int]) -> Choice:
        able = [pk for pk, tokens in self.tokens.items() if audience.admits(tokens)]
        others = [pk for pk in able if pk not in authors] or able
        return Choice(tuple(others), frozenset(others))


def may_decide(user: User, choice: Choice, *, authors: frozenset[int]) -> bool:
    """Those of the choice; people with every right too, but for their own pages."""
    return user.pk in choice.allowed or (user.is_superuser and user.pk not in authors)


def is_last_resort(user: User) -> bool:
    """Whether pages wait for this person when nobody else is left."""
    return user.is_active and user.has_perm(f"communities.{KEEPS_SITE}")


def reviews_somewhere(user: User) -> bool:
    """Whether any page could wait for this person: spares others the question."""
    if not user.is_authenticated or not user.is_active:
        return False
    if is_last_resort(user):
        return True
    standing = standing_of(user)
    return bool(standing.reviewed) or not roles_that(Act.REVIEW).isdisjoint(standing.roles.values())
