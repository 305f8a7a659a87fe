"""From a member's draft to the community's page, in the real views."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState

from tests import factories
from tests.cms.forms import edit_url, guide_form
from tests.cms.reviews import act, act_on, again, signed_in, submit
from wiki.communities.models import CommunityPage, Membership, ReviewTaskState
from wiki.communities.rights import Role
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(community: CommunityPage) -> User:
    return factories.member(community, "autrice@example.org", first_name="Maud")


@pytest.fixture
def chief(community: CommunityPage) -> User:
    return factories.member(community, role=Role.FACILITATOR, first_name="Idriss")


@pytest.fixture
def ticked(community: CommunityPage) -> User:
    """A plain member who was asked to review."""
    person = factories.member(community, "relecteur@example.org", first_name="Awa")
    Membership.objects.filter(person=person).update(reviews=True)
    return person


def may_open(person: User, page: Page) -> bool:
    return signed_in(person).get(edit_url(page)).status_code == 200


def desk(person: User) -> str:
    return signed_in(person).get(reverse("wagtailadmin_home")).content.decode()


def test_a_reviewer_without_the_right_to_change_accepts(
    community: CommunityPage, author: User, ticked: User, chief: User
) -> None:
    page = submit(community, author)
    assert page.current_workflow_state.workflow.name == "Relecture de la communauté"
    assert "Un guide" in desk(ticked)
    assert may_open(ticked, page)
    assert act(signed_in(ticked), page, "approve", comment="Parfait").status_code == 302
    page = again(page)
    assert page.live
    assert page.owner == author
    assert not may_open(ticked, page)


def test_the_editor_says_what_was_done(
    community: CommunityPage, author: User, ticked: User, chief: User
) -> None:
    page = submit(community, author)
    in_words = {
        "take": "You have taken this review",
        "give_back": "You have given this review back",
        "reject": "You have asked for changes",
        "approve": "You have accepted the page: it is published",
    }
    for action, words in in_words.items():
        if page.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            signed_in(author).post(edit_url(page), guide_form(**{"action-submit": "1"}))
        told = decided_in_the_editor(ticked, page, action)
        assert sum(words in each for each in told) == 1, action
        page = again(page)
    assert page.live
    assert len(decided_in_the_editor(chief, page, "approve")) == 1, "nothing was left to accept"


def decided_in_the_editor(person: User, page: Page, action: str) -> list[str]:
    """What is said after one of the editor's buttons."""
    form = guide_form(
        **{
            "action-workflow-action": "true",
            "workflow-action-name": action,
            "workflow-action-extra-data": '{"comment": "Un mot"}',
        }
    )
    response = signed_in(person).post(edit_url(page), form, headers={"accept-language": "en"})
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_reviewer_opens_no_draft_that_was_not_submitted(
    community: CommunityPage, author: User, ticked: User
) -> None:
    page = submit(community, author)
    page.current_workflow_state.cancel(user=author)
    assert not may_open(ticked, page)
    assert "Un guide" not in desk(ticked)


def test_a_member_who_does_not_review_stays_outside(
    community: CommunityPage, author: User, ticked: User
) -> None:
    other = factories.member(community, "autre@example.org")
    page = submit(community, author)
    assert not may_open(other, page)
    assert "Un guide" not in desk(other)
    act(signed_in(other), page, "approve")
    assert not again(page).live


def test_without_reviewers_the_facilitators_are_asked(
    community: CommunityPage, author: User, chief: User
) -> None:
    page = submit(community, author)
    assert "Un guide" in desk(chief)
    act(signed_in(chief), page, "approve")
    assert again(page).live


def test_changes_are_asked_for_and_the_page_comes_back(
    community: CommunityPage, author: User, ticked: User
) -> None:
    page = submit(community, author)
    reviewer, writer = signed_in(ticked), signed_in(author)
    act(reviewer, page, "reject")
    assert again(page).current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    act(reviewer, page, "reject", comment="Trop long")
    assert again(page).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert "Trop long" in writer.get(edit_url(page)).content.decode()
    assert not may_open(ticked, page)
    form = guide_form(title="Court", **{"action-submit": "1"})
    assert writer.post(edit_url(page), form).status_code == 302
    assert again(page).current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    assert "Court" in desk(ticked)
    act(reviewer, page, "approve")
    page = again(page)
    assert page.live
    assert page.title == "Court"


def test_the_author_waits_and_may_take_the_page_back(
    community: CommunityPage, author: User, ticked: User
) -> None:
    page = submit(community, author)
    writer = signed_in(author)
    html = writer.get(edit_url(page)).content.decode()
    assert "Awa" in html
    writer.post(edit_url(page), guide_form(title="En douce"))
    assert again(page).get_latest_revision_as_object().title == "Un guide"
    act(writer, page, "approve")
    assert not again(page).live
    writer.post(edit_url(page), guide_form(**{"action-cancel-workflow": "1"}))
    assert again(page).current_workflow_state is None
    writer.post(edit_url(page), guide_form(title="Repris"))
    assert again(page).get_latest_revision_as_object().title == "Repris"


