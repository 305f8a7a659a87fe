"""Acts of the CMS's own programming interface: its screens' rules, and nothing told."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from guides.models import GuideIndexPage
from tests import factories
from tests.cms.page_views import MISSING
from tests.cms.test_children import with_a_closed_guide
from tests.together import together
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client, community: CommunityPage) -> User:
    """Facilitates the community, and is signed in."""
    found = factories.member(community, "deux@example.org", role=Role.FACILITATOR)
    client.force_login(found)
    return found


def section(community: CommunityPage) -> Page:
    return factories.index_of(community, GuideIndexPage)


def ask(client: Client, act: str, page: Page, place: object, **body: Any) -> HttpResponse:
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, act])
    sent = {"destination_page_id": place, **body}
    return client.post(address, sent, content_type="application/json")


@together("act", ["move", "copy", "create_alias"])
def test_a_place_that_one_may_not_know_is_none(
    client: Client, person: User, community: CommunityPage, hidden: CommunityPage, act: str
) -> None:
    page = factories.guide(community, title="Plan")
    here, nowhere = (ask(client, act, page, place) for place in (section(hidden).pk, MISSING))
    assert (here.status_code, here.json()) == (nowhere.status_code, nowhere.json())
    assert here.status_code == 404
    for wrong in ("x", "", None, 9**40):
        assert ask(client, act, page, wrong).status_code in {400, 404}


def test_a_move_to_another_community_is_that_of_the_screens(
    client: Client, person: User, community: CommunityPage
) -> None:
    other = factories.community(title="Autre")
    page = factories.guide(community, title="Plan", communities=[other])
    before = page.get_url()
    assert ask(client, "move", page, section(other).pk, position="last-child").status_code == 404
    Membership.objects.create(community=other, person=person, role=Role.FACILITATOR)
    told = ask(client, "move", page, section(other).pk, position="last-child")
    assert told.status_code == 200
    assert told.json()["id"] == page.pk
    moved = Page.objects.get(pk=page.pk).specific
    assert moved.is_child_of(section(other))
    assert [*moved.communities.all()] == []  # its own community is no tag
    entry = PageLogEntry.objects.get(page=page.pk, action="recueil.moved")
    assert (entry.user, entry.data["after"]["title"]) == (person, "Autre")
    assert client.get(before).status_code == 301


def test_beside_a_page_is_below_the_one_above(
    client: Client, person: User, community: CommunityPage
) -> None:
    first, second = (factories.guide(community, title=title) for title in ("Un", "Deux"))
    assert ask(client, "move", second, first.pk, position="left").status_code == 200
    assert [page.title for page in section(community).get_children()] == ["Deux", "Un"]


def test_no_place_beside_the_root(as_admin: Client, community: CommunityPage) -> None:
    page = factories.guide(community)
    root = Page.get_first_root_node()
    assert ask(as_admin, "move", page, root.pk).status_code == 400
    assert Page.objects.get(pk=page.pk).is_child_of(section(community))


def test_an_address_that_an_unknown_page_has_taken(
    client: Client, community: CommunityPage
) -> None:
    author = factories.member(community, "auteure@example.org")
    client.force_login(author)
    place = with_a_closed_guide(section(community), "Dossier")
    taken = place.get_children().get().slug
    page = factories.guide(section(community), title="À moi", slug=taken, owner=author)
    Page.objects.filter(pk=page.pk).update(live=False)
    told = ask(client, "move", page, place.pk, position="last-child")
    assert told.status_code == 200
    assert Page.objects.get(pk=page.pk).slug == f"{taken}-2"
