"""The four reading screens, opened as readers open them."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from guides.models import CaseStudyGuide, SeriesEntry
from tests import factories
from tests.factories import words
from wiki.communities.models import CommunityPage
from wiki.communities.services.membership import appoint
from wiki.people.models import User


def read(client: Client, page: Page, language: str = "en") -> BeautifulSoup:
    response = client.get(page.url, headers={"accept-language": language})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def one(soup: BeautifulSoup, selector: str) -> Tag:
    """The only element, or the first."""
    found = soup.select_one(selector)
    assert found is not None, selector
    return found


def text_of(soup: BeautifulSoup, selector: str) -> str:
    return " ".join(each.get_text(" ", strip=True) for each in soup.select(selector))


def test_a_guide_says_what_one_wants_to_know_first(
    client: Client, community: CommunityPage
) -> None:
    awa = factories.user("awa@example.org", first_name="Awa", last_name="Diallo")
    page = factories.guide(
        community,
        owner=awa,
        duration=90,
        duration_unit="minute",
        level="beginner",
        audience="Animateurs",
        material="Un tableau\nDes feutres",
        verified_until=timezone.localdate() + timedelta(days=9),
        themes=[factories.theme("Animer")],
        tags=["écoute"],
        licence="CC-BY-4.0",
        aim="Chacun a parlé.",
    )
    soup = read(client, page)
    fiche = text_of(soup, ".fiche dl")
    for word in ("1 h 30", "Animateurs", "Un tableau", "Des feutres", "Awa Diallo", "Animer"):
        assert word in fiche
    assert "écoute" in fiche
    assert len(soup.select("h1")) == 1
    assert "Chacun a parlé." in text_of(soup, ".aim")
    assert "CC BY 4.0" in text_of(soup, ".reading-end")


def test_a_page_past_its_verification_says_so(client: Client, community: CommunityPage) -> None:
    page = factories.guide(community, verified_until=date(2020, 1, 31))
    assert "31 January 2020" in text_of(read(client, page), ".late")


def test_an_almost_empty_page_opens(client: Client, community: CommunityPage) -> None:
    make = (factories.guide, factories.case_study, factories.watch_note, factories.series)
    for factory in make:
        soup = read(client, factory(community, title=f"Page {factory.__name__}"))
        assert len(soup.select("h1")) == 1


def test_the_text_carries_its_own_language(client: Client, community: CommunityPage) -> None:
    french = factories.guide(community, title="Écouter", body=words("Bonjour."))
    english = factories.guide(
        community, title="Listening", language="en", translation_of=french, body=words("Hello.")
    )
    soup = read(client, french)
    assert one(soup, "html")["lang"] == "en"
    assert one(soup, "h1")["lang"] == "fr"
    assert one(soup, ".part")["lang"] == "fr"
    link = one(soup, ".version a")
    assert (link["href"], link["lang"]) == (english.url, "en")
    assert one(read(client, english), ".version a")["href"] == french.url


def test_a_case_tells_context_figures_and_failures(
    client: Client, community: CommunityPage
) -> None:
    guide = factories.guide(community, title="Le cercle")
    closed = factories.guide(community, title="Guide réservé")
    factories.restrict(closed)
    case = factories.case_study(
        community,
        sector="Hôpital",
        constraints="Aucun budget",
        figures=[("figure", {"label": "Délai", "before": "9", "after": "3", "unit": "jours"})],
        results=words("Cela va mieux."),
        did_not_work=words("L’été n’a pas tenu."),
        applied_guides=[
            CaseStudyGuide(guide=guide, note="Suivi tel quel"),
            CaseStudyGuide(guide=closed),
        ],
    )
    soup = read(client, case)
    assert "Hôpital" in text_of(soup, ".band")
    assert "Aucun budget" in text_of(soup, ".band")
    assert "67% less" in text_of(soup, ".result")
    assert "L’été n’a pas tenu." in text_of(soup, ".part-did-not-work")
    assert "Suivi tel quel" in text_of(soup, ".links-list")
    assert "réservé" not in soup.get_text()
    assert case.title in text_of(read(client, guide), ".links-list")


def test_a_watch_note_shows_its_source_first(client: Client, community: CommunityPage) -> None:
    page = factories.watch_note(
        community,
        source_url="https://www.example.org/etude",
        source_title="Une étude",
        source_language="de",
        reading_minutes=25,
        relevant_until=date(2020, 6, 30),
    )
    soup = read(client, page)
    source = text_of(soup, ".source")
    for said in ("Une étude", "German", "25 minutes", "Read at example.org"):
        assert said in source
    assert "30 June 2020" in text_of(soup, ".notice-signal")


def test_a_watch_note_with_an_unknown_language_code_opens(
    client: Client, community: CommunityPage
) -> None:
    soup = read(client, factories.watch_note(community, source_language="xx-klingon"[:12]))
    assert "xx-klingon" in text_of(soup, ".source")


def test_pages_of_a_series_lead_from_one_to_the_next(
    client: Client, community: CommunityPage
) -> None:
    pages = [
        factories.guide(community, title=f"Étape {n}", duration=n * 20, duration_unit="minute")
        for n in (1, 2, 3, 4)
    ]
    factories.restrict(pages[1])
    entries = [SeriesEntry(page=each, note=f"note {each.title}") for each in pages]
    series = factories.series(community, entries=entries)
    soup = read(client, series)
    assert [each.get_text(strip=True) for each in soup.select(".path h3")] == [
        "Étape 1",
        "Étape 3",
        "Étape 4",
    ]
    assert "2 h 40" in text_of(soup, "main")  # 20 + 60 + 80 minutes: what this reader may open
    member = read(client, pages[2])
    assert "2 of 3" in text_of(member, ".membership")
    assert one(member, "a[rel=prev]")["href"] == pages[0].url
    assert one(member, "a[rel=next]")["href"] == pages[3].url


def test_a_series_that_the_reader_may_not_open_is_not_named(
    client: Client, community: CommunityPage
) -> None:
    page = factories.guide(community)
    series = factories.series(community, title="Parcours secret", entries=[SeriesEntry(page=page)])
    factories.restrict(series)
    assert "secret" not in read(client, page).get_text()


def test_related_pages_share_themes_and_are_few(client: Client, community: CommunityPage) -> None:
    themes = [factories.theme("Animer"), factories.theme("Veiller")]
    page = factories.guide(community, title="Ici", themes=themes)
    for number in range(6):
        factories.guide(community, title=f"Proche {number}", themes=themes[:1])
    nearest = factories.guide(community, title="Le plus proche", themes=themes)
    closed = factories.guide(community, title="Fermé", themes=themes)
    factories.restrict(closed)
    links = read(client, page).select("section[aria-labelledby=r-related] li a")
    assert len(links) == 4
    assert links[0]["href"] == nearest.url
    assert closed.url not in [link["href"] for link in links]


@pytest.mark.parametrize("signed_in", [False, True])
def test_addresses_of_people_are_for_people_who_signed_in(
    client: Client, community: CommunityPage, reader: User, signed_in: bool
) -> None:
    appoint(community, factories.user("anim@example.org", first_name="Awa", last_name="D"))
    page = factories.guide(community, owner=factories.user("auteur@example.org", first_name="Li"))
    if signed_in:
        client.force_login(reader)
    html = client.get(page.url).content.decode()
    assert ("auteur@example.org" in html) is signed_in
    assert ("mailto:anim%40example.org" in html) is signed_in
    assert "Li" in html


def test_other_sites_are_told_what_the_page_is(client: Client, community: CommunityPage) -> None:
    soup = read(client, factories.guide(community, summary="En deux « phrases »."))

    def meta(name: str) -> str:
        return str(one(soup, f'meta[property="{name}"], meta[name="{name}"]')["content"])

    assert "phrases" in meta("description")
    assert meta("og:type") == "article"
    assert meta("og:title") == "Animer une réunion"
    assert meta("article:published_time").startswith("20")
    assert one(soup, "link[rel=canonical]")["href"] == meta("og:url")


def test_titles_are_text(client: Client, community: CommunityPage) -> None:
    page = factories.guide(community, title="<b>Gras</b>", slug="gras", audience="<i>tous</i>")
    soup = read(client, page)
    assert one(soup, "h1").get_text() == "<b>Gras</b>"
    assert not soup.select("main i")


def test_a_tag_in_any_script_does_not_break_the_page(
    client: Client, community: CommunityPage
) -> None:
    page = factories.guide(community, tags=["中文", "🙂", "…"])
    assert "中文" in text_of(read(client, page), ".fiche")
