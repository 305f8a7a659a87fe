"""The frame around every screen: language, landmarks, errors, weight."""

import gzip
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse

from home.models import HomePage
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.core.templatetags.recueil import UnknownIconError, icon
from wiki.core.views import bad_request, server_error
from wiki.people.models import User

STATIC = Path(settings.BASE_DIR) / "wiki" / "static" / "recueil"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
CSS_LIMIT = 12_000  # bytes, compressed; interface.md
OWN_CSS_LIMIT = 2_000  # of a sheet that only some screens load


def parsed(response: Any) -> Any:
    return BeautifulSoup(response.content, "html.parser")


def soup(client: Client, address: str) -> Any:
    return parsed(client.get(address))


@pytest.fixture
def addresses(community: CommunityPage) -> list[str]:
    """Every screen of this part of the interface, with something to show."""
    theme = factories.theme("Réunions", slug="reunions")
    factories.guide(community, themes=[theme], tags=["réunion"])
    return [
        "/",
        community.url,
        f"{community.url}guides/",
        reverse("guides:browse"),
        reverse("guides:themes"),
        reverse("guides:communities"),
        theme.get_absolute_url(),
        "/tags/reunion/",
        reverse("people:sign_in"),
        "/about/",
        "/accessibility/",
        "/legal/",
        "/not-there/",
    ]


def test_every_screen_has_one_title_landmarks_and_nothing_inline(
    client: Client, addresses: list[str]
) -> None:
    for address in addresses:
        page = soup(client, address)
        assert len(page.find_all("h1")) == 1, address
        assert page.html["lang"] == "fr"
        assert page.select_one("a.skip")["href"] == "#" + page.main["id"]
        assert page.title.text.strip() not in {"", "–"}, address
        assert page.select_one("input[type=search][name=q]"), address
        assert not page.find_all("style"), address
        assert not page.find_all(style=True), address
        assert all(script.get("src") for script in page.find_all("script")), address
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), address


def test_headings_never_skip_a_level(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        levels = [
            int(tag.name[1]) for tag in soup(client, address).find_all(re.compile("^h[1-6]$"))
        ]
        steps = [after - before for before, after in pairwise(levels)]
        assert all(step <= 1 for step in steps), (address, levels)


def test_search_field_is_labelled_and_works_as_a_plain_form(client: Client, home: HomePage) -> None:
    field = soup(client, reverse("guides:browse")).select_one("input[name=q]")
    form = field.find_parent("form")
    assert form["method"] == "get"
    assert form["role"] == "search"
    assert form.select_one(f"label[for={field['id']}]")
    assert field["data-suggest-url"]
    assert "role" not in field.attrs  # the script makes it a combobox


def test_breadcrumb_leads_from_home_to_the_page(client: Client, community: CommunityPage) -> None:
    crumbs = soup(client, f"{community.url}guides/").select(".breadcrumb li")
    assert [crumb.a["href"] if crumb.a else None for crumb in crumbs] == ["/", community.url, None]
    assert crumbs[-1]["aria-current"] == "page"


def test_english_reader_gets_the_frame_in_english(client: Client, home: HomePage) -> None:
    page = parsed(client.get("/", headers={"accept-language": "en"}))
    assert page.html["lang"] == "en"
    assert page.select_one("button[name=language]")["value"] == "fr"


def test_page_not_found_offers_the_search_and_ways_on(client: Client, home: HomePage) -> None:
    response = client.get("/nowhere/at/all/")
    page = parsed(response)
    assert response.status_code == 404
    assert page.main.select_one("input[name=q]")
    assert reverse("guides:communities") in [link["href"] for link in page.main.find_all("a")]


def test_a_page_past_the_end_leads_to_the_first(client: Client, home: HomePage) -> None:
    for address in ("/search/?q=rien&page=99", "/browse/?q=rien&page=99"):
        response = client.get(address)
        assert response.status_code == 404
        first = address.replace("&page=99", "")
        assert parsed(response).select_one(f"main a[href='{first}']"), address
    assert not parsed(client.get("/nothing/here/")).select("main a[href='/nothing/here/']")


def test_a_refusal_and_an_old_form_are_told_apart(
    client: Client, reader: User, community: CommunityPage
) -> None:
    client.force_login(reader)
    refused = client.get(f"/communities/{community.slug}/settings/")
    strict = Client(enforce_csrf_checks=True)
    expired = strict.post(reverse("people:sign_in"), {})
    assert refused.status_code == expired.status_code == 403
    titles = [parsed(response).h1.text for response in (refused, expired)]
    assert titles[0] != titles[1]
    assert parsed(refused).select_one(".lead").text != parsed(expired).select_one(".lead").text


@pytest.mark.parametrize(("view", "status"), [(bad_request, 400), (server_error, 500)])
def test_broken_request_is_answered_without_session_or_database(
    rf: RequestFactory, view: object, status: int
) -> None:
    request = rf.get("/", headers={"host": "forged.example"})  # has neither user nor session
    response = view(request)  # type: ignore[operator]
    assert response.status_code == status
    assert b"<h1>" in response.content
    assert b'name="q"' in response.content


def test_wrong_host_gives_400_and_no_error_inside_the_error(client: Client) -> None:
    assert client.get("/", headers={"host": "forged.example"}).status_code == 400


def test_link_to_edit_is_for_those_who_may(
    client: Client, community: CommunityPage, reader: User, moderator: User
) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[community.pk])
    for person, expected in ((None, False), (reader, False), (moderator, True)):
        if person:
            client.force_login(person)
        assert (address in client.get(community.url).content.decode()) is expected


