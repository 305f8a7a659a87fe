"""The experts' step: who takes it, and what happens when nobody can."""

import pytest

from tests import factories
from tests.communities.reviewing import (
    again,
    approve,
    deactivate,
    decides,
    expert_step,
    on_desk_of,
    steps,
    submitted,
)
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(community: CommunityPage) -> User:
    return factories.member(community, "autrice@example.org")


@pytest.fixture
def chief(community: CommunityPage) -> User:
    return factories.member(community, role=Role.FACILITATOR)


def test_without_the_experts_step_the_first_one_publishes(
    community: CommunityPage, author: User, chief: User
) -> None:
    factories.member(community, role=Role.EXPERT)
    page = submitted(community, author)
    assert page.current_workflow_state.is_at_final_task
    assert steps(page) == [("Relecture", "in_progress"), ("Avis d’expert", "skipped")]
    assert approve(page, chief).live
    assert steps(page) == [("Relecture", "approved"), ("Avis d’expert", "skipped")]


def test_the_expert_decides_last(community: CommunityPage, author: User, chief: User) -> None:
    expert_step(community, on=True)
    expert = factories.member(community, role=Role.EXPERT)
    page = submitted(community, author)
    assert not page.current_workflow_state.is_at_final_task
    assert not on_desk_of(expert)
    assert not approve(page, chief).live
    assert on_desk_of(expert)
    assert not on_desk_of(chief)
    assert decides(chief, page)  # an expert who does not answer blocks nothing
    assert approve(page, expert).live
    assert steps(page) == [("Relecture", "approved"), ("Avis d’expert", "approved")]


def test_the_experts_step_without_an_expert_is_left_out(
    community: CommunityPage, author: User, chief: User
) -> None:
    expert_step(community, on=True)
    gone = factories.member(community, role=Role.EXPERT)
    page = submitted(community, author)
    assert not page.current_workflow_state.is_at_final_task
    deactivate(gone)
    assert approve(page, chief).live


def test_an_expert_does_not_judge_their_own_page(community: CommunityPage, chief: User) -> None:
    expert_step(community, on=True)
    expert = factories.member(community, role=Role.EXPERT)
    page = submitted(community, expert)
    assert page.current_workflow_state.is_at_final_task
    assert approve(page, chief).live


def test_the_step_is_turned_on_while_a_page_waits(
    community: CommunityPage, author: User, chief: User
) -> None:
    expert = factories.member(community, role=Role.EXPERT)
    page = submitted(community, author)
    expert_step(community, on=True)
    assert not again(page).current_workflow_state.is_at_final_task
    assert not approve(page, chief).live
    assert approve(page, expert).live


def test_the_step_is_turned_off_while_the_expert_reads(
    community: CommunityPage, author: User, chief: User
) -> None:
    expert_step(community, on=True)
    factories.member(community, role=Role.EXPERT)
    page = submitted(community, author)
    approve(page, chief)
    expert_step(community, on=False)
    assert not again(page).live
    assert on_desk_of(chief)
    assert approve(page, chief).live


def test_the_last_expert_leaves_while_the_page_waits_for_them(
    community: CommunityPage, author: User, chief: User
) -> None:
    expert_step(community, on=True)
    expert = factories.member(community, role=Role.EXPERT)
    page = submitted(community, author)
    approve(page, chief)
    Membership.objects.get(person=expert).delete()
    assert not on_desk_of(expert)
    assert on_desk_of(chief)
    assert approve(page, chief).live
