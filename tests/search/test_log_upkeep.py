"""Days that are over are summed up; what is too old is forgotten."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search.log.upkeep import months_before, purge, sum_up
from search.models import LoggedSearch
from wiki.core.schedule import jobs

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.get_default_timezone())


def searched(words: str, day: date = TODAY, **values: Any) -> LoggedSearch:
    values = {"shown": words, "language": "fr", "results": 5, **values}
    return LoggedSearch.objects.create(words=words, day=day, **values)


def test_a_day_that_is_over_keeps_one_row_for_all_like_searches() -> None:
    yesterday = TODAY - timedelta(days=1)
    searched("reunion", yesterday, shown="reunion", opened=1, ranks=3)
    searched("reunion", yesterday, shown="réunion", opened=1, ranks=1, results=2)
    searched("reunion", yesterday)
    searched("reunion", yesterday, unanswered=1, results=0)
    searched("reunion", yesterday, language="en")
    searched("reunion", yesterday, filters="type=guide")
    searched("reunion", yesterday, before="seance", before_shown="séance")
    ids = set(LoggedSearch.objects.values_list("pk", flat=True))
    assert sum_up(NOON) == 7
    rows = LoggedSearch.objects.all()
    assert {row.summed for row in rows} == {True}
    assert not ids & {row.pk for row in rows}  # no page knows them any more
    found = {
        (row.language, row.filters, row.before, row.unanswered): (
            row.shown, row.times, row.opened, row.ranks, row.results
        )
        for row in rows
    }  # fmt: skip
    assert found == {
        ("fr", "", "", 0): ("réunion", 3, 2, 4, 2),
        ("fr", "", "", 1): ("reunion", 1, 0, 0, 0),
        ("en", "", "", 0): ("reunion", 1, 0, 0, 5),
        ("fr", "type=guide", "", 0): ("reunion", 1, 0, 0, 5),
        ("fr", "", "seance", 0): ("reunion", 1, 0, 0, 5),
    }


def test_a_page_of_today_may_still_tell_what_was_opened() -> None:
    searched("reunion")
    searched("reunion", TODAY - timedelta(days=1))
    just_after_midnight = NOON.replace(hour=1)
    assert sum_up(just_after_midnight) == 0
    assert sum_up(NOON) == 1
    assert LoggedSearch.objects.get(day=TODAY).summed is False


def test_summing_up_again_changes_nothing() -> None:
    for _number in range(2):
        searched("reunion", TODAY - timedelta(days=1))
        sum_up(NOON)
        assert sum_up(NOON) == 0
    assert sorted(LoggedSearch.objects.values_list("times", flat=True)) == [1, 1]


def test_what_is_older_than_the_setting_is_forgotten(settings: Any) -> None:
    searched("kept", date(2025, 10, 22))
    searched("gone", date(2025, 10, 21))
    assert purge(TODAY) == 1
    assert LoggedSearch.objects.get().words == "kept"
    settings.SEARCH_LOG_MONTHS = 1
    assert purge(TODAY) == 1


def test_nothing_is_kept_when_nothing_is_to_be(settings: Any) -> None:
    searched("today")
    settings.SEARCH_LOG_MONTHS = 0
    assert purge(TODAY) == 1


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 10**6, date.min),
    ],
)
def test_months_are_counted_back_by_the_calendar(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_the_command_forgets_now() -> None:
    searched("old", timezone.localdate() - timedelta(days=70))
    searched("new", timezone.localdate())
    out = StringIO()
    call_command("search_log_purge", stdout=out)
    assert "forgotten: 0" in out.getvalue()
    call_command("search_log_purge", "--months=2", stdout=out)
    assert "forgotten: 1" in out.getvalue()
    call_command("search_log_purge", "--months=0", verbosity=0)
    assert not LoggedSearch.objects.exists()
    with pytest.raises(CommandError, match="months"):
        call_command("search_log_purge", "--months=-1")


def test_the_worker_does_both() -> None:
    assert {"search.log.sum_up", "search.log.purge"} <= set(jobs())
