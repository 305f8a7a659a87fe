"""One page, many ways to write and to share its address."""

import pytest

from wiki.watch.canonical import canonical_address, same_site, without_trackers
from wiki.watch.clipping.titles import alike, provisional_title, tells, title_words


@pytest.mark.parametrize(
    "written",
    [
        "http://example.org/a?b=1&a=2", "https://EXAMPLE.org/a/?a=2&b=1#part",
        "https://www.example.org:443/a?a=2&b=1&utm_source=letter&fbclid=x", "https://m.example.org/a?b=1&a=2",
        " https://example.org/a?a=2&b=1#:~:text=words ", "https://example.org/%61?a=2&b=1",
    ],
)  # fmt: skip
def test_ways_to_write_one_page(written: str) -> None:
    assert canonical_address(written) == "https://example.org/a?a=2&b=1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org:8080/", "https://example.org/"),
        ("https://example.org/#!/a", "https://example.org/#!/b"),
        ("https://a.example.org/", "https://b.example.org/"),
        ("https://example.org/?si=1", "https://example.org/?si=2"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other)


def test_trackers_go_and_the_rest_stays_as_written() -> None:
    kept = "https://www.Example.org/A%20b/?q=caf%C3%A9&x=%2F"
    assert without_trackers(f"{kept}#part") == f"{kept}#part"
    assert without_trackers("https://a.org/?utm_medium=x&b=&gclid=1") == "https://a.org/?b="
    assert without_trackers("https://www.youtube.com/watch?v=1&si=x") == (
        "https://www.youtube.com/watch?v=1"
    )


@pytest.mark.parametrize("odd", ["http://[::1", "mailto:a@b", "", "javascript:x", "http://a:b/"])
def test_what_is_no_address_stays_itself(odd: str) -> None:
    assert without_trackers(odd) == odd
    assert isinstance(canonical_address(odd), str)


def test_same_site() -> None:
    assert same_site("https://www.example.org/a", "http://example.org/b")
    assert not same_site("https://example.org/", "https://evil.example/")


def test_titles_are_compared_as_people_would() -> None:
    first = title_words("Évaluer une formation : quatre méthodes éprouvées | Le Site")
    assert first == "evaluer une formation quatre methodes eprouvees"
    assert alike(first, title_words("« Évaluer une formation » – quatre méthodes éprouvées !"))
    assert alike(first, title_words("Évaluer une formation: quatre méthodes éprouvée"))
    assert not alike(first, title_words("Évaluer une réunion : dix méthodes nouvelles"))
    assert tells(first)
    assert not tells(title_words("Introduction"))


def test_a_note_has_a_name_before_its_source_has_one() -> None:
    assert provisional_title("https://www.example.org/2026/une-idee_utile.html") == (
        "example.org – une idee utile"
    )
    assert provisional_title("https://example.org/") == "example.org"