def test_what_a_reviewer_corrects_meanwhile_is_published(
    community: CommunityPage, author: User, ticked: User
) -> None:
    page = submit(community, author)
    reviewer = signed_in(ticked)
    reviewer.post(edit_url(page), guide_form(title="Un guide corrigé"))
    act(reviewer, page, "approve")
    assert again(page).title == "Un guide corrigé"
    assert again(page).live


def test_a_page_online_stays_as_it_is_until_its_changes_are_accepted(
    community: CommunityPage, author: User, chief: User
) -> None:
    page = submit(community, author)
    act(signed_in(chief), page, "approve")
    form = guide_form(title="Version deux", **{"action-submit": "1"})
    signed_in(author).post(edit_url(page), form)
    assert again(page).title == "Un guide"
    act(signed_in(chief), page, "approve")
    assert again(page).title == "Version deux"


def test_a_review_is_taken_and_given_back(
    community: CommunityPage, author: User, ticked: User, chief: User
) -> None:
    page = submit(community, author)
    awa = signed_in(ticked)
    act(awa, page, "take")
    state = ReviewTaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    assert state.taken_by == ticked
    assert "Awa" in signed_in(chief).get(edit_url(page)).content.decode()
    assert "Awa" in signed_in(author).get(edit_url(page)).content.decode()
    act(signed_in(chief), page, "give_back")
    state.refresh_from_db()
    assert state.taken_by == ticked
    act(awa, page, "give_back")
    state.refresh_from_db()
    assert (state.taken_by, state.taken_at) == (None, None)


def test_what_somebody_has_taken_another_one_does_not_take(
    community: CommunityPage, author: User, ticked: User, chief: User
) -> None:
    page = submit(community, author)
    act(signed_in(ticked), page, "take")
    assert act(signed_in(chief), page, "take").status_code == 302
    assert ReviewTaskState.objects.get(taken_by__isnull=False).taken_by == ticked
    act(signed_in(chief), page, "approve")
    assert again(page).live


def test_the_step_of_another_page_is_not_reached_through_ones_own(
    community: CommunityPage, author: User, ticked: User
) -> None:
    other = factories.community(title="Autre")
    stranger = factories.member(other, "ailleurs@example.org")
    theirs = submit(other, stranger, slug="le-leur", title="Le leur")
    mine = submit(community, author)
    state = again(theirs).current_workflow_task_state.pk
    act_on(signed_in(ticked), mine, "approve", state, comment="")
    assert not again(theirs).live
    assert not again(mine).live


def test_forms_of_actions_open_and_nothing_more_than_a_comment_is_read(
    community: CommunityPage, author: User, ticked: User
) -> None:
    page = submit(community, author)
    reviewer = signed_in(ticked)
    state = page.current_workflow_task_state.pk
    for action, code in (("take", 200), ("reject", 200), ("approve", 200), ("give_back", 302)):
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state])
        assert reviewer.get(url).status_code == code, action
    form = guide_form(
        **{
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
            "workflow-action-extra-data": '{"comment": "Oui", "update": false}',
        }
    )
    assert reviewer.post(edit_url(page), form).status_code == 302
    assert again(page).live


def test_nothing_of_a_community_reaches_the_reviewers_of_another(
    community: CommunityPage, author: User, ticked: User
) -> None:
    other = factories.community(title="Autre", visibility="hidden", joining="invitation")
    insider = factories.member(other, "dedans@example.org")
    theirs = submit(other, insider, slug="le-leur", title="Titre caché")
    factories.member(other, "chef@example.org", role=Role.FACILITATOR)
    reviewer = signed_in(ticked)
    assert not may_open(ticked, theirs)
    assert "Titre caché" not in desk(ticked)
    for name in ("workflow", "workflow_tasks"):
        html = reviewer.get(reverse(f"wagtailadmin_reports:{name}")).content.decode()
        assert "Titre caché" not in html
    task = again(theirs).current_workflow_task
    url = reverse("wagtailadmin_pages:workflow_preview", args=[theirs.pk, task.pk])
    assert reviewer.get(url).status_code == 404
    url = reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[theirs.pk])
    assert reviewer.get(url).status_code == 404
    assert signed_in(insider).get(url).status_code == 200
    for name in ("workflow_history", "history"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[theirs.pk])
        assert reviewer.get(url).status_code == 404
    assert "Titre caché" not in reviewer.get("/").content.decode()


def test_reports_show_reviewers_with_the_right_what_they_may_edit(
    community: CommunityPage, author: User, chief: User
) -> None:
    page = submit(community, author)
    for name in ("workflow", "workflow_tasks"):
        html = signed_in(chief).get(reverse(f"wagtailadmin_reports:{name}")).content.decode()
        assert "Un guide" in html
    history = reverse("wagtailadmin_pages:workflow_history", args=[page.pk])
    assert signed_in(chief).get(history).status_code == 200
