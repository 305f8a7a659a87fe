"""Meetings, pins, opening and beginning, as those who run a community see them."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from guides.models import GuidePage
from guides.opening import open_with_content
from guides.templates_to_copy import templates_of
from tests import factories
from wiki.communities.models import CommunityPage, Gathering, Membership
from wiki.communities.rights import Role, Visibility
from wiki.communities.services.opening import NewCommunity
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(community: CommunityPage, client: Client) -> User:
    """Facilitates, and is signed in."""
    person = factories.member(community, role=Role.FACILITATOR)
    client.force_login(person)
    return person


def test_meetings_on_the_site(
    client: Client, community: CommunityPage, chief: User, reader: User
) -> None:
    new = f"/communities/{community.slug}/meetings/new/"
    good = {"title": "Atelier", "starts_at": "2027-03-01T14:00", "place": "https://visio.example"}
    for bad in (
        {"title": ""},
        {"starts_at": ""},
        {"starts_at": "demain"},
        {"starts_at": "0001-01-01T00:00"},
        {"starts_at": "9999-12-31T23:59"},
        {"starts_at": "2027-02-30T10:00"},
        {"starts_at": "2027-03-28T02:30"},  # an hour that does not exist here
        {"ends_at": "2027-03-01T13:00"},
        {"notes": "x" * 2001},
    ):
        response = client.post(new, {**good, **bad})
        assert response.status_code == 200, bad
        assert response.context["form"].errors, bad
    assert not Gathering.objects.exists()
    assert client.post(new, {**good, "ends_at": "2027-03-01T15:00"}).status_code == 302
    row = Gathering.objects.get()
    assert row.made_by == chief
    listing = f"/communities/{community.slug}/meetings/"
    assert "Atelier" in Client().get(listing).content.decode()
    assert "/remove/" not in Client().get(listing).content.decode()
    edit = f"{listing}{row.pk}/"
    assert "2027-03-01T14:00" in client.get(edit).content.decode()
    assert client.post(edit, {**good, "title": "Autre"}).status_code == 302
    assert client.get(f"{edit}remove/").status_code == 405
    other = factories.community(title="Autre")
    assert client.get(f"/communities/{other.slug}/meetings/{row.pk}/").status_code == 403
    Membership.objects.create(community=other, person=chief, role=Role.FACILITATOR)
    assert client.get(f"/communities/{other.slug}/meetings/{row.pk}/").status_code == 404
    assert client.get(f"{listing}{'9' * 30}/").status_code == 404
    client.force_login(reader)
    assert client.post(f"{edit}remove/").status_code == 403
    client.force_login(chief)
    assert client.post(f"{edit}remove/").status_code == 302
    assert not Gathering.objects.exists()


def test_meetings_are_read_by_whoever_reads_the_community(
    client: Client, home: object, reader: User, django_assert_max_num_queries: object
) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    for days in range(5):
        moment = timezone.now() + timedelta(days=days - 2)
        Gathering.objects.create(community=closed, title=f"Atelier {days}", starts_at=moment)
    url = f"/communities/{closed.slug}/meetings/"
    assert client.get(url).status_code == 404
    client.force_login(reader)
    assert client.get(url).status_code == 404
    client.force_login(factories.member(closed))
    # One of them notes that the member is here, at most once in five minutes.
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        html = client.get(url).content.decode()
    assert html.count("Atelier") == 5


@pytest.mark.parametrize("everything", [False, True])
def test_whoever_runs_a_community_that_is_closed_to_them_opens_none_of_its_dates(
    client: Client, community: CommunityPage, chief: User, everything: bool
) -> None:
    row = Gathering.objects.create(
        community=community, title="Atelier", starts_at=timezone.now() + timedelta(days=1)
    )
    if everything:
        User.objects.filter(pk=chief.pk).update(is_superuser=True)
    edit = f"/communities/{community.slug}/meetings/{row.pk}/"
    assert "Atelier" in client.get(edit).content.decode()
    PageViewRestriction.objects.create(page=community, restriction_type="password", password="x")
    assert client.get(edit).status_code == 404
    assert client.post(f"{edit}remove/").status_code == 404
    assert Gathering.objects.exists()


def test_pins_from_the_page_and_on_their_screen(
    client: Client, community: CommunityPage, chief: User, reader: User
) -> None:
    pages = [factories.guide(community, title=f"Guide {n}") for n in range(3)]
    url = f"/communities/{community.slug}/pins/"
    html = client.get(pages[0].url).content.decode()
    assert f'action="{url}"' in html
    for page in pages:
        sent = {"page": page.pk, "act": "pin", "next": page.url}
        assert client.post(url, sent).headers["Location"] == page.url
    assert 'value="unpin"' in client.get(pages[0].url).content.decode()
    elsewhere = {"page": pages[2].pk, "act": "up", "next": "https://ailleurs.example/"}
    assert client.post(url, elsewhere).headers["Location"] == url
    order = [row.page_id for row in community.pinned_pages.all()]
    assert order == [pages[0].pk, pages[2].pk, pages[1].pk]
    assert client.get(url).status_code == 200
    for bad in ({}, {"page": "x", "act": "pin"}, {"page": "9" * 40, "act": "pin"},
                {"page": pages[0].pk, "act": "eat"}, {"page": 10**9, "act": "pin"}):  # fmt: skip
        assert client.post(url, bad).status_code == 404
    client.post(url, {"page": pages[0].pk, "act": "unpin"})
    assert community.pinned_pages.count() == 2
    client.force_login(reader)
    assert f'action="{url}"' not in client.get(pages[0].url).content.decode()


def test_a_pin_that_not_all_can_read_is_told(
    client: Client, community: CommunityPage, chief: User
) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    Membership.objects.create(community=closed, person=chief)
    page = factories.guide(closed)
    url = f"/communities/{community.slug}/pins/"
    response = client.post(url, {"page": page.pk, "act": "pin"}, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["success", "warning"]


def test_opening_from_the_form(client: Client, home: object, reader: User) -> None:
    url = "/communities/new/"
    assert client.get(url).status_code == 302
    client.force_login(reader)
    assert client.get(url).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="open_community"))
    friend = factories.user("amie@example.org")
    assert client.get(url).status_code == 200
    values = {
        "title": "Accueil", "summary": "Accueillir mieux.", "domain": "L’**accueil**.",
        "visibility": "internal", "joining": "open", "language": "fr",
        "facilitators": "Amie@example.org\n", "starters": ["charter", "welcome", "guide"],
    }  # fmt: skip
    for bad in (
        {"title": ""},
        {"facilitators": "personne@example.org"},
        {"visibility": "hidden"},
        {"starters": ["nonsense"]},
        {"language": "xx"},
        {"title": "\x00"},
    ):
        response = client.post(url, {**values, **bad})
        assert response.status_code == 200, bad
        assert response.context["form"].errors
    assert not CommunityPage.objects.exists()
    response = client.post(url, values)
    community = CommunityPage.objects.get()
    assert response.headers["Location"] == f"/communities/{community.slug}/settings/"
    assert "<strong>accueil</strong>" in community.domain
    people = set(community.memberships.values_list("person", "role"))
    assert people == {(reader.pk, "facilitator"), (friend.pk, "facilitator")}
    assert templates_of(community).count() == 1
    assert GuidePage.objects.filter(is_template=False, live=False).count() == 1


def test_beginning_from_a_template(client: Client, admin: User) -> None:
    new = NewCommunity(title="Accueil", summary="Accueillir.")
    community = open_with_content(new, by=admin, chosen=["guide", "case"]).community
    url = f"/communities/{community.slug}/begin/"
    template = templates_of(community).get(guidepage__isnull=False)
    outsider = factories.user("dehors@example.org")
    client.force_login(outsider)
    assert client.get(url).status_code == 403
    member = factories.member(community, "membre@example.org")
    client.force_login(member)
    assert template.title.split()[0] in client.get(url).content.decode()
    refused = client.post(url, {"template": template.pk, "title": "x" * 201})
    page = BeautifulSoup(refused.content, "html.parser")
    (wrong,) = page.select("main [aria-invalid=true]")
    assert wrong["value"] == "x" * 201
    assert page.select_one(f"#{wrong['id']}_error")
    assert page.select_one(f"main [role=alert] a[href='#{wrong['id']}']")
    assert client.post(url, {"template": template.pk, "title": " "}).status_code == 200
    assert client.post(url, {"template": 10**9, "title": "x"}).status_code == 404
    response = client.post(url, {"template": template.pk, "title": "Mon guide"})
    page = GuidePage.objects.get(title="Mon guide")
    assert response.headers["Location"] == f"/cms/pages/{page.pk}/edit/"
    assert client.get(response.headers["Location"]).status_code == 200
    assert client.post(url, {"add": "1"}).status_code == 403
    client.force_login(admin)
    assert client.post(url, {"add": "1"}).status_code == 302
    assert client.post(url, {"add": "1"}).status_code == 302
    assert templates_of(community).count() == 5
    # No reader meets the template anywhere.
    for address in ("/", "/browse/", community.url, "/sitemap.xml"):
        assert template.title not in client.get(address).content.decode()
    assert client.get(f"/go/{template.pk}/").status_code == 404
