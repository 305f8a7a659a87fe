"""What a page of results tells when one of them is opened, by whatever means."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from search import service
from search.models import LoggedSearch
from tests import factories
from wiki.communities.models import CommunityPage


@pytest.fixture
def results(page: Page, live_server: Any, community: CommunityPage) -> Page:
    """Three guides found, the first page of results before somebody."""
    for number in range(1, 4):
        factories.guide(community, title=f"Réunion {number}")
    service.rebuild()
    page.goto(live_server.url)
    ask(page, "main input[name=q]", "réunion")
    expect(page.locator(".hits > li")).to_have_count(3)
    return page


def ask(page: Page, field: str, text: str) -> None:
    page.fill(field, text)
    page.press(field, "Enter")
    page.wait_for_url("**/search/?q=*")
    page.wait_for_load_state("load")


def soon(condition: Callable[[], bool]) -> bool:
    """Whether it comes true within a few seconds: the browser tells in its own time."""
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def opened(rank: int) -> bool:
    return LoggedSearch.objects.filter(words="reunion", opened=1, ranks=rank).exists()


def link(page: Page, rank: int) -> Any:
    return page.locator(f".hits > li:nth-child({rank}) h2 a")


@pytest.mark.parametrize("way", ["click", "keyboard", "middle", "modifier", "section"])
def test_the_rank_opened_is_told(results: Page, context: BrowserContext, way: str) -> None:
    assert soon(lambda: LoggedSearch.objects.filter(opened=0).count() == 1)
    match way:
        case "click":
            link(results, 2).click()
        case "keyboard":
            link(results, 2).focus()
            results.keyboard.press("Enter")
        case "middle":
            link(results, 2).click(button="middle")
        case "modifier":
            link(results, 2).click(modifiers=["Control"])
        case "section":
            link(results, 2).locator("mark").first.click()
    assert soon(lambda: opened(2))
    assert LoggedSearch.objects.count() == 1


def test_the_context_menu_opens_nothing(results: Page) -> None:
    link(results, 2).click(button="right")
    link(results, 1).click()
    assert soon(lambda: opened(1))


def test_words_typed_on_are_one_search_and_the_address_stays_clean(results: Page) -> None:
    ask(results, "#site-search", "réunions")
    expect(results).not_to_have_url(re.compile("after="))
    assert soon(lambda: list(LoggedSearch.objects.values_list("words", flat=True)) == ["reunions"])
    ask(results, "#site-search", "atelier")
    assert soon(lambda: LoggedSearch.objects.filter(before="reunions").count() == 1)


def test_a_filter_chosen_in_place_is_the_same_search(results: Page) -> None:
    results.locator(".facets a", has_text="Guide").first.click()
    results.wait_for_url("**type=guide*")
    assert "after=" not in results.url
    assert soon(lambda: LoggedSearch.objects.filter(filters="type=guide").count() == 1)
    # The number that the header hands on is the one of the search at hand.
    said = results.locator("#search-results").get_attribute("data-search")
    expect(results.locator("#search-after")).to_have_value(str(said))
    link(results, 3).click()
    assert soon(lambda: opened(3))
    assert LoggedSearch.objects.count() == 1


def test_the_browser_keeps_nothing(results: Page, context: BrowserContext) -> None:
    number = results.locator("#search-results").get_attribute("data-search")
    link(results, 1).click()
    assert soon(lambda: opened(1))
    assert context.cookies() == []
    kept = results.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert number
    assert number not in kept
