"""Questions as people type them."""

import pytest

from search.evaluation.perturb import (
    in_capitals,
    other_apostrophes,
    with_typo,
    without_accents,
)

QUESTION = "Où est l’œuvre d'Hélène, aujourd’hui ?"


def test_accents_and_ligatures_go_and_nothing_else() -> None:
    assert without_accents(QUESTION) == "Ou est l’oeuvre d'Helene, aujourd’hui ?"


def test_capitals_keep_their_accents() -> None:
    assert in_capitals("l’été") == "L’ÉTÉ"


def test_each_apostrophe_becomes_another_one() -> None:
    changed = other_apostrophes(QUESTION)
    assert len(changed) == len(QUESTION)
    places = [place for place, char in enumerate(QUESTION) if char in "'’"]
    assert [place for place, char in enumerate(changed) if char != QUESTION[place]] == places
    assert all(changed[place] in "'’ʼ＇" for place in places)


def test_a_typo_changes_one_long_word_a_little() -> None:
    before = "Qui a une garderie"
    changes = set()
    for number in range(40):
        after = with_typo(f"{before} {number}")
        head, word = after.split()[:3], after.split()[3]
        assert head == ["Qui", "a", "une"]
        assert word != "garderie"
        assert abs(len(word) - len("garderie")) <= 1
        changes.add(len(word))
    assert changes == {7, 8, 9}


def test_a_typo_needs_a_word_of_four_letters() -> None:
    assert with_typo("à qui 2024 ?") == "à qui 2024 ?"
    assert with_typo("aaaa") != "aaaa"


@pytest.mark.parametrize("change", [with_typo, other_apostrophes])
def test_changes_are_the_same_in_every_run(change) -> None:  # type: ignore[no-untyped-def]
    assert change(QUESTION) == change(QUESTION)
