"""Who is asked, who may decide: nothing blocks a page, whoever leaves."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guides.models import GuideIndexPage
from tests import factories
from tests.communities.reviewing import (
    again,
    approve,
    deactivate,
    decides,
    expert_step,
    on_desk_of,
    submitted,
)
from tests.together import together
from wiki.communities import signals
from wiki.communities.keeping import keep_in_step
from wiki.communities.models import CommunityPage, Membership, ReviewTaskState
from wiki.communities.review.hands import NOBODY, Choice, Hand, Step, choose
from wiki.communities.review.services import close_reviews
from wiki.communities.rights import Role, Visibility
from wiki.people.models import User

pytestmark = pytest.mark.django_db

WRITER = Hand(1, Role.MEMBER)
TICKED = Hand(2, Role.MEMBER, reviews=True)
CHIEF = Hand(3, Role.FACILITATOR)
EXPERT = Hand(4, Role.EXPERT)


@together(
    ("step", "hands", "authors", "asked", "allowed"),
    [
        (Step.REVIEW, [], {1}, (), set()),
        (Step.REVIEW, [WRITER], {1}, (), set()),
        (Step.REVIEW, [TICKED, CHIEF, EXPERT], {1}, (2,), {2, 3, 4}),
        (Step.REVIEW, [CHIEF, EXPERT], {1}, (3,), {3, 4}),
        (Step.REVIEW, [EXPERT], {1}, (4,), {4}),
        # Somebody else can: not the author.
        (Step.REVIEW, [TICKED, CHIEF], {2}, (3,), {3}),
        (Step.REVIEW, [CHIEF, EXPERT], {3}, (4,), {4}),
        # Nobody else can.
        (Step.REVIEW, [TICKED], {2}, (2,), {2}),
        (Step.REVIEW, [CHIEF], {3}, (3,), {3}),
        (Step.EXPERT, [TICKED, CHIEF, EXPERT], {1}, (4,), {3, 4}),
        (Step.EXPERT, [TICKED, CHIEF, EXPERT], {4}, (2,), {2, 3}),
        (Step.EXPERT, [CHIEF], {1}, (3,), {3}),
    ],
)
def test_the_choice(
    step: Step, hands: list[Hand], authors: set[int], asked: tuple[int, ...], allowed: set[int]
) -> None:
    choice = choose(step, hands, authors=frozenset(authors))
    assert choice == Choice(asked, frozenset(allowed))
    assert (choice == NOBODY) is (not asked)


@pytest.fixture
def author(community: CommunityPage) -> User:
    return factories.member(community, "autrice@example.org")


@pytest.fixture
def chief(community: CommunityPage) -> User:
    return factories.member(community, role=Role.FACILITATOR)


def test_nobody_at_all(community: CommunityPage, author: User, admin: User) -> None:
    page = submitted(community, author)
    assert len(on_desk_of(admin)) == 1
    assert not decides(author, page)
    assert approve(page, admin).live


def test_a_moderator_of_the_site_steps_in_where_they_may_read(
    community: CommunityPage, author: User
) -> None:
    moderator = keeper()
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    insider = factories.member(closed, "dedans@example.org")
    page, hidden = submitted(community, author), submitted(closed, insider)
    assert [state.revision.object_id for state in on_desk_of(moderator)] == [str(page.pk)]
    assert decides(moderator, page)
    assert not decides(moderator, hidden)


def keeper() -> User:
    person = factories.user("moderatrice@example.org")
    person.user_permissions.add(Permission.objects.get(codename="open_community"))
    return person


def test_the_reviewer_loses_the_account(
    community: CommunityPage, author: User, chief: User
) -> None:
    ticked = factories.member(community, "relecteur@example.org")
    Membership.objects.filter(person=ticked).update(reviews=True)
    page = submitted(community, author)
    assert on_desk_of(ticked)
    assert not on_desk_of(chief)
    page.current_workflow_task.on_action(page.current_workflow_task_state, ticked, "take")
    deactivate(ticked)
    assert on_desk_of(chief)
    assert again(page).current_workflow_task_state.taker is None
    assert not decides(ticked, page)
    assert approve(page, chief).live


def test_the_last_facilitator_loses_the_account(
    community: CommunityPage, author: User, chief: User, admin: User
) -> None:
    page = submitted(community, author)
    deactivate(chief)
    assert on_desk_of(admin)
    assert approve(page, admin).live


def test_the_only_reviewer_is_the_author(community: CommunityPage, chief: User) -> None:
    page = submitted(community, chief)
    assert on_desk_of(chief)
    assert approve(page, chief).live


def test_the_author_waits_as_soon_as_somebody_else_can(
    community: CommunityPage, chief: User
) -> None:
    page = submitted(community, chief)
    second = factories.member(community, "seconde@example.org", role=Role.FACILITATOR)
    assert not decides(chief, page)
    assert not on_desk_of(chief)
    assert decides(second, page)


def test_a_page_moved_while_it_waits_goes_to_its_new_community(
    community: CommunityPage, author: User, chief: User
) -> None:
    other = factories.community(title="Autre")
    theirs = factories.member(other, "chef@example.org", role=Role.FACILITATOR)
    factories.member(other, role=Role.EXPERT)
    expert_step(other, on=True)
    page = submitted(community, author)
    page.current_workflow_task.on_action(page.current_workflow_task_state, chief, "take")
    heard = []

    def listen(*, asked: list[User], **kwargs: object) -> None:
        heard.append(asked)

    signals.review_submitted.connect(listen)
    again(page).move(factories.index_of(other, GuideIndexPage), pos="last-child")
    signals.review_submitted.disconnect(listen)
    assert heard == [[theirs]]
    assert not decides(chief, page)
    assert on_desk_of(theirs)
    assert again(page).current_workflow_task_state.taken_by is None
    assert not again(page).current_workflow_state.is_at_final_task
    assert not approve(page, theirs).live


def test_an_archived_community_gives_pages_back(
    community: CommunityPage, author: User, chief: User, admin: User
) -> None:
    page = submitted(community, author)
    CommunityPage.objects.filter(pk=community.pk).update(archived_at=timezone.now())
    archived = CommunityPage.objects.get(pk=community.pk)
    keep_in_step(archived)
    assert not decides(chief, page)
    assert decides(admin, page)
    signals.archive_changed.send(CommunityPage, community=archived, by=chief)
    assert again(page).current_workflow_state is None
    assert not again(page).live
    assert close_reviews(archived, by=chief) == 0


def test_a_closed_section_asks_only_those_who_read_it(
    community: CommunityPage, author: User, chief: User, admin: User
) -> None:
    ticked = factories.member(community, "relecteur@example.org")
    Membership.objects.filter(person=ticked).update(reviews=True)
    factories.restrict(factories.index_of(community, GuideIndexPage), groups=["Direction"])
    page = submitted(community, author)
    assert not on_desk_of(chief)
    assert not on_desk_of(ticked)
    assert not decides(ticked, page)
    assert on_desk_of(admin)


def test_whoever_may_publish_here_may_decide(
    community: CommunityPage, author: User, moderator: User
) -> None:
    page = submitted(community, author)
    assert not on_desk_of(moderator)
    assert approve(page, moderator).live


def test_the_desk_does_not_cost_more_with_more_pages(
    community: CommunityPage, author: User, chief: User
) -> None:
    submitted(community, author)
    counts = []
    for more in (0, 4):
        for _rank in range(more):
            submitted(community, author)
        with CaptureQueriesContext(connection) as seen:
            on_desk_of(chief)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert ReviewTaskState.objects.filter(status="in_progress").count() == 5
