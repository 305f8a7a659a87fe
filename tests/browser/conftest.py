"""A real browser before a real server."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests import factories
from tests.conftest import need

# Playwright's synchronous interface keeps an event loop in the test's thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def chromium() -> str | None:
    """Path of the machine's Chromium; None when there is none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return found or (MAC if Path(MAC).exists() else None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # What migrations made (home page, groups) must be there in each test.
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = chromium()
    need(path, "no Chromium on this machine (set CHROMIUM to its path)")
    return {
        "executable_path": path,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "fr-FR", "viewport": {"width": 1440, "height": 900}}


@pytest.fixture(autouse=True)
def _nothing_from_elsewhere(context: BrowserContext, live_server: Any) -> Iterator[None]:
    """A request to another host, a script error or a refused inline script fails the test."""
    problems: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        page.on(
            "console",
            lambda message: (
                problems.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )

    context.on("page", watch)
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((live_server.url, "data:", "blob:"))
            else problems.append(f"request to another host: {request.url}")
        ),
    )
    yield
    assert not problems


@pytest.fixture
def sign_in(context: BrowserContext, live_server: Any) -> Callable[[str], None]:
    """Signs a person in through the real form."""

    def act(email: str) -> None:
        page = context.new_page()
        page.goto(f"{live_server.url}/account/sign-in/")
        page.fill("input[name=username]", email)
        page.fill("input[name=password]", factories.PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "sign-in" not in url)
        page.close()

    return act


@pytest.fixture(scope="session")
def axe() -> Axe:
    return Axe()


@pytest.fixture
def accessible(axe: Axe) -> Callable[[Page], None]:
    """Fails when axe finds anything on the page as it stands."""

    def check(page: Page) -> None:
        found = axe.run(page).response["violations"]
        told = [
            f"{item['id']}: {item['help']} — {[node['target'] for node in item['nodes']][:4]}"
            for item in found
        ]
        assert not told, "\n".join([page.url, *told])

    return check


@pytest.fixture
def for_everybody(
    page: Page, live_server: Any, accessible: Callable[[Page], None]
) -> Callable[[Iterable[str]], None]:
    """Opens each address in light, in dark and on a narrow phone: nothing may be wrong there."""

    def look(addresses: Iterable[str]) -> None:
        addresses = list(addresses)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": 1440, "height": 900})
            for address in addresses:
                page.goto(live_server.url + address)
                assert page.locator("h1").count() == 1, address
                accessible(page)
        page.set_viewport_size({"width": 320, "height": 700})
        for address in addresses:
            page.goto(live_server.url + address)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address

    return look
