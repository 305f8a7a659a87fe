"""What an act takes along is known to whoever does it, and so is the number."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from guides.models import GuideIndexPage, GuidePage
from tests import factories
from tests.cms.test_children import emptied, with_a_closed_guide
from tests.cms.test_known_pages import said
from wiki.communities.cms.policy import known
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role
from wiki.people.models import User

pytestmark = pytest.mark.django_db
BULK = ("delete", "move", "publish", "unpublish")


@pytest.fixture
def author(community: CommunityPage) -> User:
    return factories.member(community)


@pytest.fixture
def folder(community: CommunityPage, author: User) -> Page:
    """The author's own draft, with one guide that the author may not know."""
    folder = with_a_closed_guide(factories.index_of(community, GuideIndexPage), "Dossier")
    Page.objects.filter(pk=folder.pk).update(owner=author, live=False)
    return Page.objects.get(pk=folder.pk)


@pytest.fixture
def cms(client: Client, author: User) -> Client:
    client.force_login(author)
    return client


def url(name: str, page: Page) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def test_no_form_tells_of_what_is_unknown_below(cms: Client, folder: Page) -> None:
    bulk = [reverse("wagtail_bulk_action", args=["wagtailcore", "page", act]) for act in BULK]
    addresses = [
        *(url(name, folder) for name in ("edit", "delete", "copy", "move", "unpublish", "usage")),
        reverse("wagtailadmin_pages:move_confirm", args=[folder.pk, folder.get_parent().pk]),
        reverse("wagtailadmin_explore", args=[folder.pk]),
        reverse("wagtailadmin_explore", args=[folder.get_parent().pk]),
        *(f"{address}?id={folder.pk}" for address in bulk),
    ]
    before = [said(cms.get(address)) for address in addresses]
    emptied(folder)
    for address, text in zip(addresses, before, strict=True):
        assert text == said(cms.get(address)), address


def test_what_is_unknown_is_not_taken_along(cms: Client, folder: Page) -> None:
    """Whoever asks is refused as where a right is missing."""
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    elsewhere = factories.index_of(CommunityPage.objects.get(), GuideIndexPage)
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[folder.pk, elsewhere.pk])
    for address in (url("delete", folder), f"{bulk}?id={folder.pk}", confirm):
        answer = cms.post(address, follow=True)
        assert "fermé" not in said(answer)
        assert GuidePage.objects.filter(title="Plan fermé").exists(), address


def test_an_own_tree_that_is_known_goes(cms: Client, folder: Page, author: User) -> None:
    emptied(folder)
    cms.post(url("delete", folder))
    assert not Page.objects.filter(pk=folder.pk).exists()


@pytest.mark.parametrize("as_alias", [False, True])
def test_a_copy_holds_what_its_maker_knows(
    cms: Client, folder: Page, author: User, as_alias: bool
) -> None:
    factories.guide(folder, title="Plan ouvert")
    other = factories.community(title="Autre")
    Membership.objects.create(community=other, person=author, role=Role.FACILITATOR)
    form = cms.get(url("copy", folder)).context["form"]
    assert "1 " in str(form.fields["copy_subpages"].help_text)
    place = factories.index_of(other, GuideIndexPage)
    sent = {"new_title": "Copie", "new_slug": "copie", "copy_subpages": "on",
            "new_parent_page": place.pk} | ({"alias": "on"} if as_alias else {})  # fmt: skip
    assert cms.post(url("copy", folder), sent).status_code == 302
    copied = Page.objects.get(slug="copie")
    assert [page.title for page in copied.get_children()] == ["Plan ouvert"]
    assert copied.numchild == 1
    assert (copied.alias_of_id == folder.pk) is as_alias
    assert Page.find_problems() == ([], [], [], [], [])


def test_whoever_publishes_knows_all_that_is_below(community: CommunityPage, folder: Page) -> None:
    """So the numbers in the forms for unpublishing, publishing and moving hold nothing else."""
    for role in Role:
        person = factories.member(community, f"{role.value}@example.org", role=role)
        rights = folder.permissions_for_user(person)
        every = {page.pk for page in folder.get_descendants()}
        if rights.can_publish() or rights.can_delete() or rights.can_move():
            assert every <= set(known(person).values_list("pk", flat=True)), role
