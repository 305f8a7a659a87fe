"""The main walk: somebody writes, somebody else publishes, a third person finds and reads."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from wagtail.models import Workflow

from guides.models import GuideIndexPage, GuidePage
from search import service
from tests import factories
from tests.browser.walking import enter, more_actions
from wiki.communities.models import CommunityPage
from wiki.people.models import User

TITLE = "Mener une rétrospective"


@pytest.fixture(autouse=True)
def _empty_index() -> None:
    service.rebuild(progress=False)


def fill_rich_text(page: Page, scope: Any, text: str) -> None:
    editor = scope.locator("[contenteditable=true]").first
    editor.click()
    page.keyboard.insert_text(text)


def picture(tmp_path: Path) -> Path:
    stream = io.BytesIO()
    Image.new("RGB", (640, 360), "#1f5f5b").save(stream, "PNG")
    path = tmp_path / "cercle.png"
    path.write_bytes(stream.getvalue())
    return path


def write_guide(page: Page, base: str, index: GuideIndexPage, image: Path) -> None:
    """Title, summary, a step, a picture; then submit to moderation."""
    page.goto(f"{base}/cms/pages/add/guides/guidepage/{index.pk}/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=summary]", "Regarder ensemble ce qui a marché, et décider d’un essai.")
    steps = page.locator("[id$='-steps-section']")
    steps.locator("button.c-sf-add-button, button[title]").last.click()
    steps.locator("input[name$='-value-title']").fill("Évaluer la période passée")
    fill_rich_text(page, steps, "Chacun note deux faits marquants, sans les commenter.")
    body = page.locator("[id$='-body-section']")
    body.locator("button.c-sf-add-button").last.click()
    page.locator(".w-combobox__option, [role=option]").filter(has_text="Image").first.click()
    body.locator("button").filter(has_text="image").first.click()
    page.locator(".modal [role=tab][href='#tab-upload']").click()
    page.set_input_files(".modal input[type=file]", str(image))
    page.fill(".modal input[name$='title']", "Cercle de parole")
    page.locator(".modal #tab-upload button[type=submit], .modal [data-upload] button").click()
    page.locator(".modal").wait_for(state="hidden")
    body.locator("input[name$='-value-alt_text']").fill("Six chaises en cercle")
    more_actions(page)
    page.locator("[name=action-submit]").click()
    page.wait_for_url(f"**/cms/pages/{index.pk}/**")


def publish_guide(page: Page, base: str) -> GuidePage:
    """The moderator approves what waits."""
    guide = GuidePage.objects.get(title=TITLE)
    page.goto(f"{base}/cms/pages/{guide.pk}/edit/")
    more_actions(page)
    page.locator("[data-workflow-action-name=approve]").first.click()
    page.wait_for_url(lambda url: "/edit/" not in url)
    guide.refresh_from_db()
    return guide


def test_from_writing_to_reading(
    live_server: Any,
    new_context: Callable[..., Any],
    browser: Browser,
    community: CommunityPage,
    contributor: User,
    moderator: User,
    tmp_path: Path,
) -> None:
    base = live_server.url
    index = factories.index_of(community, GuideIndexPage)
    assert Workflow.objects.filter(active=True).exists()

    writer = new_context().new_page()
    enter(writer, base, contributor.email)
    write_guide(writer, base, index, picture(tmp_path))
    assert not GuidePage.objects.get(title=TITLE).live

    reviewer = new_context().new_page()
    enter(reviewer, base, moderator.email)
    guide = publish_guide(reviewer, base)
    assert guide.live

    reader = new_context().new_page()
    reader.goto(f"{base}/")
    # An inflected word, without accents, within one second of the publication.
    reader.fill("main input[name=q]", "evaluation")
    reader.press("main input[name=q]", "Enter")
    hit = reader.get_by_role("link", name="Évaluer la période passée")
    expect(hit).to_be_visible(timeout=1000)
    hit.click()
    heading = reader.locator(":target")
    expect(heading).to_be_in_viewport()
    expect(heading).to_contain_text("Évaluer la période passée")
    expect(reader.get_by_alt_text("Six chaises en cercle")).to_be_visible()
    reader.pdf(path=str(tmp_path / "guide.pdf"))
    assert (tmp_path / "guide.pdf").stat().st_size > 10_000
