"""The results page, the suggestions, the browser's description, and what they cost."""

from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import service
from search.params import SearchParams, Sort
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User

RESULTS = "/search/"


@pytest.fixture
def some_guides(community: CommunityPage, committed) -> None:
    theme = factories.theme("Animation", synonyms="facilitation")
    with committed():
        for number in range(12):
            factories.guide(
                community,
                title=f"Réunion <b>{number}</b>",
                summary="Animer l’école & <script>alert(1)</script> ensemble.",
                tags=[f"étiquette {number}"],
                themes=[theme],
            )


@pytest.mark.usefixtures("some_guides")
def test_a_results_page_shows_marks_and_escapes_the_rest(client: Client):
    html = client.get(RESULTS, {"q": "école"}).content.decode()
    assert "l’<mark>école</mark> &amp; &lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "<b>" not in html
    assert html.count("<h1") == 1
    assert 'value="école"' in html


def test_a_title_opens_at_the_section_that_answers(
    client: Client, community: CommunityPage, committed
):
    body = [
        ("heading", {"text": "Animer une réunion à distance", "level": "2", "anchor": ""}),
        ("text", "<p>Une réunion se prépare.</p>"),
    ]
    with committed():
        guide = factories.guide(community, title="Animer une réunion", body=body)
    at_answer = f"{guide.url}#animer-une-reunion-a-distance"

    def hit_of(question: str) -> Any:
        html = BeautifulSoup(client.get(RESULTS, {"q": question}).content, "html.parser")
        return html.select_one(f".hits li[data-page='{guide.pk}']")

    answered = hit_of("réunion à distance")
    assert answered.select_one("h2 a")["href"] == at_answer
    assert answered.select_one(".hit-section a")["href"] == at_answer
    # Who types a title wants the page; which of its passages stands below is all the same.
    assert hit_of(guide.title).select_one("h2 a")["href"] == guide.url


@pytest.mark.usefixtures("some_guides")
def test_everything_is_in_the_address(client: Client):
    html = client.get(RESULTS, {"q": "réunion", "type": "guide", "page": "2"}).content.decode()
    assert f"?q={quote('réunion')}&amp;type=guide&amp;sort=title" in html
    assert 'aria-current="page"' in html
    assert html.count('<article class="hit">') == 2


@pytest.mark.usefixtures("some_guides")
def test_a_page_past_the_end_is_not_found(client: Client):
    assert client.get(RESULTS, {"q": "réunion", "page": "3"}).status_code == 404
    assert client.get(RESULTS, {"q": "réunion", "page": "9" * 40}).status_code == 404


@pytest.mark.usefixtures("some_guides")
def test_htmx_gets_the_part_that_changes(client: Client):
    whole = client.get(RESULTS, {"q": "réunion"})
    part = client.get(RESULTS, {"q": "réunion"}, headers={"HX-Request": "true"})
    assert "HX-Request" in part.headers["Vary"]
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "<title>" in part.content.decode()
    again = client.get(
        RESULTS,
        {"q": "réunion"},
        headers={"HX-Request": "true", "HX-History-Restore-Request": "true"},
    )
    assert "<html" in again.content.decode()


@pytest.mark.usefixtures("some_guides")
def test_queries_do_not_grow_with_rows(client: Client, reader: User, django_assert_max_num_queries):
    # The costliest case: several groups, restrictions, and changes that wait.
    factories.restrict(factories.community(title="Fermé"), groups=["Ressources", "Direction"])
    factories.restrict(factories.community(title="Interne"))
    client.force_login(reader)
    for address in (
        f"{RESULTS}?q=r%C3%A9union",
        f"{RESULTS}?q=r%C3%A9union&tag=etiquette-1&type=guide",
        f"{RESULTS}?q=reunnion",
        "/search/suggest/?q=r%C3%A9u",
    ):
        client.get(address)
        # One of them notes the search, once the answer has left; one asks how many notices
        # wait, one what waits in communities; when nothing is found, one asks who can be asked.
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_a_dead_search_says_so_and_keeps_the_question(
    client: Client, lose_index, monkeypatch: pytest.MonkeyPatch
):
    """Neither the index nor the database answers."""

    def dead(*args: object) -> None:
        raise OperationalError("server closed the connection")

    lose_index()
    monkeypatch.setattr(service, "reduced_answer", dead)
    answer = client.get(RESULTS, {"q": "mentorat"})
    assert answer.status_code == 503
    assert 'value="mentorat"' in answer.content.decode()
    offered = client.get(reverse("search:suggest"), {"q": "men"})
    assert offered.status_code == 200
    assert "option" not in offered.content.decode()
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["parts"]["search"] == "missing"


