"""What the CMS says of one's own pages: less once one has left, or their place has closed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from guides.models import GuideIndexPage
from tests import factories
from tests.cms.page_views import ABOUT_A_PAGE, MISSING, said
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(community: CommunityPage) -> Page:
    """A part of the community, which its members read and write."""
    place = GuideIndexPage(title="Cercle fermé", slug="cercle-ferme")
    return factories.publish(place, factories.index_of(community, GuideIndexPage))


@pytest.fixture
def own(client: Client, community: CommunityPage, circle: Page) -> Page:
    """The page in the circle that whoever asks wrote."""
    author = factories.member(community, "auteure@example.org")
    client.force_login(author)
    return factories.guide(circle, title="Plan à moi", owner=author)


def test_what_one_wrote_elsewhere_is_forgotten_on_leaving(
    client: Client, hidden: CommunityPage
) -> None:
    author = factories.member(hidden, "auteur@example.org")
    factories.member(factories.community(title="Autre"), "x@example.org")
    guide = factories.guide(hidden, title="Plan quitté", owner=author)
    guide.title = "Plan quitté encore"
    guide.save_revision(user=author, log_action=True)
    hidden.memberships.get(person=author).delete()
    factories.let_write_everywhere("Nulle part")
    client.force_login(author)
    for address in ("/", reverse("wagtailadmin_home")):
        assert "quitté" not in client.get(address).content.decode()


def test_what_one_submitted_elsewhere_is_forgotten_on_leaving(
    cms: Client, community: CommunityPage, hidden: CommunityPage, facilitator: User
) -> None:
    for section in (community, hidden):
        page = factories.guide(section, title=f"Proposition à {section.title}")
        page.save_revision(user=facilitator)
        page.get_workflow().start(page, facilitator)
    shown = cms.get("/cms/").content.decode()
    assert "Proposition à Animation" in shown
    assert "Proposition à Projet discret" not in shown


LOCKED = ("wagtailadmin_home", "wagtailadmin_reports:locked_pages")


@together("name", LOCKED)
def test_what_one_locked_elsewhere_is_forgotten_on_leaving(
    cms: Client, community: CommunityPage, hidden: CommunityPage, facilitator: User, name: str
) -> None:
    lock = {"locked": True, "locked_by": facilitator, "locked_at": timezone.now()}
    for section in (community, hidden):
        page = factories.guide(section, title=f"Verrou de {section.title}")
        Page.objects.filter(pk=page.pk).update(**lock)
    shown = cms.get(reverse(name)).content.decode()
    assert "Verrou de Animation" in shown
    assert "Verrou de Projet discret" not in shown


REPORTS = ("wagtailadmin_home", "wagtailadmin_reports:workflow",
           "wagtailadmin_reports:workflow_tasks")  # fmt: skip


@together("name", REPORTS)
def test_reviews_of_ones_own_page_close_with_its_place(
    client: Client, own: Page, circle: Page, name: str
) -> None:
    page = type(own).objects.get(pk=own.pk)
    page.save_revision(user=page.owner)
    page.get_workflow().start(page, page.owner)
    assert "Plan à moi" in said(client.get(reverse(name)))
    factories.restrict(circle, groups=["red"])
    assert "Plan à moi" not in said(client.get(reverse(name)))


@together("name", ABOUT_A_PAGE)
def test_ones_own_page_closes_with_its_place(
    client: Client, own: Page, circle: Page, name: str
) -> None:
    """Its form, its history and its address name the places above it."""
    factories.restrict(circle, groups=["red"])
    here, nowhere = (client.get(reverse(name, args=[pk])) for pk in (own.pk, MISSING))
    assert (here.status_code, said(here)) == (nowhere.status_code, said(nowhere))
    assert here.status_code == 404


def test_ones_own_page_stays_in_an_open_place(client: Client, own: Page, circle: Page) -> None:
    """Also when it is closed to its author itself: nothing but the page itself is named there."""
    factories.restrict(own, groups=["red"])
    factories.restrict(factories.guide(circle, title="Plan voisin"), groups=["red"])
    assert client.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    listing = said(client.get(reverse("wagtailadmin_explore", args=[circle.pk])))
    assert "Plan à moi" in listing
    assert "Plan voisin" not in listing
