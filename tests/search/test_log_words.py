"""Which questions are kept, in which form, and when one is the other, finished."""

import pytest

from search.log.words import continues, edits, wording


@pytest.mark.parametrize(
    ("typed", "key", "shown"),
    [
        ("  L’Évaluation   des   Élèves ? ", "l'evaluation des eleves", "l'évaluation des élèves"),
        ("RGPD", "rgpd", "rgpd"),
        ("« mise en œuvre »", "mise en oeuvre", "mise en œuvre"),
        ("réunion du 22/11/2026", "reunion du 22/11/2026", "réunion du 22/11/2026"),
        ("article 12345678", "article 12345678", "article 12345678"),
        ("C++", "c++", "c++"),
    ],
)
def test_a_question_has_a_form_to_compare_and_one_to_read(typed: str, key: str, shown: str) -> None:
    kept = wording(typed)
    assert kept is not None
    assert (kept.key, kept.shown) == (key, shown)


@pytest.mark.parametrize(
    "private",
    [
        "lea.martin@example.org",
        "écrire à lea@intranet svp",
        "06 12 34 56 78",
        "+33 (0)6.12.34.56.78",
        "n° 1 84 12 76 451 089 46",
        "FR76 3000 6000 0112 3456 7890 189",
        "https://example.org/?token=secret",
        "www.example.org",
        "a" * 151,
        "mot " * 26,
        "",
        " ?! «»",
    ],
)
def test_what_names_somebody_or_is_a_paste_is_not_kept(private: str) -> None:
    assert wording(private) is None


@pytest.mark.parametrize(
    ("former", "newer"),
    [
        ("anim", "animation"),
        ("animation", "anim"),
        ("animation", "animation de reunion"),
        ("formtion", "formation"),
        ("animer une reunoin", "animer une reunion"),
    ],
)
def test_a_word_finished_or_corrected_is_the_same_search(former: str, newer: str) -> None:
    assert continues(former, newer)


@pytest.mark.parametrize(
    ("former", "newer"),
    [
        ("animation", "facilitation"),
        ("rgpd", "rgaa"),
        ("cse", "csp"),
        ("chat", "char"),
        ("guide 2025", "guide 2026"),
        ("formation", "foration des"),
        ("animation", "animation"[::-1]),
    ],
)
def test_other_words_are_another_search(former: str, newer: str) -> None:
    assert not continues(former, newer)


def test_edits_stop_counting_where_nobody_asks() -> None:
    assert edits("reunion", "reunoin", limit=2) == 2
    assert edits("reunion", "reunions", limit=2) == 1
    assert edits("reunion", "facilitation", limit=2) == 3
    assert edits("aaaaaa", "bbbbbb", limit=2) == 3
