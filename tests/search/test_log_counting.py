"""What the search log counts as one search, and of what it keeps nothing."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from search import service
from search.log import tokens
from search.models import LoggedSearch
from tests import factories
from tests.search.log_reader import RESULTS, Reader, log, only
from tests.together import together
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.usefixtures("logged_pages")


def test_a_search_is_one_row_without_anybody(somebody: Reader) -> None:
    somebody.ask("Réunion", type="guide", year="1999")
    row = only()
    assert (row.words, row.shown, row.language) == ("reunion", "réunion", "fr")
    assert (row.day, row.filters) == (timezone.localdate(), "type=guide year=1999")
    assert (row.results, row.times, row.unanswered) == (0, 1, 0)  # found without the filters
    assert (row.opened, row.ranks) == (0, 0)


def test_nothing_found_is_told_from_near_matches_too(somebody: Reader) -> None:
    somebody.ask("zzzzqqqq")
    somebody.ask("reuniom", after="")
    Reader(Client()).ask("reunion")
    found = LoggedSearch.objects.values_list("words", "unanswered")
    assert dict(found) == {"zzzzqqqq": 1, "reuniom": 1, "reunion": 0}


def test_filters_name_no_person_and_no_place(somebody: Reader, community: CommunityPage) -> None:
    somebody.ask("réunion auteur:Martin", community=community.slug, author="7", tag="x", theme="y")
    row = only()
    assert row.filters == "community theme=y tag author"
    assert row.words == "reunion"


def test_a_word_being_typed_is_one_search(somebody: Reader) -> None:
    somebody.ask("ré").ask("réun").ask("réunoin").ask("réunion")
    assert log() == [("réunion", 1)]
    assert only().results == 2


def test_other_words_are_linked_to_the_former_ones(somebody: Reader) -> None:
    somebody.ask("séance").ask("réun").ask("réunion")
    assert log() == [("réunion", 1), ("séance", 1)]
    row = LoggedSearch.objects.get(words="reunion")
    assert (row.before, row.before_shown) == ("seance", "séance")


def test_after_an_opening_the_next_question_is_a_new_one(somebody: Reader) -> None:
    somebody.ask("réunion").open(1)
    somebody.ask("réunions")
    assert log() == [("réunion", 1), ("réunions", 1)]
    assert not LoggedSearch.objects.exclude(before="").exists()


def test_what_is_typed_later_is_no_longer_the_same_word(somebody: Reader, monkeypatch: Any) -> None:
    somebody.ask("réunion")
    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + tokens.AT_ONCE + 1)
    somebody.ask("réunions")
    assert log() == [("réunion", 1), ("réunions", 1)]
    assert LoggedSearch.objects.get(words="reunions").before == "reunion"
    monkeypatch.setattr(signing.time, "time", lambda: now + 2 * tokens.SOON)
    somebody.ask("atelier")
    assert LoggedSearch.objects.get(words="atelier").before == ""


@pytest.mark.parametrize("way", [Reader.click, Reader.follow])
def test_filters_orders_and_pages_are_the_same_question(
    somebody: Reader, way: Callable[..., Reader]
) -> None:
    somebody.ask("réunion")
    way(somebody, "réunion", type="guide")
    way(somebody, "réunion", type="guide", sort="title")
    way(somebody, "Réunion")
    assert log() == [("réunion", 1)]


def test_the_filter_chosen_is_noted_and_the_search_may_still_open_something(
    somebody: Reader,
) -> None:
    somebody.ask("réunion").click("réunion", type="guide").open(2)
    row = only()
    assert (row.filters, row.results, row.opened, row.ranks) == ("type=guide", 2, 1, 2)


def test_a_link_to_a_later_page_asks_nothing(somebody: Reader, community: CommunityPage) -> None:
    for number in range(11):
        factories.guide(community, title=f"Réunion {number}")
    service.rebuild()
    somebody.ask("réunion", page="2")
    assert not log()


def test_the_same_question_of_two_people_is_two_searches() -> None:
    Reader(Client()).ask("réunion")
    Reader(Client()).ask("RÉUNION")
    assert log() == [("réunion", 1), ("réunion", 1)]


def test_the_best_rank_opened_is_kept(somebody: Reader) -> None:
    somebody.ask("réunion")
    assert [somebody.open(rank) for rank in (3, 5, 2, 2, 4)] == [204] * 5
    row = only()
    assert (row.opened, row.ranks) == (1, 2)


@together("rank", ["", "0", "-1", "1001", "9" * 40, "2.5", "x", "²", "1\x00"])
def test_a_rank_that_no_page_sends_is_refused(somebody: Reader, rank: str) -> None:
    assert somebody.ask("réunion").open(rank) == 400
    assert only().opened == 0


def test_an_opening_needs_the_number_that_the_page_was_given(
    somebody: Reader, monkeypatch: Any
) -> None:
    somebody.ask("réunion")
    forged = "A" + somebody.token[1:] if somebody.token[0] != "A" else "B" + somebody.token[1:]
    for token in (forged, "", "x:y:z", str(only().pk), somebody.token[:-1], "é" * 20):
        assert somebody.open(1, search=token) == 204
    assert somebody.open(1, search="x" * 400) == 400
    assert somebody.client.get("/search/opened/").status_code == 405
    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + tokens.OPEN + 1)
    assert somebody.open(1) == 204
    assert only().opened == 0


def test_an_opening_needs_no_form_token_and_sets_no_cookie(somebody: Reader) -> None:
    somebody.ask("réunion")
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/search/opened/", {"search": somebody.token, "rank": "1"})
    assert answer.status_code == 204
    assert not answer.cookies
    assert only().opened == 1


def test_an_old_number_changes_nothing_twice(somebody: Reader) -> None:
    """Back to a page whose search has gone on: what was counted stays as it is."""
    somebody.ask("ré")
    before = somebody.html
    somebody.ask("réunion")
    somebody.html = before
    somebody.ask("réussir")
    assert log() == [("réunion", 1), ("réussir", 1)]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-GPC": "1"},
        {"DNT": "1"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Referer": "http://testserver/cms/reports/searches/"},
        {"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1; +https://example.org)"},
    ],
)
def test_who_does_not_read_or_does_not_want_to_be_counted_is_not(
    client: Client, headers: dict[str, str]
) -> None:
    html = client.get(RESULTS, {"q": "réunion"}, headers=headers).content.decode()
    assert not log()
    assert "data-search" not in html
    assert 'name="after"' not in html


@pytest.mark.parametrize(
    "address",
    ["http://[", "http://elsewhere.example/search/?q=réunion", "x" * 3000, "/search/?q=réunion"],
)
def test_another_place_tells_nothing_of_the_question(client: Client, address: str) -> None:
    client.get(RESULTS, {"q": "réunion"}, headers={"Referer": address})
    assert log() == [("réunion", 1)]


def test_what_asks_nothing_is_not_counted(client: Client, settings: Any) -> None:
    client.head(RESULTS, {"q": "réunion"})
    client.get(RESULTS, {"q": ""})
    client.get(RESULTS, {"q": "lea@example.org"})
    client.get("/search/suggest/", {"q": "réunion"})
    settings.SEARCH_LOG_MONTHS = 0
    client.get(RESULTS, {"q": "réunion"})
    assert not log()
