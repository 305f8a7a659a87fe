"""Outside of communities: from a contributor's draft to a moderator's approval."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from guides.models import GuideIndexPage, GuidePage
from home.models import HomePage
from tests.cms.forms import add_url, edit_url, guide_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def guides(home: HomePage) -> Page:
    """An index that stands in no community: Wagtail's own workflow holds there."""
    return home.add_child(instance=GuideIndexPage(title="Guides"))


def submitted(client: Client, contributor: Any, guides: Page) -> GuidePage:
    client.force_login(contributor)
    response = client.post(add_url(guides), guide_form(**{"action-submit": "1"}))
    assert response.status_code == 302
    page = GuidePage.objects.get(slug="un-guide")
    assert not page.live
    return page


def test_a_contributor_cannot_publish(client: Client, contributor: Any, guides: Page) -> None:
    client.force_login(contributor)
    client.post(add_url(guides), guide_form(**{"action-publish": "1"}))
    assert not GuidePage.objects.get(slug="un-guide").live


def test_a_moderator_approves_and_it_is_published(
    client: Client, contributor: Any, moderator: Any, guides: Page
) -> None:
    page = submitted(client, contributor, guides)
    state = page.current_workflow_state
    assert state is not None
    assert state.workflow.name == "Moderators approval"
    assert any(moderator.email in message.to for message in mail.outbox)
    client.force_login(moderator)
    assert "Un guide" in client.get(reverse("wagtailadmin_home")).content.decode()
    task = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    assert client.post(url, {"comment": "Parfait"}).status_code == 302
    page.refresh_from_db()
    assert page.live
    assert page.owner == contributor
    assert client.get(page.url).status_code == 200


def test_a_moderator_asks_for_changes(
    client: Client, contributor: Any, moderator: Any, guides: Page
) -> None:
    page = submitted(client, contributor, guides)
    client.force_login(moderator)
    task = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task.pk])
    client.post(url, {"comment": "Trop long"})
    page.refresh_from_db()
    assert not page.live
    assert page.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    client.force_login(contributor)
    assert "Trop long" in client.get(edit_url(page)).content.decode()
    client.post(edit_url(page), guide_form(title="Court", **{"action-restart-workflow": "1"}))
    page = GuidePage.objects.get(pk=page.pk)
    assert page.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS


def test_a_contributor_only_sees_the_cms_of_a_contributor(
    client: Client, contributor: Any, guides: Page
) -> None:
    client.force_login(contributor)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(reverse("wagtailusers_users:index")).status_code == 302
