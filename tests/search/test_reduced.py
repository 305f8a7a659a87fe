"""While the index does not answer the database does, under the same rules."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import translation

from search import service
from search.models import OutboxEntry
from search.reduced import answer as answering
from search.reduced.roots import Forms, alternatives, holds, roots
from tests import factories
from tests.search.conftest import Ask, counts, titles
from tests.together import together
from wiki.communities.models import CommunityPage

Lose = Callable[[], None]


@pytest.fixture
def outage(lose_index: Lose) -> None:
    """The index is gone before anything is published."""
    lose_index()


# ── Words ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        ("évaluer", "L’évaluation des acquis", ["évaluation"]),
        ("REUNIONS", "Animer une réunion", ["réunion"]),
        ("l'école", "Une école ouverte", ["école"]),
        ("oeuvre", "Mettre en œuvre", ["œuvre"]),
        ("eau", "Un bureau au bord de l’eau", ["eau"]),
        ("rh", "Les RH et leurs rhumes", ["RH"]),
        ("communauté", "La communication", []),
        ("de la", "De l’eau de la source", ["De", "de", "la"]),
        ("protocole", "Ｐrotocole", []),
    ],
)
def test_forms_of_a_word_are_found(asked: str, text: str, marked: list[str]):
    assert [text[w.start : w.end] for w in Forms(roots(asked)).found_in(text)] == marked


def test_phrases_stand_side_by_side():
    assert holds("Le retour d’expérience", "RETOUR D'EXPERIENCE")
    assert not holds("L’expérience du retour", "retour d'expérience")
    assert not holds("Un retour", "tour")


# ── Finding ───────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("outage")
def test_titles_come_before_summaries(community: CommunityPage, ask: Ask):
    factories.guide(community, title="Accueillir", summary="Un mentorat de trois mois.")
    factories.guide(community, title="Mentorat", summary="À deux.")
    factories.guide(community, title="Former", summary="En groupe.", keywords="parrainage, mentor")
    factories.guide(community, title="Autre chose", summary="Rien de tel.")
    page = ask("q=MENTORATS")
    assert page.reduced
    assert titles(page) == ["Mentorat", "Former", "Accueillir"] or titles(page) == [
        "Mentorat", "Accueillir", "Former",
    ]  # fmt: skip
    assert page.total == 3
    assert page.hits[0].title_html == "<mark>Mentorat</mark>"
    extracts = {hit.title: hit.extract for hit in page.hits}
    assert extracts["Accueillir"] == "Un <mark>mentorat</mark> de trois mois."


@pytest.mark.usefixtures("outage")
def test_accents_phrases_minus_and_exact_titles(community: CommunityPage, ask: Ask):
    factories.guide(community, title="Le retour d’expérience", summary="Un récit.")
    factories.guide(community, title="L’expérience du retour", summary="Un voyage d’équipe.")
    factories.guide(community, title="Expérience", summary="Un retour.")
    assert ask("q=experience").total == 3
    assert titles(ask("q=EXPERIENCE"))[0] == "Expérience"
    assert titles(ask('q="retour d\'experience"')) == ["Le retour d’expérience"]
    assert set(titles(ask("q=retour -voyage"))) == {"Le retour d’expérience", "Expérience"}
    assert ask("q=œuvre").total == 0


@pytest.mark.usefixtures("outage")
@together("query", ["", "q=", "q=%25_%5C%22", "q=((((", "q=?", "q=%F0%9F%98%80"])
def test_any_question_is_answered(community: CommunityPage, ask: Ask, query: str):
    factories.guide(community, title="Mentorat")
    assert ask(query).reduced


@pytest.mark.usefixtures("outage")
def test_orders_and_pages(community: CommunityPage, ask: Ask):
    for number in range(12):
        factories.guide(community, title=f"Mentorat {number:02}")
    first, second = ask("q=mentorat&sort=title"), ask("q=mentorat&sort=title&page=2")
    names = titles(first) + titles(second)
    assert names == [f"Mentorat {number:02}" for number in range(12)]
    assert (first.total, first.pages) == (12, 2)
    assert ask("q=mentorat&page=3").is_past_the_end
    assert titles(ask("q=mentorat&sort=newest"))[0] == "Mentorat 11"
    assert titles(ask(""))[0] == "Mentorat 11", "without words, the last updated first"


@pytest.mark.usefixtures("outage")
def test_languages_of_a_page_are_one_result(community: CommunityPage, ask: Ask):
    french = factories.guide(community, title="Mentorat")
    factories.guide(community, title="Mentorat in English", language="en", translation_of=french)
    page = ask("q=mentorat")
    assert (titles(page), page.total) == (["Mentorat"], 1)
    assert counts(page, "language") == {"fr": 1, "en": 1}
    assert titles(ask("q=english mentorat")) == ["Mentorat in English"]
    assert titles(ask("q=mentorat&language=en")) == ["Mentorat in English"]


@pytest.mark.usefixtures("outage")
def test_a_section_that_says_more_is_shown(community: CommunityPage, ask: Ask):
    factories.guide(
        community, title="Mentorat", summary="À deux.", body=factories.words("Un binôme durable.")
    )
    (hit,) = ask("q=mentorat binome").hits
    assert "<mark>binôme</mark>" in hit.extract


@pytest.mark.usefixtures("outage")
def test_only_the_best_are_looked_at(
    community: CommunityPage, ask: Ask, monkeypatch: pytest.MonkeyPatch
):
    for number in range(4):
        factories.guide(community, title=f"Mentorat {number}")
    monkeypatch.setattr(answering, "MOST", 3)
    page = ask("q=mentorat")
    assert (page.total, page.cut) == (3, True)
    monkeypatch.setattr(answering, "MOST", 4)
    assert not ask("q=mentorat").cut


# ── The page ──────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("outage")
def test_the_page_says_that_it_is_reduced(community: CommunityPage, client: Client):
    factories.guide(community, title="Mentorat")
    for headers in ({}, {"HX-Request": "true"}):
        with translation.override("en"):
            answer = client.get("/search/?q=mentorat", headers={"Accept-Language": "en", **headers})
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "<mark>Mentorat</mark>" in text
        assert "Reduced search" in text
    assert client.get("/search/?q=mentorat&page=2").status_code == 404


def test_a_whole_search_does_not_say_so(
    community: CommunityPage, search_index: str, client: Client
):
    answer = client.get("/search/?q=mentorat", headers={"Accept-Language": "en"})
    assert "Reduced search" not in answer.content.decode()


@pytest.mark.usefixtures("outage")
def test_it_costs_a_bounded_number_of_queries(
    community: CommunityPage, ask: Ask, django_assert_max_num_queries: Any
):
    def publish(many: int) -> None:
        for number in range(many):
            factories.guide(community, title=f"Mentorat {number}", tags=[f"t{number}"])

    publish(3)
    ask("q=mentorat")  # fills the caches of sites and types
    with django_assert_max_num_queries(80) as few:
        ask("q=mentorat")
    publish(12)
    ask("q=mentorat")  # and what editors keep, read again after a change
    with django_assert_max_num_queries(len(few)):
        assert ask("q=mentorat").total == 15
    with django_assert_max_num_queries(8):
        assert service.suggest("ment", AnonymousUser()).pages


def test_it_ends_with_the_outage(community: CommunityPage, ask: Ask, lose_index: Lose):
    factories.guide(community, title="Mentorat", summary="À deux.")
    lose_index()
    assert ask("q=mentorat").reduced
    service.rebuild()
    page = ask("q=mentorat")
    assert (page.reduced, titles(page)) == (False, ["Mentorat"])
    assert OutboxEntry.objects.exists(), "the rebuild alone takes no row away"


@pytest.mark.parametrize(
    ("asked", "text"),
    [("noemie", "Noémie"), ("noël", "NOEL"), ("poeme", "Poème"), ("oeuvre", "Œuvre")],
)
def test_two_letters_are_forgiven_their_accents_as_well(asked: str, text: str):
    assert re.search(alternatives(roots(asked)), text, re.IGNORECASE)
