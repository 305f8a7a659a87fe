"""A copy made in the CMS is as closed as its source."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from guides.models import GuideIndexPage
from tests import factories
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role, Visibility
from wiki.people.models import User

pytestmark = pytest.mark.django_db
CIRCLE = "Cercle"


@pytest.fixture
def restricted() -> CommunityPage:
    return factories.community(title="Projet", visibility=Visibility.RESTRICTED)


@pytest.fixture
def editor(restricted: CommunityPage) -> User:
    """Runs the community, and is in the circle."""
    person = factories.member(restricted, "animatrice@example.org", role=Role.FACILITATOR)
    person.groups.add(Group.objects.get_or_create(name=CIRCLE)[0])
    return person


@pytest.fixture
def member(restricted: CommunityPage) -> User:
    return factories.member(restricted, "membre@example.org")


@pytest.fixture
def cms(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def copied(cms: Client, page: Page, place: Page, **fields: str) -> Page:
    sent = {
        "new_title": "Copie", "new_slug": "copie", "new_parent_page": place.pk,
        "copy_subpages": "on", "publish_copies": "on", **fields,
    }  # fmt: skip
    answer = cms.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), sent)
    assert answer.status_code == 302
    return Page.objects.get(slug="copie")


def status(reader: Client, page: Page) -> int:
    return reader.get(page.get_url()).status_code


def test_a_closed_page_in_a_closed_place(
    cms: Client, restricted: CommunityPage, editor: User, member: User
) -> None:
    place = factories.index_of(restricted, GuideIndexPage)
    secret = factories.guide(restricted, title="Plan du cercle")
    factories.restrict(secret, groups=[CIRCLE])
    copy = copied(cms, secret, place)
    assert copy.live
    reader = Client()
    reader.force_login(member)
    assert status(reader, secret) == status(reader, copy) == 404
    assert "Copie" not in reader.get(restricted.get_url()).content.decode()
    assert status(cms, copy) == 200
    assert copy.view_restrictions.count() == 1


def test_a_closed_page_below_the_one_that_is_copied(
    cms: Client, restricted: CommunityPage, community: CommunityPage, editor: User, member: User
) -> None:
    """In an open place too, where Wagtail carries what stands on the uppermost page alone."""
    Membership.objects.create(community=community, person=editor, role=Role.FACILITATOR)
    part = factories.publish(
        GuideIndexPage(title="Partie", slug="partie"),
        factories.index_of(community, GuideIndexPage),
    )
    factories.guide(part, title="Plan ouvert")
    factories.restrict(factories.guide(part, title="Plan fermé"), groups=[CIRCLE])
    copy = copied(cms, part, factories.index_of(community, GuideIndexPage))
    open_one, closed_one = copy.get_children().order_by("-title")
    assert (open_one.title, closed_one.title) == ("Plan ouvert", "Plan fermé")
    reader = Client()
    reader.force_login(member)
    assert (status(reader, open_one), status(reader, closed_one)) == (200, 404)
    assert closed_one.view_restrictions.get().groups.get().name == CIRCLE


def test_restrictions_are_carried_once(cms: Client, community: CommunityPage, editor: User) -> None:
    """Into an open place Wagtail carries them already."""
    Membership.objects.create(community=community, person=editor, role=Role.FACILITATOR)
    secret = factories.guide(community, title="Plan du cercle")
    factories.restrict(secret, groups=[CIRCLE])
    copy = copied(cms, secret, factories.index_of(community, GuideIndexPage))
    assert copy.view_restrictions.count() == 1
