"""Chosen pages come first, once, and only for who may read them."""

import pytest

from search.params import Sort
from tests.search.made import LOGIN, asked, entry, ids, index_only, reader

pytestmark = pytest.mark.usefixtures("search_index")


def mentoring(page_id: int, **more):
    return entry(page_id, f"Mentorat {page_id}", "Le mentorat.", **more)


def test_chosen_pages_come_first_in_their_order() -> None:
    index_only(*map(mentoring, range(1, 5)), entry(8, "Charte"), entry(9, "Budget"))
    answer = asked("mentorat", pinned=(9, 3, 8))
    assert ids(answer)[:3] == [9, 3, 8]
    assert sorted(ids(answer)[3:]) == [1, 2, 4]
    assert answer.total == 6
    assert {value.key: value.count for value in answer.facets["type"]} == {"guide": 6}


def test_rights_and_filters_hold() -> None:
    index_only(
        mentoring(1),
        entry(7, "Charte", kind="case"),
        entry(8, "Réservé", audience=LOGIN),
        entry(9, "Secret"),
    )
    pinned = (8, 9, 404, 7)
    assert ids(asked("mentorat", pinned=pinned, held=reader(hidden=[9]))) == [7, 1]
    assert ids(asked("mentorat", pinned=pinned, held=reader("login"))) == [8, 9, 7, 1]
    filters = {"type": ("guide",)}
    answer = asked("mentorat", pinned=pinned, filters=filters, held=reader(hidden=[9]))
    assert (ids(answer), answer.total) == ([1], 1)


def test_no_page_is_lost_or_shown_twice_from_one_page_to_the_next() -> None:
    index_only(*map(mentoring, range(1, 10)), entry(20, "Charte"), entry(21, "Budget"))
    pinned = (21, 5, 20)
    shown = [
        page_id
        for start in range(0, 12, 2)
        for page_id in ids(asked("mentorat", pinned=pinned, offset=start, limit=2))
    ]
    assert shown[:3] == [21, 5, 20]
    assert sorted(shown) == [*range(1, 10), 20, 21]


def test_a_chosen_page_stands_for_its_languages() -> None:
    index_only(
        mentoring(1, family=1),
        entry(2, "Mentoring", "Mentorat.", language="en", family=1),
        mentoring(3),
    )
    answer = asked("mentorat", pinned=(2, 1))
    assert (ids(answer), answer.total) == ([2, 3], 2)


def test_a_chosen_page_alone_is_no_near_match() -> None:
    index_only(entry(1, "Charte"), entry(2, "Mentorats"))
    answer = asked("mntorat", pinned=(1,))
    assert (ids(answer), answer.total, answer.near) == ([1], 1, False)


def test_an_order_that_the_reader_chose_holds() -> None:
    index_only(mentoring(1), mentoring(2), entry(3, "Abaque"))
    assert ids(asked("mentorat", pinned=(2, 3), sort=Sort.TITLE)) == [3, 1, 2]


def test_without_words_chosen_pages_come_first_too() -> None:
    index_only(mentoring(1), mentoring(2), mentoring(3))
    answer = asked(pinned=(2,))
    assert (ids(answer)[0], answer.total, len(answer.hits)) == (2, 3, 3)
