"""Filters and tags of the templates."""

import pytest
from django.core.paginator import Paginator
from django.utils import translation

from wiki.core.templatetags.recueil import fr_typo, initials, number, page_numbers, typo


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Awa Diallo", "AD"),
        ("Léa", "L"),
        ("Jean-Luc Le Goff", "JG"),
        ("", ""),
        ("élise ömer", "ÉÖ"),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_typography_follows_the_reader_and_the_text() -> None:
    with translation.override("fr"):
        assert typo("Que faire ?") == "Que faire\u202f?"
    with translation.override("en"):
        assert typo("Que faire ?") == "Que faire ?"
        assert fr_typo("L'essentiel : lire", "fr") == "L’essentiel\u00a0: lire"
    assert fr_typo("Read: it", "en") == "Read: it"


def test_numbers_are_grouped_as_the_language_wants() -> None:
    with translation.override("fr"):
        assert number(12500) == "12\u202f500"
    with translation.override("en"):
        assert number(12500) == "12,500"


def test_page_numbers_leave_out_the_middle() -> None:
    pages = Paginator(range(1000), 10)
    assert page_numbers(pages.page(50)) == [1, None, 49, 50, 51, None, 100]
    assert page_numbers(pages.page(1))[:3] == [1, 2, None]
