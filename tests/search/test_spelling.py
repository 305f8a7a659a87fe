"""« Did you mean »: only words that somebody wrote where the reader may read."""

import pytest

from search.engines.base import Expansion
from search.spelling import corrected, likeliest, suspects
from tests.search.made import LOGIN, asked, entry, index_only


@pytest.mark.usefixtures("search_index")
class TestEngines:
    """Asked of an index."""

    def test_a_typo_in_one_word_of_several(self) -> None:
        index_only(entry(1, "La réunion", "Préparer."), entry(2, "La facilitation"))
        answer = asked("réunion facilitaton")
        assert answer.total
        assert answer.spelling == "réunion facilitation"

    def test_accents_are_those_of_the_texts(self) -> None:
        index_only(entry(1, "Le bilan", "L’évaluation des compétences."))
        assert asked("competances").spelling == "compétences"

    def test_words_that_exist_in_any_form_are_left_alone(self) -> None:
        index_only(entry(1, "Les réunions", "Évaluer."), entry(2, "La révision"))
        for known in ("réunion", "reunion", "REUNIONS", "évaluation des réunions", "xylophone"):
            assert asked(known).spelling == ""

    def test_words_of_pages_that_may_not_be_read_are_told_to_nobody(self) -> None:
        index_only(entry(1, "La facilitation", audience=LOGIN), entry(2, "Réunion"))
        assert asked("facilitaton").spelling == ""
        assert asked("réunion facilitaton").spelling == ""
        assert asked("réunion facilitation").spelling == "", "no word of hers, no question either"

    def test_a_proposal_finds_something_under_the_filters(self) -> None:
        index_only(entry(1, "La facilitation"), entry(2, "Autre", kind="case"))
        assert asked("facilitaton").spelling == "facilitation"
        assert asked("facilitaton", filters={"type": ("case",)}).spelling == ""

    def test_the_rest_of_the_question_stays_as_typed(self) -> None:
        index_only(entry(1, "La facilitation", "Un groupe soudé."), entry(2, "Le budget"))
        answer = asked('Facilitaton "groupe soudé" -budget')
        assert answer.spelling == 'facilitation "groupe soudé" -budget'

    def test_a_proposal_finds_something_beside_what_is_left_out(self) -> None:
        index_only(entry(1, "La facilitation", "Le budget."), entry(2, "Le groupe"))
        assert asked("facilitaton").spelling == "facilitation"
        assert asked("facilitaton -budget").spelling == ""

    def test_a_word_is_known_though_the_question_takes_its_pages_away(self) -> None:
        index_only(entry(1, "La botte de cuir"), entry(2, "La lotte"))
        assert asked("botte -cuir").spelling == ""
        assert asked('botte "lotte"').spelling == ""

    def test_beside_results_a_short_word_is_left_alone(self) -> None:
        index_only(entry(1, "La réunion"), entry(2, "Le cadre"))
        assert asked("réunion cade").spelling == ""
        assert asked("cade").spelling == "cadre"

    @pytest.mark.parametrize("odd", ["covid19", "couldn’t"])
    def test_numbers_and_contractions_are_no_misspellings(self, odd: str) -> None:
        index_only(entry(1, "La réunion", "Covid18, chez Coulon."))
        assert asked(f"réunion {odd}").spelling == ""
        assert asked(odd).spelling == ""

    def test_a_word_that_editors_gave_others_for_is_left_alone(self) -> None:
        index_only(entry(1, "Le mentorat"), entry(2, "La facilitation"))
        answered = asked("facilitaton", expansions=(Expansion("mentorat"),))
        assert (answered.total, answered.spelling) == (1, "")
        in_vain = asked("facilitaton", expansions=(Expansion("tutorat"),))
        assert in_vain.spelling == "facilitation"


def test_the_closest_word_is_taken_then_the_first() -> None:
    known = {"facilitaton": ["facilitateur", "facilitation"]}
    assert corrected("La facilitaton ?", known, known) == "La facilitation ?"
    assert corrected("cotte", {"cotte"}, {"cotte": ["botte", "lotte"]}) == "botte"


def test_nothing_better_is_nothing() -> None:
    assert corrected("compensation", {"compensation"}, {"compensation": ["compréhension"]}) == ""
    assert corrected("facilitation", (), {"facilitation": ["facilitations"]}) == ""
    assert corrected("perdus", {"perdus"}, {"perdus": ["perdues"]}) == "", "another form of it"


def test_frequent_words_come_before_rare_ones_as_close() -> None:
    known = {"botte": 1, "lotte": 8, "cotte": 3, "grotte": 50, "budget": 99}
    assert likeliest("zotte", known, most=2) == ["lotte", "cotte"]


@pytest.mark.parametrize("letters", ["faciltiation", "facilitatoin", "facilitattion"])
def test_two_letters_swapped_or_doubled_are_one_mistake(letters: str) -> None:
    assert likeliest(letters, {"facilitation": 1}, most=1) == ["facilitation"]


def test_small_words_numbers_and_long_questions_are_left_alone() -> None:
    assert suspects("avec les 12 B2B réunoins", nothing=False) == ["réunoins"]
    assert suspects("why doesn’t it", nothing=True) == []
    assert suspects("code", nothing=False) == []
    assert suspects("code", nothing=True) == ["code"]
    assert suspects(" ".join(f"mot{'abcdefghijkl'[n]}xyz" for n in range(12)), nothing=True) == []
