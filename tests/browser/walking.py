"""What somebody clicks in every walk."""

from playwright.sync_api import Page

from tests import factories


def enter(page: Page, base: str, email: str) -> None:
    """Through the form for signing in."""
    page.goto(f"{base}/account/sign-in/")
    page.fill("input[name=username]", email)
    page.fill("input[name=password]", factories.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "sign-in" not in url)


def more_actions(page: Page) -> None:
    """Open what else the editor's form can do, beside saving."""
    page.locator("footer .w-dropdown__toggle, footer button[aria-label]").last.click()
