"""Where the parts of the results stand on a wide screen."""

from typing import Any

from playwright.sync_api import Page

from search import service
from tests import factories
from wiki.communities.models import CommunityPage


def left(page: Page, selector: str) -> float:
    """Where the first such element begins, in pixels from the left."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"]


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
