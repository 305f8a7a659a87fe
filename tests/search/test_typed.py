"""What is typed and asks for nothing, or only for what to leave out."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from search import service
from search.params import Sort
from tests import factories
from tests.search.conftest import Ask, titles
from tests.together import together
from wiki.communities.models import CommunityPage


@together("text", ["?", "d'", "L’ ", '""', "« »", "-", "qu'", "- ’ !", "l' d'"])
def test_marks_and_lone_articles_ask_for_nothing(
    community: CommunityPage, committed, ask: Ask, text: str
):
    with committed():
        factories.guide(community, title="Mentorat")
    page = ask(f"q={text}&type=guide")
    assert titles(page) == ["Mentorat"]
    assert (page.params.text, page.near) == ("", False)


def test_a_page_that_asks_for_nothing_says_that_it_shows_all(search_index, client: Client):
    html = client.get(reverse("search:results"), {"q": "d'"}, headers={"accept-language": "en"})
    page = BeautifulSoup(html.content, "html.parser")
    assert page.h1.get_text() == "All pages"
    assert not page.select_one("input[name=q]").get("value")


def test_words_to_leave_out_alone_leave_all_the_others(
    community: CommunityPage, committed, ask: Ask
):
    with committed():
        factories.guide(community, title="Donner des badges")
        factories.guide(community, title="Mentorat")
    page = ask("q=-badge&type=guide")
    assert titles(page) == ["Mentorat"]
    assert (page.near, page.params.text) == (False, "-badge")
    assert Sort.RELEVANCE not in {sort.key for sort in page.sorts}, "there is no best answer"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("l'acc", "Accueillir un membre"),
        ("L’ACC", "Accueillir un membre"),
        ("qu'accueil", "Accueillir un membre"),
        ("d'un membre", "Accueillir un membre"),
        ("l'acc", "L’accueil en six semaines, pour les nouveaux"),
        ("accue", "L’accueil en six semaines, pour les nouveaux"),
    ],
)
def test_an_article_does_not_keep_suggestions_away(
    community: CommunityPage, committed, search_index, text: str, title: str
):
    with committed():
        factories.guide(community, title=title)
    assert [page.title for page in service.suggest(text, AnonymousUser()).pages] == [title]


def test_a_title_that_begins_as_typed_is_suggested_first(
    community: CommunityPage, committed, search_index
):
    with committed():
        factories.guide(community, title="Accueillir")
        factories.guide(community, title="L’accueil en six semaines")
    offered = service.suggest("l'acc", AnonymousUser())
    assert [page.title for page in offered.pages] == ["L’accueil en six semaines", "Accueillir"]


def test_themes_are_suggested_after_an_article(search_index):
    factories.theme("Accueil et intégration")
    offered = service.suggest("l'acc", AnonymousUser())
    assert [theme.label for theme in offered.themes] == ["Accueil et intégration"]
    assert not service.suggest("l'", AnonymousUser()).total


@together("page", ["zzz", "0", "-1", "", "1.5", "2", "99999999999999999999", "²"])
def test_a_page_of_results_that_cannot_be_is_missing(search_index, client: Client, page: str):
    """As in all other lists."""
    for asked in ("", "mentorat"):
        response = client.get(reverse("search:results"), {"q": asked, "page": page})
        assert response.status_code == 404
    assert client.get(reverse("search:results"), {"page": "001"}).status_code == 200
