"""Digests in a real browser: accessible, narrow without scrolling, arranged by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Dialog, Page, expect

from guides.models import DigestItem
from tests import factories
from tests.digests.conftest import Newsroom, open_newsroom
from wiki.digests.delivery.sending import send_waiting


@pytest.fixture
def newsroom(home: object) -> Newsroom:
    """A public community with two notes."""
    return open_newsroom()


def test_screens_of_digests(
    newsroom: Newsroom, for_everybody: Callable, sign_in: Callable[[str], None]
) -> None:
    draft = newsroom.digest(title="Lettre à venir").digest
    sent = newsroom.digest(title="Lettre partie").digest
    newsroom.subscriber("Zoé")
    newsroom.send(sent.edition)
    send_waiting()
    item = DigestItem.objects.filter(digest=sent)[0]
    desk = f"/digests/in/{newsroom.community.slug}/"
    addresses = (
        desk, f"{desk}settings/", f"{desk}subscribe/", f"{desk}{draft.pk}/",
        f"{desk}{draft.pk}/preview/web/", f"{desk}{draft.pk}/send/",
        f"{desk}{sent.pk}/sent/", f"{desk}{sent.pk}/correct/{item.pk}/", "/digests/mine/",
        sent.get_url(), newsroom.community.get_url(),
    )  # fmt: skip
    sign_in(newsroom.chief.email)
    for_everybody(addresses)


def test_items_move_by_keyboard_and_keep_what_is_typed(
    page: Page,
    live_server: Any,
    newsroom: Newsroom,
    sign_in: Callable[[str], None],
) -> None:
    draft = newsroom.digest().digest
    first, second = DigestItem.objects.filter(digest=draft).order_by("position")
    sign_in(newsroom.chief.email)
    page.goto(f"{live_server.url}/digests/in/{newsroom.community.slug}/{draft.pk}/")
    page.locator(f"#item-{first.pk} textarea").fill("Un mot tapé juste avant.")
    page.locator(f"#item-{first.pk} button[value='down:{first.pk}']").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    shown = [each.get_attribute("data-item") for each in page.locator("[data-item]").all()]
    assert shown == [str(second.pk), str(first.pk)]
    expect(page.locator(f"#item-{first.pk} textarea")).to_have_value("Un mot tapé juste avant.")
    # Back up again without looking for the button.
    expect(page.locator("*:focus")).to_have_attribute("value", f"down:{first.pk}")


def test_enter_and_the_tray_keep_what_is_typed(
    page: Page,
    live_server: Any,
    newsroom: Newsroom,
    sign_in: Callable[[str], None],
) -> None:
    draft = newsroom.digest().digest
    note = factories.watch_note(newsroom.community, title="Pas encore dedans")
    sign_in(newsroom.chief.email)
    page.goto(f"{live_server.url}/digests/in/{newsroom.community.slug}/{draft.pk}/")
    page.locator("#id_title").fill("Un titre tapé")
    with page.expect_navigation():
        page.locator("#id_title").press("Enter")
    assert not mail.outbox, "no message by Enter"
    page.locator("#id_editorial").fill("Un mot tapé juste avant.")
    with page.expect_navigation():
        page.locator(f"button[value='take:{note.pk}']").click()
    expect(page.locator("#id_title")).to_have_value("Un titre tapé")
    expect(page.locator("#id_editorial")).to_have_value("Un mot tapé juste avant.")
    assert DigestItem.objects.filter(digest=draft, page=note).exists()


def test_an_item_is_dropped_and_nothing_typed_is_lost(
    page: Page,
    live_server: Any,
    newsroom: Newsroom,
    sign_in: Callable[[str], None],
) -> None:
    draft = newsroom.digest().digest
    first, second = DigestItem.objects.filter(digest=draft).order_by("position")
    sign_in(newsroom.chief.email)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(f"{live_server.url}/digests/in/{newsroom.community.slug}/{draft.pk}/")
    page.locator(f"#item-{first.pk} textarea").fill("Un mot tapé juste avant.")
    with page.expect_navigation():
        page.locator(f"#item-{second.pk} .digest-item-head").drag_to(
            page.locator(f"#item-{first.pk} .digest-item-head")
        )
    shown = [each.get_attribute("data-item") for each in page.locator("[data-item]").all()]
    assert shown == [str(second.pk), str(first.pk)]
    expect(page.locator(f"#item-{first.pk} textarea")).to_have_value("Un mot tapé juste avant.")
    assert not asked, "the browser warns of no loss"


def test_an_email_is_readable_narrow_and_dark(
    page: Page,
    newsroom: Newsroom,
    accessible: Callable,
) -> None:
    newsroom.subscriber("Zoé")
    newsroom.send(newsroom.digest())
    send_waiting()
    html = next(
        str(part)
        for message in mail.outbox
        if "zoe@example.org" in message.to
        for part, kind in message.alternatives
        if kind == "text/html"
    )
    assert "<img" not in html
    assert "<script" not in html
    page.set_viewport_size({"width": 320, "height": 700})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.set_content(html)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        accessible(page)


def test_screens_of_clips_and_feeds(
    newsroom: Newsroom, for_everybody: Callable, sign_in: Callable[[str], None]
) -> None:
    note = factories.watch_note(
        newsroom.community, title="Vue ailleurs", owner=newsroom.chief,
        source_url="https://revue.example/vue",
    )  # fmt: skip
    addresses = (
        "/watch/clip/", "/watch/clip/?url=https://revue.example/vue&window=1",
        "/watch/clip/several/", "/watch/tools/", f"/watch/notes/{note.pk}/source/",
        f"/watch/notes/{note.pk}/cite/", note.get_url(), "/feeds/", "/account/feeds/",
        "/account/searches/", "/account/searches/new/?q=veille", "/new/",
        f"/communities/{newsroom.community.slug}/channels/",
        f"/communities/{newsroom.community.slug}/channels/new/",
    )  # fmt: skip
    sign_in(newsroom.chief.email)
    for_everybody(addresses)
