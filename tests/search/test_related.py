"""Pages about the same as one page."""

import pytest

from search.engines import engine
from tests.search.made import LOGIN, entry, index_only, reader
from wiki.core.search_content import Label

pytestmark = pytest.mark.usefixtures("search_index")

MENTORING = "Le mentorat réunit un mentor expérimenté et une personne accompagnée, en binôme."
OTHERS = [
    entry(50 + number, f"Page {number}", f"Le compte rendu du budget et de la trésorerie {number}.")
    for number in range(6)
]


def related(page_id: int, *tokens: str, limit: int = 5) -> list[int]:
    found = engine().related(page_id, reader(*tokens), limit=limit)
    return [content.page_id for content in found]


def test_pages_about_the_same_come_and_not_the_page_itself() -> None:
    index_only(
        entry(1, "Mettre en place un mentorat", MENTORING),
        entry(2, "Choisir son mentor", "Un binôme de mentorat : le mentor et la personne."),
        *OTHERS,
    )
    assert related(1)[0] == 2
    assert 1 not in related(1)


def test_its_other_languages_are_the_page_itself(search_index: str) -> None:
    index_only(
        entry(1, "Mettre en place un mentorat", MENTORING, family=1),
        entry(2, "Mentoring (mentorat)", f"Mentor. {MENTORING}", language="en", family=1),
        entry(3, "Choisir son mentor", "Un binôme de mentorat, un mentor.", family=3),
        entry(4, "Choosing a mentor", "Un binôme de mentorat, un mentor.", language="en", family=3),
        *OTHERS,
    )
    found = related(1)
    assert found[0] in {3, 4}
    assert not {1, 2} & set(found)
    assert len({3, 4} & set(found)) == 1
    # The server shows the version most alike; its language weighs in, and no more.
    if search_index == "embedded":
        assert found[0] == 3


def test_only_what_the_reader_may_see() -> None:
    index_only(
        entry(1, "Mettre en place un mentorat", MENTORING),
        entry(2, "Choisir son mentor", MENTORING, audience=LOGIN),
        *OTHERS,
    )
    assert 2 not in related(1)
    assert related(1, "login")[0] == 2
    hidden = engine().related(1, reader("login", hidden=[2]), limit=5)
    assert 2 not in [content.page_id for content in hidden]


def test_beside_a_page_that_may_not_be_read_there_is_nothing() -> None:
    index_only(
        entry(1, "Mettre en place un mentorat", MENTORING, audience=LOGIN),
        entry(2, "Choisir son mentor", MENTORING),
        *OTHERS,
    )
    assert related(1) == []
    assert related(1, "login")[0] == 2
    assert engine().related(1, reader("login", hidden=[1]), limit=5) == []


def test_a_shared_theme_comes_before() -> None:
    theme = (Label("pair", "Pair"),)
    text = "Le mentorat, un mentor, un binôme, une personne accompagnée."
    index_only(
        entry(1, "Mettre en place un mentorat", MENTORING, themes=theme),
        entry(2, "Choisir", text),
        entry(3, "Choisir", text, themes=theme),
        *OTHERS,
    )
    assert related(1)[:2] == [3, 2]


def test_as_many_as_asked_at_most() -> None:
    index_only(*(entry(number, "Le mentorat", MENTORING) for number in range(1, 9)))
    assert len(related(1, limit=3)) == 3


def test_a_page_that_the_index_does_not_hold_has_none() -> None:
    index_only(*OTHERS)
    assert related(404) == []
