"""Dates in words."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import timezone, translation

from wiki.core.dates import date_format

FIRST, NEXT = date(2026, 11, 1), date(2026, 11, 21)
EVENING = datetime(2026, 11, 1, 22, 44, tzinfo=timezone.get_default_timezone())


def rendered(template: str, **values: object) -> str:
    return engines["django"].from_string(template).render(values)


@pytest.mark.parametrize(
    ("language", "day", "form", "said"),
    [
        ("fr", FIRST, "DATE_FORMAT", "1er novembre 2026"),
        ("fr", NEXT, "DATE_FORMAT", "21 novembre 2026"),
        ("fr", FIRST, "l j F", "dimanche 1er novembre"),
        ("fr", FIRST, "Y-m-d", "2026-11-01"),
        ("fr", EVENING, "DATETIME_FORMAT", "1er novembre 2026 à 22:44"),
        ("en", FIRST, "DATE_FORMAT", "1 November 2026"),
    ],
)
def test_the_first_of_a_month(language: str, day: date, form: str, said: str) -> None:
    with translation.override(language):
        assert date_format(day, form) == said
        assert rendered("{{ day|date:form }}", day=day, form=form) == said


def test_templates_say_it_without_a_format_and_nothing_of_nothing() -> None:
    with translation.override("fr"):
        assert rendered("{{ day|date }}", day=FIRST) == "1er novembre 2026"
        assert rendered("{{ day|date }}", day=None) == ""


def test_a_day_is_said_in_each_language_and_as_the_clock_of_the_reader_has_it() -> None:
    night = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # already November in Paris
    for language, said in (("fr", "1er novembre 2026"), ("en", "1 November 2026")) * 2:
        with translation.override(language), timezone.override("Europe/Paris"):
            assert rendered("{{ day|date }}", day=night) == said
            assert rendered("{{ day|date:'Y-m-d' }}", day=night) == "2026-11-01"
        with translation.override(language), timezone.override("UTC"):
            assert rendered("{{ day|date:'Y-m-d' }}", day=night) == "2026-10-31"
