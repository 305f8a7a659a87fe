"""Words find pages, however they are typed."""

from urllib.parse import quote

import pytest

from tests import factories
from tests.search.conftest import Ask, titles
from tests.together import together
from wiki.communities.models import CommunityPage


@together(
    "text",
    ["l’évaluation", "l'évaluation", "évaluer", "evaluation", "L’ÉVALUATION", "évaluations",
     "d'évaluation", "É\u00advaluation", "e\u0301valuation"],
)  # fmt: skip
def test_one_word_in_all_its_forms(community: CommunityPage, committed, ask: Ask, text: str):
    with committed():
        factories.guide(community, title="Préparer un bilan", summary="Bien évaluer l’écart.")
        factories.guide(community, title="Autre chose")
    page = ask(f"q={text}")
    assert titles(page) == ["Préparer un bilan"]
    assert not page.near


@pytest.mark.parametrize("text", ["agencies", "the agency’s", "AGENCY"])
def test_english_pages_have_the_english_analysis(
    community: CommunityPage, committed, ask: Ask, text: str
):
    with committed():
        factories.guide(community, title="Working together", summary="Agencies.", language="en")
    assert titles(ask(f"q={text}")) == ["Working together"]


def test_both_languages_are_searched_unless_one_is_chosen(
    community: CommunityPage, committed, ask: Ask
):
    with committed():
        factories.guide(community, title="Le mentorat", summary="Mentorat.")
        factories.guide(community, title="On mentoring", summary="Mentorat?", language="en")
    assert set(titles(ask("q=mentorat"))) == {"Le mentorat", "On mentoring"}
    assert titles(ask("q=mentorat&language=en")) == ["On mentoring"]


@together("text", ["facilitaton", "fasilitation", "facilittion", "faciliation"])
def test_a_typo_gives_near_matches_announced_as_such(
    community: CommunityPage, committed, ask: Ask, text: str
):
    with committed():
        factories.guide(community, title="La facilitation", summary="Un groupe.")
        factories.guide(community, title="Budget", summary="Rien à voir.")
    page = ask(f"q={text}")
    assert page.near
    assert titles(page) == ["La facilitation"]
    assert page.spelling == "facilitation"
    assert "<mark>facilitation</mark>" in page.hits[0].title_html


@pytest.mark.parametrize(
    "title", ["Animer", "Qui sommes-nous", "À la une", "Où et quand ?", "Guide -annexe"]
)
def test_an_exact_title_comes_first(community: CommunityPage, committed, ask: Ask, title: str):
    with committed():
        for number in range(3):
            factories.guide(
                community,
                title=f"{title} : encore {title} {number}",
                summary=f"{title} " * 12,
                keywords=f"{title}\n{title}",
            )
        factories.guide(community, title=title, summary="Un long résumé. " * 20)
    for typed in (title, title.upper(), f"  {title.lower()} ", title.rstrip(" ?")):
        assert titles(ask(f"q={quote(typed)}"))[0] == title


def test_keywords_find_a_page_that_does_not_hold_them(
    community: CommunityPage, committed, ask: Ask
):
    with committed():
        factories.guide(community, title="L’inclusion", keywords="briser la glace\ntour de table")
    assert titles(ask("q=comment briser la glace")) == ["L’inclusion"]


def test_phrases_and_minus(community: CommunityPage, committed, ask: Ask):
    with committed():
        factories.guide(community, title="Un", summary="Le retour d’expérience partagé.")
        factories.guide(community, title="Deux", summary="L’expérience du retour.")
    assert set(titles(ask("q=retour expérience"))) == {"Un", "Deux"}
    assert titles(ask('q="retour d’expérience"')) == ["Un"]
    assert titles(ask("q=retour -partagée")) == ["Deux"]
    assert titles(ask('q=retour -"expérience du retour"')) == ["Un"]
    assert "Un" not in titles(ask("q=-partagé"))


def test_a_question_with_filters_says_how_many_there_are_without(
    community: CommunityPage, committed, ask: Ask
):
    with committed():
        factories.guide(community, title="La facilitation")
    page = ask("q=facilitation&type=case")
    assert (page.total, page.elsewhere, page.near) == (0, 1, False)


def test_pages_and_orders(community: CommunityPage, committed, ask: Ask):
    with committed():
        for number in range(23):
            factories.guide(community, title=f"Réunion {number:02}")
    first, last = ask("q=réunion&sort=title"), ask("q=réunion&sort=title&page=3")
    assert titles(first) == [f"Réunion {number:02}" for number in range(10)]
    assert titles(last) == ["Réunion 20", "Réunion 21", "Réunion 22"]
    assert (first.total, first.pages, last.first) == (23, 3, 21)
    assert ask("q=réunion&page=4").is_past_the_end
    newest = titles(ask("q=réunion&sort=newest"))
    assert len(newest) == 10


def test_without_words_everything_is_there(community: CommunityPage, committed, ask: Ask):
    with committed():
        factories.guide(community)
    assert set(titles(ask(""))) == {"Animation", "Animer une réunion"}
