"""Reviews as people go through them in the CMS."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from guides.models import GuideIndexPage, GuidePage
from tests import factories
from tests.cms.forms import add_url, guide_form
from wiki.communities.models import CommunityPage
from wiki.people.models import User


def submit(section: CommunityPage, author: User, **fields: Any) -> GuidePage:
    """A guide that ``author`` writes in the section and submits, through the editor."""
    client = Client()
    client.force_login(author)
    form = guide_form(**{"action-submit": "1", **fields})
    response = client.post(add_url(factories.index_of(section, GuideIndexPage)), form)
    assert response.status_code == 302
    return GuidePage.objects.get(slug=form["slug"])


def act(client: Client, page: Page, action: str, **data: str) -> Any:
    """What the buttons of the editor and of the dashboard post."""
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    return act_on(client, page, action, state.pk, **data)


def act_on(client: Client, page: Page, action: str, state: int, **data: str) -> Any:
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state])
    return client.post(url, data)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def again(page: Page) -> GuidePage:
    """The page as the database has it now."""
    return GuidePage.objects.get(pk=page.pk)