def test_a_text_has_the_link_to_edit_among_its_acts(
    client: Client, community: CommunityPage, reader: User, moderator: User
) -> None:
    guide = factories.guide(community, title="Un guide")
    link = f".actions a[href='{reverse('wagtailadmin_pages:edit', args=[guide.pk])}']"
    for person, expected in ((None, 0), (reader, 0), (moderator, 1)):
        if person:
            client.force_login(person)
        assert len(parsed(client.get(guide.url)).select(link)) == expected


def test_every_icon_named_in_a_template_is_drawn() -> None:
    named = set()
    for template in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r"""{% icon "([^"]+)\"""", template.read_text(encoding="utf-8")))
        named |= set(re.findall(r"""\bicon="([^"]+)\"""", template.read_text(encoding="utf-8")))
    assert named
    for name in named:
        assert 'aria-hidden="true"' in icon(name)


def test_unknown_icon_is_an_error() -> None:
    with pytest.raises(UnknownIconError):
        icon("../../settings")


def test_stylesheets_weigh_little() -> None:
    """Those that every page loads; a screen that loads one more of its own has a small one."""
    listed = (TEMPLATES / "components" / "stylesheets.html").read_text()
    shared, own = [], []
    for sheet in sorted((STATIC / "css").glob("*.css")):
        (shared if f"css/{sheet.name}" in listed else own).append(sheet.read_bytes())
    assert len(shared) == 8
    assert len(gzip.compress(b"".join(shared), 9, mtime=0)) <= CSS_LIMIT
    assert all(len(gzip.compress(sheet, 9, mtime=0)) <= OWN_CSS_LIMIT for sheet in own)


def test_stylesheets_ask_nothing_of_another_host() -> None:
    for sheet in (STATIC / "css").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        addresses = re.findall(r"url\(\s*['\"]?([^'\")]+)", text)
        assert not [found for found in addresses if not found.startswith(("../", "data:"))]


def test_manifest_names_the_site(client: Client, settings: object) -> None:
    settings.SITE_NAME = "Savoirs partagés"  # type: ignore[attr-defined]
    response = client.get("/manifest.webmanifest")
    assert response.json()["name"] == "Savoirs partagés"
    assert response.headers["Content-Type"] == "application/manifest+json"
