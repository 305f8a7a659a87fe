"""Who hears of a review: the people concerned, once, in real reviews of the CMS's workflow."""

from typing import Any

import pytest
from django.core import mail

from guides.models import GuideIndexPage, GuidePage
from tests import factories
from tests.notifications.conftest import told
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role, Visibility
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(home: object) -> CommunityPage:
    """A closed community, whose pages are nobody else's business."""
    return factories.community(title="Fermée", visibility=Visibility.RESTRICTED)


@pytest.fixture
def author(section: CommunityPage) -> User:
    return factories.member(section, "autrice@example.org", first_name="Maud")


@pytest.fixture
def chief(section: CommunityPage) -> User:
    return factories.member(section, role=Role.FACILITATOR, first_name="Idriss")


@pytest.fixture(autouse=True)
def _superuser(admin: User) -> None:
    """Somebody whom Wagtail's own e-mails would reach."""


def draft(section: CommunityPage, author: User, *, co_authors: Any = ()) -> GuidePage:
    page = GuidePage(title="Un guide", summary="x", owner=author, live=False)
    page.co_authors = list(co_authors)
    factories.index_of(section, GuideIndexPage).add_child(instance=page)
    page.save_revision(user=author)
    return page


def act(page: GuidePage, person: User, action: str, **data: str) -> None:
    page = GuidePage.objects.get(pk=page.pk)
    task = page.current_workflow_task
    task.on_action(page.current_workflow_task_state, person, action, **data)


def kinds(person: User) -> list[str]:
    """What the person is told about the page, the oldest first."""
    return [kind for kind, title in reversed(told(person)) if title == "Un guide"]


def mailed() -> list[str]:
    """To whom e-mails went since the last time."""
    found = sorted(message.to[0] for message in mail.outbox)
    mail.outbox.clear()
    return found


def test_from_submission_to_publication(
    section: CommunityPage, author: User, chief: User, reader: User, committed: Any
) -> None:
    second = factories.member(section, "coautrice@example.org")
    mail.outbox.clear()
    page = draft(section, author, co_authors=[second])
    with committed():
        page.get_workflow().start(page, author)
    assert kinds(chief) == ["review_waiting"]
    assert mailed() == [chief.email]
    with committed():
        act(page, chief, "take")
        act(page, chief, "reject", comment="Trop <long>")
    assert kinds(author) == kinds(second) == ["review_taken", "review_changes"]
    assert any("Trop <long>" in message.body for message in mail.outbox)
    assert mailed() == sorted([author.email, second.email])
    with committed():
        page.current_workflow_state.resume(author)
    assert mailed() == [chief.email]
    with committed():
        act(page, chief, "approve", comment="Bravo")
    assert "review_accepted" in kinds(author)
    assert "review_step" not in kinds(author)
    assert mailed().count(author.email) == 1
    assert told(reader) == []


def test_the_second_step_tells_its_people(
    section: CommunityPage, author: User, chief: User, committed: Any
) -> None:
    expert = factories.member(section, role=Role.EXPERT)
    CommunityPage.objects.filter(pk=section.pk).update(expert_step=True)
    page = draft(section, author)
    page.get_workflow().start(page, author)
    with committed():
        act(page, chief, "approve")
    assert kinds(expert) == ["review_waiting"]
    assert kinds(author) == ["review_step"]
    with committed():
        act(page, expert, "approve")
    assert kinds(author)[:2] == ["review_step", "review_accepted"]


def test_taking_a_page_back_is_told_to_who_was_on_it(
    section: CommunityPage, author: User, chief: User, committed: Any
) -> None:
    page = draft(section, author)
    page.get_workflow().start(page, author)
    act(page, chief, "take")
    with committed():
        page.current_workflow_state.cancel(user=author)
    assert "review_cancelled" in kinds(chief)
    assert kinds(author) == []


def test_whoever_may_not_read_it_any_more_is_not_told(
    section: CommunityPage, author: User, chief: User, committed: Any
) -> None:
    page = draft(section, author)
    page.get_workflow().start(page, author)
    Membership.objects.get(person=author).delete()
    mail.outbox.clear()
    with committed():
        act(page, chief, "reject", comment="Trop long")
    assert kinds(author) == []
    assert mailed() == []


def test_wagtails_own_workflow_keeps_its_e_mails(
    home: Any, contributor: User, moderator: User, admin: User
) -> None:
    index = GuideIndexPage(title="Sans communauté", slug="sans")
    home.add_child(instance=index)
    page = GuidePage(title="Un guide", summary="x", owner=contributor, live=False)
    index.add_child(instance=page)
    page.save_revision(user=contributor)
    page.get_workflow().start(page, contributor)
    assert page.current_workflow_state.workflow.name == "Moderators approval"
    assert moderator.email in mailed()
    act(page, moderator, "approve")
    assert contributor.email in mailed()
