"""Searches that people keep, on their screens."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Visibility
from wiki.people.models import User
from wiki.people.services import erase
from wiki.syndication.models import Rhythm, SavedSearch
from wiki.syndication.searches import services
from wiki.syndication.searches.services import Wanted

pytestmark = pytest.mark.django_db
LIST, NEW = "/account/searches/", "/account/searches/new/"


def soup(response: Any) -> Any:
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def signed_in(client: Client, home: object, reader: User) -> Client:
    client.force_login(reader)
    return client


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_it_is_kept_from_its_results(
    signed_in: Client, community: CommunityPage, index: None, headers: dict[str, str]
) -> None:
    theme = factories.theme("Réunions")
    results = signed_in.get(
        "/search/", {"q": "école", "theme": theme.slug, "sort": "newest"}, headers=headers
    )
    link = soup(results).find("a", string="Keep this search") or soup(results).select_one(
        "a[href^='/account/searches/new/']"
    )
    assert link["hx-boost"] == "false"
    form = soup(signed_in.get(link["href"]))
    assert "« école », Réunions" in form.select_one(".lead").text
    assert form.select_one("input[name=name]")["value"] == "école"
    address = form.select_one("form.panel")["action"]
    assert signed_in.post(address, {"name": "Mes écoles", "rhythm": "weekly"}).status_code == 302
    kept = SavedSearch.objects.get()
    assert (kept.name, kept.query, kept.rhythm) == (
        "Mes écoles", "q=%C3%A9cole&theme=reunions", Rhythm.WEEKLY,
    )  # fmt: skip
    row = soup(signed_in.get(LIST)).select_one(".rows li")
    assert row.a["href"] == "/search/?q=%C3%A9cole&theme=reunions"
    assert "« école », Réunions" in row.text


def test_visitors_are_offered_nothing(home: object, index: None) -> None:
    client = Client()
    assert not soup(client.get("/search/", {"q": "x"})).select("a[href*='searches/new']")
    assert client.get(NEW, {"q": "x"}).status_code == 302


def test_the_same_search_is_kept_once(signed_in: Client) -> None:
    for name in ("Un", "Deux"):
        signed_in.post(f"{NEW}?q=a&page=3&sort=title", {"name": name, "rhythm": "none"})
    assert SavedSearch.objects.get().name == "Deux"


def test_names_and_rhythms_change_and_searches_go(signed_in: Client, reader: User) -> None:
    search = SavedSearch.objects.create(person=reader, name="Un", query="q=a", rhythm="none")
    before = search.looked_at
    signed_in.post(f"{LIST}{search.pk}/", {"name": "Deux", "rhythm": "now"})
    search.refresh_from_db()
    assert (search.name, search.rhythm, search.query) == ("Deux", "now", "q=a")
    assert search.looked_at > before
    assert search.made_at > before, "what came while nobody wanted to hear is no news"
    signed_in.post(f"{LIST}{search.pk}/delete/")
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("path", ["{}/", "{}/delete/"])
def test_those_of_others_do_not_exist(signed_in: Client, path: str) -> None:
    other = factories.user("other@example.org")
    search = SavedSearch.objects.create(person=other, name="Secret", query="q=a")
    assert signed_in.post(LIST + path.format(search.pk), {"name": "x"}).status_code == 404
    assert signed_in.post(LIST + path.format(999), {"name": "x"}).status_code == 404
    assert SavedSearch.objects.get().name == "Secret"
    with pytest.raises(NotAllowed):
        services.delete_search(search, by=factories.user("third@example.org"))


@pytest.mark.parametrize(
    "data",
    [{}, {"name": "", "rhythm": "now"}, {"name": "x" * 101, "rhythm": "now"},
     {"name": "a\0b", "rhythm": "now"}, {"name": "a", "rhythm": "hourly"}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(signed_in: Client, data: dict[str, str]) -> None:
    response = signed_in.post(f"{NEW}?q=a", data)
    assert response.status_code == 422
    assert soup(response).select_one(".field-error")
    assert not SavedSearch.objects.exists()
    if len(data.get("name", "")) > 100:
        assert soup(response).select_one("input[name=name]")["value"] == data["name"]


def test_there_are_limits(signed_in: Client, reader: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(services, "MOST_SEARCHES", 2)
    for word in "ab":
        services.save_search(reader, f"q={word}", wanted=Wanted(word, "none"))
    response = signed_in.post(f"{NEW}?q=c", {"name": "c", "rhythm": "none"})
    assert response.status_code == 422
    assert soup(response).select_one("[role=alert]")
    assert SavedSearch.objects.count() == 2
    long = "&".join(f"tag={'x' * 190}{number}" for number in range(20))
    response = signed_in.post(f"{NEW}?{long}", {"name": "c", "rhythm": "none"})
    assert response.status_code == 422


def test_a_hidden_community_is_not_named(signed_in: Client, reader: User) -> None:
    factories.community(
        title="Cellule noire", slug="cellule-n", visibility=Visibility.HIDDEN, joining="invitation"
    )
    SavedSearch.objects.create(person=reader, name="Un", query="community=cellule-n&type=guide")
    words = soup(signed_in.get(LIST)).main.text
    assert "cellule-n" in words
    assert "Cellule noire" not in words


def test_the_list_costs_the_same_however_long(signed_in: Client, reader: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(LIST).status_code == 200
        return len(queries)

    theme = factories.theme("Réunions")
    SavedSearch.objects.create(person=reader, name="Un", query=f"theme={theme.slug}")
    cost()
    few = cost()
    for number in range(10):
        query = f"theme={theme.slug}&q={number}&type=guide"
        SavedSearch.objects.create(person=reader, name="Un", query=query)
    assert cost() == few <= 16


def test_they_go_with_the_person(reader: User) -> None:
    SavedSearch.objects.create(person=reader, name="Un", query="q=a")
    erase(reader)
    assert not SavedSearch.objects.exists()
