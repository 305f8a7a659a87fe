"""Who hears of a review by e-mail: once, in their language, and only what they may read."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext
from wagtail.users.models import UserProfile

from guides.models import GuideIndexPage, GuidePage
from tests import factories
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role, Visibility
from wiki.people.models import User

pytestmark = pytest.mark.django_db

TITLE = "L’atelier : un guide"
Committed = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def section(home: object) -> CommunityPage:
    """A closed community, whose pages are nobody else's business."""
    return factories.community(title="Fermée", visibility=Visibility.RESTRICTED)


def in_english(person: User) -> User:
    UserProfile.objects.create(user=person, preferred_language="en")
    return person


@pytest.fixture
def author(section: CommunityPage) -> User:
    return in_english(factories.member(section, "autrice@example.org", first_name="Maud"))


@pytest.fixture
def chief(section: CommunityPage) -> User:
    return in_english(factories.member(section, role=Role.FACILITATOR, first_name="Idriss"))


@pytest.fixture(autouse=True)
def _superuser(admin: User) -> None:
    """Somebody whom Wagtail's own e-mails would reach."""


def draft(section: CommunityPage, author: User, *, co_authors: Any = ()) -> GuidePage:
    page = GuidePage(title=TITLE, summary="x", owner=author, live=False)
    page.co_authors = list(co_authors)
    factories.index_of(section, GuideIndexPage).add_child(instance=page)
    page.save_revision(user=author)
    return page


def submit(page: GuidePage, author: User) -> None:
    page.get_workflow().start(page, author)


def act(page: GuidePage, person: User, action: str, **data: str) -> None:
    page = GuidePage.objects.get(pk=page.pk)
    task = page.current_workflow_task
    task.on_action(page.current_workflow_task_state, person, action, **data)


def told() -> dict[str, EmailMultiAlternatives]:
    """The e-mails since the last time, by address: nobody gets two."""
    box = {message.to[0]: message for message in mail.outbox}
    assert len(box) == len(mail.outbox)
    mail.outbox.clear()
    return box


def test_from_submission_to_publication(
    section: CommunityPage,
    author: User,
    chief: User,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    second = factories.member(section, "coautrice@example.org")
    page = draft(section, author, co_authors=[second])
    writers = {author.email, second.email}
    with django_capture_on_commit_callbacks(execute=True):
        submit(page, author)
    box = told()
    assert set(box) == {chief.email}
    assert box[chief.email].subject == "[Recueil] To review: L’atelier : un guide"
    with django_capture_on_commit_callbacks(execute=True):
        act(page, chief, "take")
    assert set(told()) == writers
    with django_capture_on_commit_callbacks(execute=True):
        act(page, chief, "reject", comment="Trop <long>")
    box = told()
    assert set(box) == writers
    assert "Trop <long>" in box[author.email].body
    with django_capture_on_commit_callbacks(execute=True):
        page.current_workflow_state.resume(author)
    assert set(told()) == {chief.email}
    with django_capture_on_commit_callbacks(execute=True):
        act(page, chief, "approve", comment="Bravo")
    box = told()
    assert set(box) == writers
    assert GuidePage.objects.get(pk=page.pk).full_url in box[author.email].body


def test_the_second_step_tells_its_people(
    section: CommunityPage,
    author: User,
    chief: User,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    expert = in_english(factories.member(section, role=Role.EXPERT))
    CommunityPage.objects.filter(pk=section.pk).update(expert_step=True)
    page = draft(section, author)
    submit(page, author)
    with django_capture_on_commit_callbacks(execute=True):
        act(page, chief, "approve")
    box = told()
    assert set(box) == {author.email, expert.email}
    assert "To review" in box[expert.email].subject
    assert "Maud" in box[expert.email].body
    with django_capture_on_commit_callbacks(execute=True):
        act(page, expert, "approve")
    assert set(told()) == {author.email}


def test_publishing_without_waiting_is_told_as_such(
    section: CommunityPage,
    author: User,
    chief: User,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    page = draft(section, author)
    submit(page, author)
    with django_capture_on_commit_callbacks(execute=True):
        GuidePage.objects.get(pk=page.pk).get_latest_revision().publish(user=chief)
    assert "Published" in told()[author.email].subject


def test_taking_a_page_back_is_told_to_who_was_on_it(
    section: CommunityPage,
    author: User,
    chief: User,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    page = draft(section, author)
    submit(page, author)
    act(page, chief, "take")
    with django_capture_on_commit_callbacks(execute=True):
        page.current_workflow_state.cancel(user=author)
    assert set(told()) == {chief.email}


def test_whoever_may_not_read_it_any_more_is_not_told(
    section: CommunityPage,
    author: User,
    chief: User,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    page = draft(section, author)
    submit(page, author)
    Membership.objects.get(person=author).delete()
    gone = factories.member(section, "partie@example.org", is_active=False)
    page = GuidePage.objects.get(pk=page.pk)
    page.co_authors.add(gone)
    with django_capture_on_commit_callbacks(execute=True):
        act(page, chief, "reject", comment="Trop long")
    assert told() == {}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_in_the_language_of_the_person_both_parts_say_the_same(
    section: CommunityPage,
    author: User,
    chief: User,
    language: str,
    django_capture_on_commit_callbacks: Committed,
) -> None:
    UserProfile.objects.filter(user=chief).update(preferred_language=language)
    with django_capture_on_commit_callbacks(execute=True):
        submit(draft(section, author), author)
    sent = told()[chief.email]
    with translation.override(language):
        assert gettext("To review: %(title)s") % {"title": TITLE} in sent.subject
    html, kind = sent.alternatives[0]
    soup = BeautifulSoup(html, "html.parser")
    assert kind == "text/html"
    assert soup.html["lang"] == language
    (link,) = soup.find_all("a")
    assert link["href"] in sent.body
    for part in soup.body.stripped_strings:
        assert part in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_wagtails_own_workflow_keeps_its_e_mails(
    home: Any, contributor: User, moderator: User, admin: User
) -> None:
    index = GuideIndexPage(title="Sans communauté", slug="sans")
    home.add_child(instance=index)
    page = GuidePage(title="Un guide", summary="x", owner=contributor, live=False)
    index.add_child(instance=page)
    page.save_revision(user=contributor)
    submit(page, contributor)
    assert page.current_workflow_state.workflow.name == "Moderators approval"
    assert moderator.email in {message.to[0] for message in mail.outbox}
    mail.outbox.clear()
    act(page, moderator, "approve")
    assert contributor.email in {message.to[0] for message in mail.outbox}
