"""Results in figures: numbers, bars and words."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from guides.figures import WIDTH, change_in_words, figure, with_unit, written

NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (Decimal("12500"), f"12{NARROW}500", "12,500"),
        (Decimal("2.50"), "2,5", "2.5"),
        (Decimal("-3"), f"{MINUS}3", f"{MINUS}3"),
        (Decimal("0"), "0", "0"),
        (Decimal("1E+3"), f"1{NARROW}000", "1,000"),
    ],
)
def test_numbers_are_written_as_in_the_language(value: Decimal, french: str, english: str) -> None:
    with translation.override("fr"):
        assert written(value) == french
    with translation.override("en"):
        assert written(value) == english


def test_a_unit_stays_on_the_line_of_its_number() -> None:
    with translation.override("fr"):
        assert with_unit(Decimal("9"), "jours") == f"9{NBSP}jours"
        assert with_unit(Decimal("9"), "jours ouvrés") == f"9{NBSP}jours{NBSP}ouvrés"
        assert with_unit(Decimal("87"), "%") == f"87{NBSP}%"
    with translation.override("en"):
        assert with_unit(Decimal("87"), "%") == "87%"


@pytest.mark.parametrize(
    ("before", "after", "unit", "words"),
    [
        (Decimal("9"), Decimal("2.5"), "days", "72% less"),
        (Decimal("100"), Decimal("146"), "", "46% more"),
        (Decimal("100"), Decimal("101.5"), "", "1.5% more"),
        (Decimal("100000"), Decimal("100001"), "", "0.1% more"),
        (Decimal("5"), Decimal("17"), "", "multiplied by 3.4"),
        (Decimal("5"), Decimal("5"), "", "no change"),
        (Decimal("40"), Decimal("87"), "%", "47 points more"),
        (Decimal("-12"), Decimal("31"), "points", "43 points more"),
        (Decimal("0"), Decimal("12"), "people", "12 people more"),
        (Decimal("8"), Decimal("-2"), "", "10 less"),
        (None, Decimal("5"), "", ""),
    ],
)
def test_change_is_said_in_words(
    before: Decimal | None, after: Decimal, unit: str, words: str
) -> None:
    with translation.override("en"):
        assert change_in_words(before, after, unit=unit).replace(NBSP, " ") == words


def test_bars_share_one_scale_from_zero() -> None:
    drawn = figure("Answers", Decimal("50"), before=Decimal("200"))
    before, after = drawn.bars
    assert (before.width, after.width) == (WIDTH, WIDTH // 4)
    assert before.x == after.x == 0
    assert drawn.zero is None
    assert after.y > before.y + before.height
    assert drawn.height == after.y + after.height


def test_negative_values_grow_to_the_left_of_zero() -> None:
    before, after = (drawn := figure("Balance", Decimal("30"), before=Decimal("-10"))).bars
    assert drawn.zero == WIDTH // 4
    assert before.x + before.width == drawn.zero == after.x
    assert after.x + after.width == WIDTH


@pytest.mark.parametrize(
    ("before", "after"), [("0", "0"), ("-5", "-5"), ("0", "1E+12"), ("-3", "0")]
)
def test_bars_stay_inside_the_drawing(before: str, after: str) -> None:
    for bar in figure("Any", Decimal(after), before=Decimal(before)).bars:
        assert bar.x >= 0
        assert bar.width >= 0
        assert bar.x + bar.width <= WIDTH


def test_a_small_value_stays_visible_and_zero_has_no_bar() -> None:
    assert [bar.width > 0 for bar in figure("Any", Decimal("1"), before=Decimal("9999")).bars] == [
        True,
        True,
    ]
    assert figure("Any", Decimal("0"), before=Decimal("10")).bars[1].width == 0


def test_the_text_says_all_that_the_drawing_shows() -> None:
    value = {
        "label": "Délai",
        "before": Decimal("9"),
        "after": Decimal("2.5"),
        "unit": "jours",
        "comment": "",
    }
    with translation.override("fr"):
        html = render_to_string("components/blocks/figure.html", {"value": value})
    assert 'aria-hidden="true"' in html
    assert f"9{NBSP}jours" in html
    assert f"2,5{NBSP}jours" in html
    assert "style=" not in html


def test_a_figure_without_a_value_before_has_no_bar() -> None:
    value = {
        "label": "Avis",
        "before": None,
        "after": Decimal("87"),
        "unit": "%",
        "comment": "Juin",
    }
    assert "<svg" not in render_to_string("components/blocks/figure.html", {"value": value})


def test_a_draft_figure_without_a_result_is_left_out() -> None:
    value = {"label": "Avis", "before": Decimal("3"), "after": None, "unit": None, "comment": None}
    assert "<figure" not in render_to_string("components/blocks/figure.html", {"value": value})
