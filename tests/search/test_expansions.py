"""Editors' other words find pages too, behind those that hold the words asked."""

import pytest

from search.engines.base import Expansion
from tests.search.made import asked, entry, ids, index_only

pytestmark = pytest.mark.usefixtures("search_index")

RH = Expansion("ressources humaines")


def test_other_words_find_pages_behind_the_words_asked() -> None:
    # Words of no other test: what was deleted weighs in the rarity of words for a while.
    index_only(
        entry(1, "Un métier", "La ferronnerie se prépare."),
        entry(2, "Un métier", "L’ébénisterie se prépare."),
        entry(3, "Rien", "Autre chose."),
    )
    assert ids(asked("ébénisterie")) == [2]
    answer = asked("ébénisterie", expansions=(Expansion("ferronnerie"),))
    assert (ids(answer), answer.total, answer.near) == ([2, 1], 2, False)
    assert ids(asked("ferronnerie", expansions=(Expansion("ébénisterie"),))) == [1, 2]


def test_other_words_are_found_in_their_forms_and_marked() -> None:
    index_only(entry(1, "Les compagnonnages", "Des compagnonnages à l’essai."))
    hit = asked("mentorat", expansions=(Expansion("compagnonnage"),)).hits[0]
    assert hit.title_html == "Les <mark>compagnonnages</mark>"
    assert "<mark>compagnonnages</mark>" in hit.passage.html


def test_several_words_stand_side_by_side() -> None:
    index_only(
        entry(1, "Un service", "Les ressources humaines recrutent."),
        entry(2, "Un service", "Des ressources pour des relations humaines."),
    )
    assert ids(asked("RH", expansions=(RH,))) == [1]


def test_words_that_stand_apart_are_not_marked(search_index: str) -> None:
    index_only(entry(1, "Un service", "Des ressources, puis les ressources humaines."))
    html = asked("RH", expansions=(RH,)).hits[0].passage.html
    assert "<mark>ressources</mark> <mark>humaines</mark>" in html
    # The server marks the words of a phrase wherever they stand.
    if search_index == "embedded":
        assert html.startswith("Des ressources, puis")


def test_small_words_may_stand_between() -> None:
    index_only(entry(1, "Un service", "Le retour d’expérience à chaud."))
    expansion = Expansion("retour d'expérience")
    assert ids(asked("REX", expansions=(expansion,))) == [1]


def test_other_words_of_one_language_are_looked_up_there() -> None:
    index_only(
        entry(1, "Un métier", "Le coaching."), entry(2, "A trade", "Coaching.", language="en")
    )
    for language, found in {"fr": [1], "en": [2], "": [1, 2]}.items():
        answer = asked("mentorat", expansions=(Expansion("coaching", language),))
        assert sorted(ids(answer)) == found


@pytest.mark.parametrize("words", ["de la", "…", "", "zzz"])
def test_words_that_find_nothing_change_nothing(words: str) -> None:
    index_only(entry(1, "Le mentorat", "À deux."), entry(2, "De la méthode", "À part."))
    assert ids(asked("mentorat", expansions=(Expansion(words),))) == [1]
