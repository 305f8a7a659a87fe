"""The address of somebody who gave no name is no name."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests import factories
from tests.cms.forms import edit_url
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Role
from wiki.people.models import User

pytestmark = pytest.mark.django_db
ADDRESS = "sans.nom@example.org"


@pytest.fixture
def page(community: CommunityPage) -> Page:
    """Written, changed and published by somebody without a name."""
    author = factories.member(community, ADDRESS, role=Role.FACILITATOR)
    page = factories.guide(community, title="Plan", owner=author)
    page.save_revision(user=author, log_action=True).publish(user=author)
    return Page.objects.get(pk=page.pk)


@together(
    "name", ["wagtailadmin_pages:history", "wagtailadmin_pages:usage", "wagtailadmin_pages:edit",
             "wagtailadmin_reports:aging_pages", "wagtailadmin_reports:site_history",
             "wagtailadmin_reports:site_history_results", "wagtailadmin_pages:search",
             "wagtailadmin_pages:workflow_history", "knowledge:index"]
)  # fmt: skip
def test_the_cms_says_no_address(
    client: Client, community: CommunityPage, page: Page, name: str
) -> None:
    client.force_login(factories.member(community, "autre@example.org", role=Role.FACILITATOR))
    about = [page.pk] if name.startswith("wagtailadmin_pages") and "search" not in name else []
    answer = client.get(reverse(name, args=about))
    assert answer.status_code == 200
    assert ADDRESS not in answer.content.decode()


def test_the_report_of_old_pages_names_who_published(
    client: Client, community: CommunityPage, page: Page
) -> None:
    User.objects.filter(email=ADDRESS).update(first_name="Awa", last_name="Diallo")
    client.force_login(factories.member(community, "autre@example.org", role=Role.FACILITATOR))
    shown = client.get(reverse("wagtailadmin_reports:aging_pages")).content.decode()
    assert "Awa Diallo" in shown
    assert ADDRESS not in shown


def test_the_site_says_no_address(client: Client, page: Page) -> None:
    for address in (page.url, "/feeds/", "/search/?q=plan", "/search/?q=sans.nom"):
        answer = client.get(address, follow=True)
        assert ADDRESS not in answer.content.decode().replace("q=sans.nom", ""), address
    assert edit_url(page)


def test_a_name_is_what_was_typed() -> None:
    person = User(email=ADDRESS)
    assert (person.own_name, person.display_name) == ("", person.get_full_name())
    assert "@" not in person.display_name
    person.first_name = "Awa"
    assert person.own_name == person.display_name == "Awa"
