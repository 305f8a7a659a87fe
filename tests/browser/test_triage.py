"""The inbox in a real browser: accessible, narrow without scrolling, sorted by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.communities.scenes import Scene, scene
from tests.watch.scenes import story
from tests.watch.sites import source
from wiki.watch.clipping.sharing import bookmarklet
from wiki.watch.models import Story, StoryState, Trouble


@pytest.fixture
def place(home: object) -> Scene:
    """A community with two sources, one of them in trouble, and an inbox."""
    found = scene("Veille")
    theme = factories.theme("Archives et mémoire")
    row = source(found.community, "https://journal.example/feed", title="Journal du droit public")
    row.themes.add(theme)
    other = source(
        found.community, "https://revue.example/une-adresse-assez-longue-pour-un-telephone",
        title="Revue", last_error=Trouble.TOO_SLOW, failures=2,
    )  # fmt: skip
    before = story(found.community, "Ignorée", state=StoryState.IGNORED, decided_by=found.chief)
    for number in range(3):
        story(
            found.community, f"Une nouvelle {number}", sources=[row, other], days=number,
            assigned_to=found.member if number == 2 else None, before=before if number else None,
        )  # fmt: skip
    Story.objects.filter(pk=before.pk).update(decided_at=before.found_at)
    return found


def test_screens_of_the_watch(
    place: Scene, for_everybody: Callable, sign_in: Callable[[str], None]
) -> None:
    one = Story.objects.filter(state=StoryState.NEW)[0]
    row = place.community.watch_sources.first()
    rests = (
        "inbox/", "inbox/?state=ignored", *(f"inbox/{one.pk}/?do={act}" for act in
        ("keep", "assign", "remark")), "sources/", "sources/add/", "sources/import/",
        f"sources/{row.pk}/", "coverage/", "rota/",
    )  # fmt: skip
    sign_in(place.chief.email)
    for_everybody(f"/watch/{place.community.slug}/{rest}" for rest in rests)


def test_the_inbox_is_sorted_by_keyboard(
    page: Page, live_server: Any, place: Scene, sign_in: Callable[[str], None]
) -> None:
    sign_in(place.member.email)
    page.goto(f"{live_server.url}/watch/{place.community.slug}/inbox/")
    rows = [f"story-{pk}" for pk in Story.objects.filter(state="new").order_by("-dated_at")
            .values_list("pk", flat=True)]  # fmt: skip
    link = page.locator("[data-open]").first
    assert link.get_attribute("target") == "_blank"
    assert link.get_attribute("rel") == "noopener noreferrer"
    for key, row in (("j", rows[0]), ("j", rows[1]), ("k", rows[0])):
        page.keyboard.press(key)
        expect(page.locator(f"#{row}")).to_be_focused()
    page.keyboard.press("i")
    expect(page.locator(f"#{rows[0]}")).to_have_class("story story-ignored")
    expect(page.locator(f"#{rows[1]}")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator(f"#{rows[0]}")).to_have_class("story story-new")
    page.locator(f"#{rows[1]}").focus()
    page.keyboard.press("c")
    expect(page.locator("textarea[name=text]")).to_be_focused()
    page.keyboard.type("jikue, rien que des lettres")
    page.keyboard.press("Escape")
    expect(page.locator(".story-panel")).to_have_count(0)
    expect(page.locator(f"#{rows[1]}")).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("textarea[name=means_for_us]")).to_be_focused()
    page.keyboard.type("À lire")
    page.locator(".story-panel button[type=submit]").click()
    expect(page.locator(f"#{rows[1]}")).to_have_class("story story-kept")
    expect(page.locator(f"#{rows[2]}")).to_be_focused()
    page.locator("[data-keys] summary").click()
    page.locator("[data-keys-on]").uncheck()
    page.locator(f"#{rows[2]}").focus()
    page.keyboard.press("i")
    page.reload()
    page.keyboard.press("j")
    expect(page.locator(f"#{rows[2]}")).not_to_be_focused()


def test_the_bookmark_works_where_the_strictest_policy_holds(
    page: Page, live_server: Any, settings: Any, place: Scene, sign_in: Callable[[str], None]
) -> None:
    settings.SITE_URL = live_server.url
    sign_in(place.member.email)
    address = f"{live_server.url}/une-page-severe/?a=1&b=é"
    policy = {
        "Content-Security-Policy": "default-src 'none'",
        "Content-Type": "text/html; charset=utf-8",
    }
    page.route(
        "**/une-page-severe/**",
        lambda route: route.fulfill(headers=policy, body="<title>Une page sévère</title><p>Texte"),
    )
    page.goto(address)
    # As the browser itself does for a bookmark: a link of the page would be the page's own.
    with page.expect_popup() as opened:
        page.context.new_cdp_session(page).send("Page.navigate", {"url": bookmarklet()})
    form = opened.value
    expect(form.locator("#id_address")).to_have_value(page.url)
    expect(form.locator("#id_title")).to_have_value("Une page sévère")
