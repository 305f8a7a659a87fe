"""Every screen: accessible in both themes, narrow without scrolling, usable without script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from search import service
from tests import factories
from wiki.communities.models import CommunityPage

BODY = [
    ("heading", {"text": "Pourquoi", "level": "2", "anchor": ""}),
    ("text", "<p>Une réunion <b>utile</b> se prépare : voici comment.</p><ul><li>Un but</li></ul>"),
    ("callout", {"kind": "tip", "title": "Astuce", "text": "<p>Dites l’heure de fin.</p>"}),
    ("checklist", {"title": "Avant", "items": ["Inviter", "Réserver la salle"]}),
    (
        "quote",
        {"text": "On repart avec une idée.", "author": "Une membre", "source": "", "url": ""},
    ),
    ("code", {"language": "python", "caption": "Exemple", "code": "print('bonjour')"}),
    ("markdown", "| A | B |\n|---|---|\n| 1 | 2 |\n\nUn texte[^1].\n\n[^1]: Une note."),
]
STEPS = [
    ("step", {"title": "Préparer", "text": "<p>Choisir un but.</p>", "duration": 20,
              "duration_unit": "minute", "tips": "<p>À deux.</p>", "anchor": ""}),
    ("step", {"title": "Animer", "text": "<p>Donner la parole.</p>", "duration": None,
              "duration_unit": "minute", "tips": "", "anchor": ""}),
]  # fmt: skip
FIGURE = {"label": "Délai", "before": 12, "after": 4, "unit": "jours", "comment": ""}


@pytest.fixture
def addresses(community: CommunityPage) -> dict[str, str]:
    """One address of each kind of screen."""
    theme = factories.theme("Ateliers", label_en="Workshops")
    common = {"themes": [theme], "tags": ["réunion"]}
    guide = factories.guide(
        community, body=BODY, steps=STEPS, duration=2, level="beginner",
        audience="Animateurs", material="Un tableau", aim="Décider ensemble", **common,
    )  # fmt: skip
    case = factories.case_study(
        community, problem=factories.words("Trop de réunions."), sector="Hôpital",
        figures=[("figure", FIGURE)], did_not_work=factories.words("La visio."), **common,
    )  # fmt: skip
    watch = factories.watch_note(
        community, source_url="https://example.org/article", publisher="Une revue", **common
    )
    path = factories.series(community)
    path.entries.create(page=guide, note="Pour commencer", sort_order=0)
    path.entries.create(page=case, sort_order=1)
    service.rebuild(progress=False)
    index = guide.get_parent()
    return {
        "home": "/", "index": index.url, "guide": guide.url, "case": case.url,
        "watch": watch.url, "series": path.url, "community": community.url,
        "theme": theme.get_absolute_url(), "tag": "/tags/reunion/", "themes": "/themes/",
        "browse": "/browse/", "communities": "/communities/", "results": "/search/?q=reunions",
        "nothing": "/search/?q=zzzzqqqq", "near": "/search/?q=animaer",
        "sign-in": "/account/sign-in/",
        "about": "/about/", "accessibility": "/accessibility/", "legal": "/legal/",
        "missing": "/pas-la/",
    }  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    page: Page, live_server: Any, addresses: dict[str, str], accessible: Callable, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for address in addresses.values():
        page.goto(live_server.url + address)
        assert page.locator("h1").count() == 1, address
        accessible(page)


def test_narrow_screens_do_not_scroll_sideways(
    page: Page, live_server: Any, addresses: dict[str, str]
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    for address in addresses.values():
        page.goto(live_server.url + address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, (address, width)


def test_small_targets_are_large_enough(
    page: Page, live_server: Any, addresses: dict[str, str]
) -> None:
    """24 px at least for whatever is no link inside a sentence (WCAG 2.2, 2.5.8)."""
    small = """() => [...document.querySelectorAll(
      'button, select, input:not([type=hidden]), summary')]
      .filter(e => e.checkVisibility() && !e.closest('.visually-hidden'))
      .map(e => [e.outerHTML.slice(0, 90), (e.closest('label') ?? e).getBoundingClientRect()])
      .filter(([, r]) => r.width > 1 && (r.width < 24 || r.height < 24)).map(([html]) => html)"""
    page.set_viewport_size({"width": 390, "height": 800})
    for address in addresses.values():
        page.goto(live_server.url + address)
        assert page.evaluate(small) == [], address


def test_everything_works_without_script(
    browser: Any, live_server: Any, addresses: dict[str, str]
) -> None:
    page = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
    page.goto(live_server.url)
    page.fill("main input[name=q]", "réunions")
    page.press("main input[name=q]", "Enter")
    expect(page.get_by_role("link", name="Animer une réunion").first).to_be_visible()
    page.goto(live_server.url + addresses["guide"])
    expect(page.get_by_role("heading", name="Préparer").first).to_be_visible()


def test_the_keyboard_reaches_search_and_content(page: Page, live_server: Any, home: Any) -> None:
    page.goto(live_server.url + "/about/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#content")
    page.keyboard.press("/")
    expect(page.locator(":focus")).to_have_attribute("name", "q")


def test_suggestions_are_a_combobox(
    page: Page, live_server: Any, addresses: dict[str, str]
) -> None:
    page.goto(live_server.url)
    field = page.locator("main input[name=q]")
    field.press_sequentially("anim", delay=20)
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant")
    field.press("Escape")
    expect(option).to_be_hidden()


def test_the_site_speaks_english_when_asked(
    browser: Any, live_server: Any, addresses: dict[str, str]
) -> None:
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(live_server.url + addresses["guide"])
    assert page.get_attribute("html", "lang") == "en"
    # The page itself stays French, and says so.
    assert page.locator("[lang=fr]").count() >= 1


def test_the_theme_switch_says_what_a_click_brings(page: Page, live_server: Any, home: Any) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(live_server.url + "/about/")
    switch = page.locator("[data-theme-switch]")
    first = switch.inner_text()
    switch.click()
    assert page.get_attribute("html", "data-theme") == "light"
    assert switch.inner_text() != first
    switch.click()
    assert switch.inner_text() == first


def test_a_form_that_comes_back_has_the_cursor_where_it_is_wrong(
    page: Page,
    live_server: Any,
    community: CommunityPage,
    sign_in: Callable[[str], None],
    accessible: Callable[[Page], None],
) -> None:
    factories.member(community, "membre@example.org")
    sign_in("membre@example.org")
    page.goto(live_server.url + "/watch/clip/")
    page.fill("#id_address", "exemple.fr/page")
    page.click("main form.panel button[type=submit]")
    expect(page.locator(":focus")).to_have_id("id_means_for_us")
    right, wrong = (
        page.locator(name).evaluate("field => getComputedStyle(field).borderTopColor")
        for name in ("#id_address", "#id_means_for_us")
    )
    assert right != wrong
    accessible(page)
