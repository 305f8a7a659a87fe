"""How recent a page is and how often it is opened settles ties, and nothing else."""

from datetime import UTC, date, datetime

import pytest

from search.engines.base import TieBreakers
from tests.search.made import asked, entry, ids, index_only

pytestmark = pytest.mark.usefixtures("search_index")

TODAY = date(2025, 6, 1)


def written(page_id: int, year: int, text: str = "Le mentorat en trois temps."):
    return entry(page_id, "Une page", text, updated=datetime(year, 5, 5, tzinfo=UTC))


def test_without_tie_breakers_they_count_for_nothing() -> None:
    index_only(written(1, 2015), written(2, 2025))
    assert ids(asked("mentorat")) == [1, 2]


def test_of_equal_pages_the_more_recent_comes_first() -> None:
    index_only(written(1, 2015), written(2, 2025), written(3, 2024))
    assert ids(asked("mentorat", ties=TieBreakers(TODAY))) == [2, 3, 1]


def test_of_equal_pages_the_one_opened_more_often_comes_first() -> None:
    index_only(*(written(number, 2025) for number in range(1, 5)))
    ties = TieBreakers(TODAY, {3: 1.0, 2: 0.5})
    assert ids(asked("mentorat", ties=ties)) == [3, 2, 1, 4]


def test_a_better_match_stays_first() -> None:
    better = "Mentorat. Le mentorat, tout le mentorat."
    index_only(written(1, 2010, better), written(2, 2025, f"{'Autre mot utile. ' * 30} Mentorat."))
    assert ids(asked("mentorat", ties=TieBreakers(TODAY, {2: 1.0}))) == [1, 2]


def test_a_title_typed_exactly_stays_first() -> None:
    old = entry(1, "Le mentorat", updated=datetime(2001, 1, 1, tzinfo=UTC))
    index_only(old, *(written(number, 2025, "Le mentorat " * 20) for number in range(2, 6)))
    popular = dict.fromkeys(range(2, 6), 1.0)
    assert ids(asked("le mentorat", ties=TieBreakers(TODAY, popular)))[0] == 1


def test_no_page_is_lost_or_shown_twice_from_one_page_to_the_next() -> None:
    index_only(*(written(number, 2000 + number) for number in range(1, 24)))
    ties = TieBreakers(TODAY, {5: 0.9, 17: 0.3})
    shown = [
        page_id
        for start in range(0, 30, 5)
        for page_id in ids(asked("mentorat", ties=ties, offset=start, limit=5))
    ]
    assert sorted(shown) == list(range(1, 24))
    assert shown == ids(asked("mentorat", ties=ties, limit=30))
