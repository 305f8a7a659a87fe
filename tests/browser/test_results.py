"""Where the parts of the results stand on a wide screen."""

import re
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from search import service
from tests import factories
from wiki.communities.models import CommunityPage


def left(page: Page, selector: str) -> float:
    """Where the first such element begins, in pixels from the left."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"]


def ask(page: Page, live_server: Any, community: CommunityPage, question: str) -> None:
    """Opens the results of ``question``, as it stands in an address, on a site with one guide."""
    factories.guide(community, title="Réunion")
    service.rebuild()
    page.goto(f"{live_server.url}/search/?q={question}")


def test_without_facets_the_results_begin_at_the_left(
    page: Page, live_server: Any, community: CommunityPage
) -> None:
    factories.guide(community)
    service.rebuild()
    page.goto(f"{live_server.url}/search/?q=zzzzqqqq")
    assert left(page, ".results .empty") == left(page, "h1")
    page.goto(f"{live_server.url}/search/?q=reunion")
    assert left(page, ".facets") == left(page, "h1")
    assert left(page, ".hits") > left(page, "h1") + 200


def test_the_keyboard_stays_among_the_results(
    page: Page, live_server: Any, community: CommunityPage
) -> None:
    for number in range(12):
        factories.guide(community, title=f"Réunion {number}", tags=["bilan"])
    service.rebuild()
    title = page.locator("h1")
    page.goto(f"{live_server.url}/search/?q=reunion")
    page.locator("#facet-type-guide").press("Enter")
    expect(page.locator(".chips")).to_be_visible()
    expect(page.locator("#facet-type-guide")).to_be_focused()
    page.locator(".chips a").first.press("Enter")
    expect(page.locator(".chips")).to_have_count(0)
    expect(title).to_be_focused()
    page.locator("a[rel=next]").press("Enter")
    expect(page.locator("a[rel=prev]")).to_be_visible()
    expect(title).to_be_focused()


def test_on_a_phone_the_keyboard_stays_on_the_filter(
    page: Page, live_server: Any, community: CommunityPage
) -> None:
    factories.guide(community, title="Réunion")
    service.rebuild()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/search/?q=reunion")
    page.locator(".facets > summary").press("Enter")
    page.locator("#facet-type-guide").press("Enter")
    expect(page.locator(".chips")).to_be_visible()
    expect(page.locator("#facet-type-guide")).to_be_focused()


def test_the_field_says_what_is_searched(
    page: Page, live_server: Any, community: CommunityPage
) -> None:
    ask(page, live_server, community, "type:guide+reunion")
    field = page.locator("#site-search")
    page.locator(".chips a").first.click()
    expect(page.locator(".chips")).to_have_count(0)
    expect(field).to_have_value("reunion")
    # What somebody began to write stays while the question does.
    field.fill("autre chose")
    page.locator("#sort-title").click()
    expect(page.locator("#sort-title")).to_have_attribute("aria-current", "true")
    expect(field).to_have_value("autre chose")


def test_another_language_and_signing_in_come_back_to_the_filtered_results(
    page: Page, live_server: Any, community: CommunityPage
) -> None:
    ask(page, live_server, community, "reunion")
    page.locator("#facet-type-guide").click()
    expect(page.locator(".chips")).to_be_visible()
    here = f"/search/?{urlencode({'q': 'reunion', 'type': 'guide'})}"
    sign_in = page.locator("header a[href*='?next=']")
    expect(sign_in).to_have_attribute("href", re.compile(re.escape(urlencode({"next": here}))))
    page.locator("header button[name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url == f"{live_server.url}{here}"
