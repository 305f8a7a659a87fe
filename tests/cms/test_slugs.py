"""An address that an unknown page has is no news: the next one is taken."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from guides.models import GuideIndexPage, GuidePage
from tests import factories
from tests.cms.forms import add_url, edit_url, guide_form
from tests.cms.test_configuring import form_of
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Joining, Role, Visibility
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(community: CommunityPage) -> Page:
    return factories.index_of(community, GuideIndexPage)


@pytest.fixture
def closed(section: Page) -> Page:
    """Its address is « plan », and a member may not know it."""
    page = factories.guide(section, title="Plan fermé", slug="plan")
    factories.restrict(page, groups=["rouge"])
    return page


@pytest.fixture
def author(client: Client, community: CommunityPage) -> User:
    person = factories.member(community)
    client.force_login(person)
    return person


def test_a_new_page_gets_the_next_address(
    client: Client, author: User, section: Page, closed: Page
) -> None:
    for number in (2, 3):
        assert client.post(add_url(section), guide_form(title="P", slug="plan")).status_code == 302
        assert GuidePage.objects.get(slug=f"plan-{number}").owner == author


def test_a_known_page_is_named_as_before(client: Client, author: User, section: Page) -> None:
    factories.guide(section, slug="plan")
    answer = client.post(add_url(section), guide_form(slug="plan"))
    assert "slug" in answer.context["form"].errors


def test_whoever_knows_the_page_is_told(as_admin: Client, section: Page, closed: Page) -> None:
    answer = as_admin.post(add_url(section), guide_form(slug="plan"))
    assert "slug" in answer.context["form"].errors


def test_a_page_that_changes_its_address_gets_the_next_one(
    client: Client, author: User, section: Page, closed: Page
) -> None:
    page = factories.guide(section, title="À moi", owner=author)
    assert client.post(edit_url(page), guide_form(slug="plan")).status_code == 302
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().slug == "plan-2"


def test_a_copy_gets_the_next_address(
    client: Client, author: User, section: Page, closed: Page
) -> None:
    page = factories.guide(section, title="À moi", owner=author)
    sent = {"new_title": "Copie", "new_slug": "plan", "new_parent_page": section.pk}
    copy = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert client.post(copy, sent).status_code == 302
    assert Page.objects.get(slug="plan-2").title == "Copie"


@pytest.mark.parametrize("several", [False, True])
def test_a_page_that_moves_gets_the_next_address(
    client: Client, author: User, section: Page, closed: Page, several: bool
) -> None:
    folder = factories.publish(GuideIndexPage(title="Dossier"), section)
    page = factories.guide(folder, title="À moi", slug="plan", owner=author)
    page.unpublish()
    if several:
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        answer = client.post(f"{bulk}?id={page.pk}", {"chooser": section.pk})
    else:
        address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, section.pk])
        assert client.get(address).status_code == 200
        answer = client.post(address)
    assert answer.status_code == 302
    moved = Page.objects.get(pk=page.pk)
    assert moved.is_child_of(section)
    assert moved.slug == "plan-2"
    assert moved.get_latest_revision_as_object().slug == "plan-2"


def test_a_community_gets_the_next_address(client: Client, home: Page) -> None:
    """Where its form says the address; on the site it is made of the name, and numbered."""
    hidden = {"visibility": Visibility.HIDDEN, "joining": Joining.INVITATION}
    factories.community(title="Mentorat", slug="mentorat", **hidden)
    mine = factories.community(title="Autre")
    person = factories.user("chef@example.org")
    Membership.objects.create(community=mine, person=person, role=Role.FACILITATOR)
    client.force_login(person)
    form = form_of(mine, slug="mentorat", **{"action-publish": "1"})
    assert client.post(edit_url(mine), form).status_code == 302
    mine.refresh_from_db()
    assert mine.slug == "mentorat-2"
