"""The private address of feeds in a real browser, whose own rules decide if its forms pass."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User
from wiki.syndication.feeds import tokens


def test_a_private_address_is_made_renewed_and_taken_back(
    page: Page,
    live_server: Any,
    community: CommunityPage,
    reader: User,
    sign_in: Callable[[str], None],
) -> None:
    factories.guide(community, title="Mener un entretien")
    sign_in(reader.email)
    page.goto(f"{live_server.url}/account/feeds/")
    secrets = []
    for _time in ("made", "renewed"):
        with page.expect_navigation():
            page.locator("main form[action$='/make/'] button").click()
        token = tokens.token_of(reader)
        assert token is not None
        secrets.append(tokens.secret_of(token))
        answer = page.request.get(f"{live_server.url}/feeds/private/{secrets[-1]}/site.atom")
        assert answer.ok
        assert "Mener un entretien" in answer.text()
    assert secrets[0] != secrets[1]
    with page.expect_navigation():
        page.locator("main form[action$='/revoke/'] button").click()
    assert page.url == f"{live_server.url}/account/feeds/"
    assert tokens.token_of(reader) is None
