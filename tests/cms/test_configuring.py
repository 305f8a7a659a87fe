"""A community’s page in the CMS: what it says and who sees it is for those who configure it."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from tests import factories
from tests.cms.forms import edit_url
from tests.cms.reviews import act, signed_in
from tests.together import together
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Act, Joining, Role, Visibility
from wiki.communities.standing import standing_of
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(home: Page) -> CommunityPage:
    return factories.community(title="Fermée", visibility=Visibility.RESTRICTED)


def form_of(page: CommunityPage, **fields: Any) -> dict[str, Any]:
    """What the form of a community posts, opened to all."""
    texts = ("domain", "community", "practice", "how_to_join", "charter", "rituals")
    counts = {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {
        **dict.fromkeys(texts, "null"), **counts,
        "title": page.title, "slug": page.slug, "summary": "Autre résumé", "seo_title": "",
        "search_description": "", "visibility": "public", "joining": "open", "expert_step": "on",
        **fields,
    }  # fmt: skip


def now(page: CommunityPage) -> CommunityPage:
    return CommunityPage.objects.get(pk=page.pk)


def settings_of(page: CommunityPage) -> tuple[str, str, bool]:
    return page.visibility, page.joining, page.expert_step


AS_IT_WAS = (Visibility.RESTRICTED.value, Joining.REQUEST.value, False)


@together("role", [role for role in Role if role is not Role.FACILITATOR])
def test_whoever_does_not_configure_it_does_not_open_the_form(
    closed: CommunityPage, role: Role
) -> None:
    client = signed_in(factories.member(closed, role=role))
    for sent in ({}, {"action-submit": "1"}, {"action-publish": "1"}):
        assert client.post(edit_url(closed), form_of(closed, **sent)).status_code == 302
    assert client.get(edit_url(closed)).status_code == 302
    assert now(closed).get_latest_revision_as_object().summary == closed.summary
    assert not now(closed).workflow_in_progress
    assert settings_of(now(closed)) == AS_IT_WAS


def test_a_facilitator_has_all_of_the_form(closed: CommunityPage) -> None:
    client = signed_in(factories.member(closed, role=Role.FACILITATOR))
    form = form_of(closed, **{"action-publish": "1"})
    assert client.post(edit_url(closed), form).status_code == 302
    assert now(closed).summary == "Autre résumé"
    assert settings_of(now(closed)) == ("public", "open", True)


def test_a_moderator_of_the_site_changes_the_words_alone(
    closed: CommunityPage, moderator: User
) -> None:
    client = signed_in(moderator)
    html = client.get(edit_url(closed)).content.decode()
    assert 'name="summary"' in html
    assert not any(f'name="{name}"' in html for name in ("visibility", "joining", "expert_step"))
    form = form_of(closed, **{"action-publish": "1"})
    assert client.post(edit_url(closed), form).status_code == 302
    assert now(closed).summary == "Autre résumé"
    assert settings_of(now(closed)) == AS_IT_WAS


def test_a_reviewer_opens_nothing_while_the_page_waits(closed: CommunityPage) -> None:
    chief = factories.member(closed, role=Role.FACILITATOR)
    reviewer = factories.user("relit@example.org")
    Membership.objects.create(community=closed, person=reviewer, reviews=True)
    closed.summary = "Proposé"
    closed.save_revision(user=chief)
    closed.get_workflow().start(closed, chief)
    client: Client = signed_in(reviewer)
    assert 'name="visibility"' not in client.get(edit_url(closed)).content.decode()
    assert client.post(edit_url(closed), form_of(closed)).status_code == 302
    assert settings_of(now(closed).get_latest_revision_as_object()) == AS_IT_WAS
    act(client, closed, "approve")
    assert now(closed).summary == "Autre résumé"
    assert settings_of(now(closed)) == AS_IT_WAS


def test_a_version_of_somebody_else_keeps_the_settings(closed: CommunityPage) -> None:
    expert = factories.member(closed, role=Role.EXPERT)
    second = factories.member(closed, "seconde@example.org", role=Role.EXPERT)
    closed.visibility, closed.summary = Visibility.PUBLIC, "Ouverte"
    closed.save_revision(user=expert)
    closed.get_workflow().start(closed, expert)
    act(signed_in(second), closed, "approve")
    assert now(closed).summary == "Ouverte"
    assert settings_of(now(closed)) == AS_IT_WAS


def test_a_version_whose_author_lost_the_right_opens_nothing(
    closed: CommunityPage, admin: User
) -> None:
    chief = factories.member(closed, role=Role.FACILITATOR)
    closed.visibility, closed.summary = Visibility.PUBLIC, "Ouverte"
    revision = closed.save_revision(user=chief)
    Membership.objects.filter(person=chief).update(role=Role.MEMBER)
    revision.publish(user=admin)
    assert now(closed).summary == "Ouverte"
    assert settings_of(now(closed)) == AS_IT_WAS
    assert settings_of(now(closed).get_latest_revision_as_object()) == AS_IT_WAS


def test_the_page_and_the_table_of_rights_agree(closed: CommunityPage, admin: User) -> None:
    people = [factories.member(closed, role=role) for role in Role]
    for person in (*people, admin, factories.user("dehors@example.org")):
        expected = standing_of(person).may(Act.CONFIGURE, closed)
        assert closed.is_configured_by(person) is expected
    assert not closed.is_configured_by(None)