@pytest.mark.usefixtures("some_guides")
def test_suggestions_are_rows_of_a_combobox(client: Client):
    factories.theme("Réunions", slug="reunions", synonyms="rencontres")
    html = client.get(reverse("search:suggest"), {"q": "reun"}).content.decode()
    assert html.count('role="option"') == 7
    assert "Réunion &lt;b&gt;0" in html
    assert "/themes/reunions/" in html
    assert "option" in client.get(reverse("search:suggest"), {"q": "Renc"}).content.decode()
    assert "option" not in client.get(reverse("search:suggest"), {"q": " '’ "}).content.decode()


def test_browsers_learn_to_search_here(client: Client):
    answer = client.get(reverse("search:opensearch"))
    assert answer.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    assert answer.content.startswith(b"<?xml")
    assert b"/search/?q={searchTerms}" in answer.content


def test_the_newest_first_stand_with_the_day_that_orders_them(
    client: Client, community: CommunityPage, committed
):
    with committed():
        guide = factories.guide(community, title="Animer une réunion")
        guide.first_published_at = guide.first_published_at.replace(year=2001, month=2, day=3)
        guide.last_published_at = guide.first_published_at.replace(year=2002)
        guide.save()

    def day(sort: str) -> str:
        answer = client.get(RESULTS, {"q": "réunion", "sort": sort})
        return BeautifulSoup(answer.content, "html.parser").select_one(".hit time")["datetime"]

    assert day("newest") == "2001-02-03"
    assert day("updated") == "2002-02-03"


@pytest.mark.usefixtures("some_guides")
def test_a_long_question_leaves_room_for_its_answers(client: Client):
    asked = " ".join(["comment réunir une équipe"] * 8)
    html = BeautifulSoup(client.get(RESULTS, {"q": asked}).content, "html.parser")
    for title in (html.select_one("h1"), html.select_one("title")):
        assert asked[:100] in title.text
        assert "…" in title.text
        assert len(title.text.strip()) < 160
    assert html.select_one("#site-search")["value"] == asked


@pytest.mark.usefixtures("some_guides")
def test_a_search_without_result_is_no_dead_end(client: Client):
    html = client.get(RESULTS, {"q": "zzzzqqqq", "type": "guide"}).content.decode()
    assert reverse("guides:communities") in html
    assert reverse("guides:themes") in html
    assert 'href="?q=zzzzqqqq"' in html


TEXT = st.text(max_size=60) | st.sampled_from(
    ["\x00", '"', "-", '-"', "+-&&||!(){}[]^~*?:\\/", "a" * 3000, "x " * 900, "%00", "AND OR NOT",
     "*", "title:x", "é" * 1100, '"a b" -"c d" -', "\ud800", "’’’", "de la", "🙂", "_", "12 500,5"]
)  # fmt: skip


@pytest.mark.usefixtures("some_guides")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXT, sort=TEXT, facet=TEXT, page=TEXT)
def test_any_address_is_an_answer(ask, text: str, sort: str, facet: str, page: str):
    query = QueryDict(mutable=True)
    query.update({"q": text, "sort": sort, "theme": facet, "year": facet, "page": page})
    params = SearchParams.of(query)
    found = service.search(params, AnonymousUser())
    assert found.total >= 0
    assert len(params.text) <= 1_000
    assert len(params.text.split()) <= 128
    assert SearchParams.of(QueryDict(params.query_string)) == params


def test_a_value_is_turned_on_beside_the_others_and_off_alone():
    params = SearchParams(
        text="a b", filters={"type": ("guide",), "tag": ("x", "é")}, sort=Sort.TITLE, page=3
    )
    tag = params.toggling("tag")
    assert tag("y") == "q=a+b&type=guide&tag=x&tag=%C3%A9&tag=y&sort=title"
    assert tag("x") == "q=a+b&type=guide&tag=%C3%A9&sort=title"
    assert params.toggling("type")("guide") == "q=a+b&tag=x&tag=%C3%A9&sort=title"
    assert params.toggling("year")("2026").endswith("&tag=%C3%A9&year=2026&sort=title")
    assert SearchParams().toggling("year")("2026") == "year=2026"


def test_no_word_is_proposed_while_the_index_is_behind(
    client: Client, community: CommunityPage, committed
):
    with committed():
        factories.guide(community, title="La facilitation")
    html = client.get(RESULTS, {"q": "facilitaton"}).content.decode()
    assert "?q=facilitation" in html
    # Closed since, and the index does not know it yet.
    factories.restrict(community, groups=["Cercle"])
    html = client.get(RESULTS, {"q": "facilitaton"}).content.decode()
    assert "facilitation" not in html
