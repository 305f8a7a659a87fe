"""The directory, the door and the community's page: who is shown what."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.communities.scenes import client_of, hidden, restricted, scene
from tests.together import together
from wiki.communities.doors import door_url
from wiki.communities.models import CommunityPage, PinnedPage
from wiki.communities.queries import listed
from wiki.communities.rights import Joining, Role, Visibility
from wiki.people.models import User

pytestmark = pytest.mark.django_db
DIRECTORY = "/communities/"


def soup(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def cards(page: BeautifulSoup) -> dict[str, str]:
    """Title and foot of each card, in order."""
    found = page.select(".card.kind-community")
    return {
        " ".join(card.select_one("h2, h3").text.split()): " ".join(
            card.select_one(".card-foot").text.split()
        )
        for card in found
    }


def test_directory_shows_what_each_person_may_know_of(home: object, reader: User) -> None:
    assert reverse("guides:communities") == DIRECTORY
    scene("Ouverte")
    scene("Interne", visibility=Visibility.INTERNAL)
    shut, secret = restricted(), hidden()
    assert list(cards(soup(client_of(None), DIRECTORY))) == ["Ouverte"]
    assert list(cards(soup(client_of(reader), DIRECTORY))) == [
        "Dialogue social", "Interne", "Ouverte",
    ]  # fmt: skip
    assert "Secrète" in cards(soup(client_of(secret.member), DIRECTORY))
    factories.guide(shut.community)
    foot = cards(soup(client_of(reader), DIRECTORY))["Dialogue social"]
    assert "page" not in foot
    assert "1 page" in cards(soup(client_of(shut.member), DIRECTORY))["Dialogue social"]


def test_card_of_a_closed_community_leads_to_its_door(home: object, reader: User) -> None:
    shut = restricted()
    links = {a["href"] for a in soup(client_of(reader), DIRECTORY).select(".card a")}
    assert links == {door_url(shut.community)}
    links = {a["href"] for a in soup(client_of(shut.member), DIRECTORY).select(".card a")}
    assert links == {shut.community.url}
    home_page = soup(client_of(reader), "/")
    assert door_url(shut.community) in {a["href"] for a in home_page.select(".card a")}


def test_my_communities_come_first_and_archived_ones_last(home: object) -> None:
    scene("Abeilles")
    mine = scene("Zèbres")
    old = scene("Anciens")
    CommunityPage.objects.filter(pk=old.community.pk).update(archived_at=timezone.now())
    page = soup(client_of(mine.member), DIRECTORY)
    assert list(cards(page)) == ["Zèbres", "Abeilles", "Anciens"]
    assert list(cards(soup(client_of(mine.member), "/"))) == ["Zèbres", "Abeilles"]
    assert [head["id"] for head in page.select("main h2[id]")] == [
        "mine-title", "others-title", "archived-title",
    ]  # fmt: skip


def test_names_stand_in_the_order_of_a_dictionary(home: object) -> None:
    for title in ("Veille", "Écoute", "animation"):
        scene(title)
    assert list(cards(soup(client_of(None), DIRECTORY))) == ["animation", "Écoute", "Veille"]


def test_a_community_closed_by_hand_is_listed_to_members_only(home: object, reader: User) -> None:
    shut = restricted()
    assert shut.community in listed(reader)
    factories.restrict(shut.community, groups=["Direction"])
    assert shut.community not in listed(reader)
    assert shut.community in listed(shut.member)
    assert client_of(reader).get(door_url(shut.community)).status_code == 404
    reader.groups.add(*reader.groups.model.objects.filter(name="Direction"))
    assert shut.community in listed(reader)


def test_directory_of_thirty_costs_as_much_as_one_of_three(home: object, reader: User) -> None:
    client = client_of(reader)

    def cost() -> int:
        client.get(DIRECTORY)
        with CaptureQueriesContext(connection) as found:
            client.get(DIRECTORY)
        return len(found)

    kinds = list(Visibility)[:3]
    for number in range(3):
        scene(f"Communauté {number}", visibility=kinds[number % 3])
    few = cost()
    for number in range(3, 30):
        community = CommunityPage(
            title=f"Communauté {number}", summary="x", visibility=kinds[number % 3]
        )
        home.add_child(instance=community)  # type: ignore[attr-defined]
        factories.member(community, f"c{number}@example.org", role=Role.FACILITATOR)
    assert len(cards(soup(client, DIRECTORY))) == 30
    assert cost() == few
    assert few <= 16


def test_door_is_for_those_who_know_and_do_not_read(home: object, reader: User) -> None:
    shut, secret = restricted(domain="<p>Négocier</p>"), hidden()
    factories.guide(shut.community, title="Un guide caché")
    page = soup(client_of(reader), door_url(shut.community))
    text = page.main.text
    for words in ("Dialogue social", "Awa Diallo", shut.community.summary):
        assert words in text
    assert "Négocier" not in text  # a text of its page, which members read
    assert "Un guide caché" not in text
    assert page.select_one(f"main a[href='{shut.url('join/')}']")
    inside = client_of(shut.member).get(door_url(shut.community))
    assert inside.headers["Location"] == shut.community.url
    assert client_of(reader).get(door_url(secret.community)).status_code == 404
    assert client_of(reader).get("/communities/nulle-part/door/").status_code == 404
    # A visitor learns nothing: the answer is the same for what exists and what does not.
    for slug in (secret.community.slug, shut.community.slug, "nulle-part"):
        answer = client_of(None).get(f"/communities/{slug}/door/")
        assert (answer.status_code, answer.headers["Location"]) == (
            302, f"/account/sign-in/?next=/communities/{slug}/door/",
        )  # fmt: skip


@pytest.mark.parametrize("joining", list(Joining))
def test_page_of_a_community_holds_no_token_for_visitors(home: object, joining: Joining) -> None:
    section = scene("Ouverte", joining=joining)
    html = client_of(None).get(section.community.url).content.decode()
    assert "csrfmiddlewaretoken" not in html
    assert (section.url("join/") in html) is (joining is not Joining.INVITATION)


def test_page_of_a_community_has_the_right_button(home: object, reader: User) -> None:
    section = scene("Ouverte", joining=Joining.OPEN, charter="<p>On cite.</p>", rituals="<p>R.</p>")
    url = section.community.url
    page = soup(client_of(reader), url)
    assert page.select_one(f"form[action='{section.url('join/')}'] [name=csrfmiddlewaretoken]")
    assert page.select_one("#charter").text.strip().endswith("On cite.")
    assert page.select_one("#rituals")
    assert not page.select_one(f"main a[href='{section.url('members/')}']")
    page = soup(client_of(section.member), url)
    assert page.select_one(f"a[href='{section.url('leave/')}']")
    members = page.select_one(f"main a[href='{section.url('members/')}']")
    assert members.text.split()[0] == "2"
    archived = CommunityPage.objects.filter(pk=section.community.pk)
    archived.update(archived_at=timezone.now())
    page = soup(client_of(reader), url)
    assert not page.select_one(f"[action='{section.url('join/')}']")


def test_next_dates_are_the_next_three(home: object) -> None:
    section = scene("Ouverte")
    now = timezone.now()
    for days in (-3, 40, 3, 30, 20):
        start = now + timedelta(days=days)
        section.community.gatherings.create(title=f"Dans {days} jours", starts_at=start)
    started = now - timedelta(minutes=30)
    section.community.gatherings.create(
        title="En cours", starts_at=started, ends_at=started + timedelta(hours=2)
    )
    found = soup(client_of(None), section.community.url).select("#dates strong")
    assert [each.text for each in found] == ["En cours", "Dans 3 jours", "Dans 20 jours"]


def test_pinned_pages_are_shown_to_those_who_may_read_them(home: object, reader: User) -> None:
    section, shut = scene("Ouverte"), restricted()
    second, first = (factories.guide(section.community, title=each) for each in ("Deux", "Un"))
    secret = factories.guide(shut.community, title="Caché")
    for page in (first, second, secret):
        PinnedPage.objects.create(community=section.community, page=page)

    def pinned(person: User) -> list[str]:
        page = soup(client_of(person), section.community.url)
        return [link.text for link in page.select("[aria-labelledby=pinned-title] h3 a")]

    assert pinned(reader) == ["Un", "Deux"]
    assert pinned(shut.member) == ["Un", "Deux", "Caché"]


def test_whoever_may_open_a_community_finds_where(home: object, reader: User) -> None:
    client = client_of(reader)
    assert "/communities/new/" not in client.get(DIRECTORY).content.decode()
    reader.user_permissions.add(Permission.objects.get(codename="open_community"))
    assert "/communities/new/" in client.get(DIRECTORY).content.decode()


@together(
    ("joining", "words"),
    [
        (Joining.OPEN, "joins with one click"),
        (Joining.REQUEST, "One asks to join"),
        (Joining.INVITATION, "One joins by invitation"),
    ],
)
def test_the_way_in_is_told_where_nobody_wrote_of_it(
    home: object, joining: Joining, words: str
) -> None:
    place = scene("Accueil", joining=joining).community
    visitor = Client(headers={"accept-language": "en"})
    assert words in soup(visitor, place.url).select_one("#join").text
    place.how_to_join = "<p>Venez un jeudi.</p>"
    place.save()
    assert "Venez un jeudi." in soup(visitor, place.url).select_one("#join").text
    place.archived_at = timezone.now()
    place.save()
    assert soup(visitor, place.url).select_one("#join") is None
