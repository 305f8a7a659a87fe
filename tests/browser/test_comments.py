"""Commenting, mentioning somebody with the keyboard, and the notice that comes of it."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User


def test_a_mention_by_keyboard_reaches_its_person(
    page: Page,
    live_server: Any,
    community: CommunityPage,
    reader: User,
    sign_in: Callable[[str], None],
    accessible: Callable[[Page], None],
) -> None:
    guide = factories.guide(community)
    factories.user("awa@example.org", first_name="Awa", last_name="Diallo")
    sign_in("awa@example.org")
    page.goto(live_server.url + guide.url)
    field = page.locator("textarea#comment-text")
    field.fill("Merci ")
    field.focus()
    page.keyboard.press("End")
    page.keyboard.type("@lea mar")
    row = page.get_by_role("option", name="Léa Martin")
    expect(row).to_be_visible()
    accessible(page)
    page.keyboard.press("ArrowDown")
    expect(row).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Merci @Léa Martin ")
    expect(row).to_be_hidden()
    page.keyboard.type("!")
    page.locator("#comments form:has(#comment-text) button[type=submit]").click()
    expect(page.locator("#comments article b")).to_have_text("@Léa Martin")
    accessible(page)

    page.context.clear_cookies()
    sign_in(reader.email)
    page.goto(live_server.url + guide.url)
    page.locator(".site-menu a[href='/account/notices/']").click()
    expect(page.locator("main blockquote")).to_have_text("Merci @Léa Martin !")
    accessible(page)
    page.locator("main .rows form button").click()
    expect(page.locator("main .rows form")).to_have_count(0)
    for address in ("/account/notices/settings/", "/account/following/"):
        page.goto(live_server.url + address)
        accessible(page)
    page.goto(live_server.url + guide.url)
    page.locator("form[action*='/account/following/'] button").click()
    page.goto(f"{live_server.url}/account/following/")
    expect(page.locator("main .rows a")).to_have_text(guide.title)
    accessible(page)
