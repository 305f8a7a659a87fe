"""Lists of pages: who sees what, in which order, at which cost."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guides.cards import Badge
from guides.directory import community_rows
from guides.listing import PER_PAGE
from guides.models import GuideIndexPage
from guides.queries import (
    cards,
    knowledge,
    latest_by_kind,
    pages_of_theme,
    themes_with_counts,
)
from tests import factories
from wiki.communities.models import CommunityPage, Membership
from wiki.core.durations import Duration, DurationUnit
from wiki.people.models import User

ANYBODY = AnonymousUser()
INDEX_LIMIT = 20  # queries for an index of 30 rows
HOME_LIMIT = 22  # … and the home page what waits for whoever has signed in
COMMUNITY_LIMIT = 26  # its page also says who is in it, how to join, when it meets


def soup(client: Client, address: str) -> Any:
    return BeautifulSoup(client.get(address).content, "html.parser")


def titles(client: Client, address: str) -> list[str]:
    page = soup(client, address)
    return [" ".join(link.text.split()) for link in page.select(".card :is(h2, h3) a")]


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # fills the caches that live longer than a request
    with CaptureQueriesContext(
        connection,
    ) as found:
        # A query string keeps the whole-page cache out of it.
        assert client.get(address, {"fresh": "1"}).status_code == 200
    return len(found)


def test_card_says_what_the_page_is_and_where_it_lives(community: CommunityPage) -> None:
    folder = factories.publish(
        GuideIndexPage(title="Contribution"), factories.index_of(community, GuideIndexPage)
    )
    past = timezone.localdate() - timedelta(days=1)
    guide = factories.guide(
        folder, title="Introduction", duration=90, duration_unit="minute", verified_until=past
    )
    (card,) = cards(knowledge(ANYBODY), ANYBODY)
    assert (card.kind, card.title, card.url) == ("guide", "Introduction", guide.url)
    assert card.community == Badge(community.title, community.url)
    assert card.trail == ("Contribution",)
    assert card.duration == Duration(90, DurationUnit.MINUTE)
    assert card.expired


def test_watch_note_past_its_shelf_life_is_marked(community: CommunityPage) -> None:
    factories.watch_note(community, relevant_until=date(2020, 1, 1))
    assert [card.expired for card in cards(knowledge(ANYBODY), ANYBODY)] == [True]


def test_newest_page_comes_first(client: Client, community: CommunityPage) -> None:
    for title in ("Première", "Deuxième", "Troisième"):
        factories.guide(community, title=title)
    assert titles(client, f"{community.url}guides/") == ["Troisième", "Deuxième", "Première"]


def test_list_holds_only_what_the_reader_may_read(
    client: Client, community: CommunityPage, reader: User
) -> None:
    closed = factories.community(title="Achats")
    factories.guide(community, title="Ouvert")
    factories.guide(closed, title="Réservé", themes=[factories.theme("Achat")])
    factories.restrict(closed)
    draft = factories.guide(community, title="Retiré")
    draft.unpublish()
    addresses = ["/", reverse("guides:browse"), reverse("guides:communities"), "/themes/"]
    for address in addresses:
        text = client.get(address).content.decode()
        assert "Réservé" not in text
        assert "Achat" not in text
        assert "Retiré" not in text
    client.force_login(reader)
    assert titles(client, reverse("guides:browse")) == ["Réservé", "Ouvert"]
    assert "Achats" in client.get(reverse("guides:communities")).content.decode()


def test_page_tagged_for_a_community_shows_there_only_to_those_who_may_read_it(
    client: Client, community: CommunityPage, reader: User
) -> None:
    other = factories.community(title="Veille")
    factories.guide(other, title="À partager", communities=[community])
    assert "À partager" in titles(client, community.url)
    factories.restrict(other)
    assert "À partager" not in titles(client, community.url)
    client.force_login(reader)
    assert "À partager" in titles(client, community.url)


def test_theme_counts_a_page_once_even_on_two_narrower_themes(community: CommunityPage) -> None:
    wide = factories.theme("Animer")
    narrow = [factories.theme(label, parent=wide) for label in ("Rencontres", "Ateliers")]
    factories.theme("Vide")
    factories.guide(community, themes=narrow)
    factories.guide(community, themes=[wide])
    pages = knowledge(ANYBODY)
    (counted,) = themes_with_counts(pages)
    assert (counted.label, counted.count) == ("Animer", 2)
    assert [(part.label, part.count) for part in counted.parts] == [
        ("Ateliers", 1),
        ("Rencontres", 1),
    ]
    assert pages_of_theme(pages, wide).count() == 2
    assert pages_of_theme(pages, narrow[0]).count() == 1


def test_latest_by_kind_keeps_a_few_of_each_type(community: CommunityPage) -> None:
    for number in range(5):
        factories.guide(community, title=f"Guide {number}")
    factories.case_study(community)
    shelves = latest_by_kind(knowledge(ANYBODY), ANYBODY)
    assert [(shelf.kind, len(shelf.cards), shelf.total) for shelf in shelves] == [
        ("guide", 3, 5),
        ("case", 1, 1),
    ]
    assert shelves[0].cards[0].title == "Guide 4"


def test_community_row_counts_its_own_pages(community: CommunityPage) -> None:
    factories.guide(community)
    factories.community(title="Vide")
    assert [
        (row.title, row.total) for row in community_rows(ANYBODY, pages=knowledge(ANYBODY))
    ] == [
        ("Animation", 1),
        ("Vide", 0),
    ]


def test_filters_narrow_the_list(client: Client, community: CommunityPage) -> None:
    theme = factories.theme("Réunions", slug="reunions")
    factories.guide(community, title="Simple", level="beginner", themes=[theme])
    factories.guide(community, title="Expert", level="advanced")
    factories.guide(community, title="In English", language="en")
    index = f"{community.url}guides/"
    assert titles(client, f"{index}?level=advanced") == ["Expert"]
    assert titles(client, f"{index}?theme=reunions") == ["Simple"]
    assert titles(client, f"{index}?language=en") == ["In English"]
    assert titles(client, f"{index}?language=en&level=advanced") == []
    assert len(titles(client, f"{index}?level=unheard-of&theme=%00")) == 3


def test_title_in_another_language_says_so(client: Client, community: CommunityPage) -> None:
    factories.guide(community, title="In English", language="en")
    page = soup(client, f"{community.url}guides/")
    assert page.select_one(".card h2 a")["lang"] == "en"


def test_long_list_is_cut_into_numbered_pages(client: Client, community: CommunityPage) -> None:
    for number in range(PER_PAGE + 2):
        factories.guide(
            community, title=f"Guide {number}", level=["beginner", "advanced"][number % 2]
        )
    index = f"{community.url}guides/"
    assert len(titles(client, index)) == PER_PAGE
    assert titles(client, f"{index}?page=2") == ["Guide 1", "Guide 0"]
    page = soup(client, f"{index}?page=2&theme=x")
    assert page.select_one(".pagination [aria-current=page]").text.split()[-1] == "2"
    assert "theme=x" in page.select_one(".pagination a")["href"]
    for wrong in ("3", "0", "-1", "x", "9" * 30):
        assert client.get(f"{index}?page={wrong}").status_code == 404


def test_list_without_page_says_what_will_be_there(
    client: Client, community: CommunityPage
) -> None:
    page = soup(client, f"{community.url}guides/")
    assert page.select_one(".empty h2")
    assert page.select_one(".empty a")


@pytest.mark.parametrize("signed_in", [False, True])
def test_cost_of_a_list_does_not_grow_with_its_rows(
    client: Client, community: CommunityPage, reader: User, *, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(reader)
    themes = [factories.theme("Réunions", slug="reunions"), factories.theme("Ateliers")]
    index = factories.index_of(community, GuideIndexPage)
    addresses = [
        "/",
        community.url,
        index.url,
        reverse("guides:browse"),
        "/themes/",
        "/communities/",
    ]
    addresses.append(themes[0].get_absolute_url())

    def grow(total: int) -> dict[str, int]:
        for number in range(total):
            language = "en" if number % 3 == 0 else "fr"
            factories.guide(
                community, title=f"Guide {total}-{number}", themes=themes, language=language,
                level=["beginner", "advanced"][number % 2],
            )  # fmt: skip
        cache.clear()
        return {address: queries_of(client, address) for address in addresses}

    few, many = grow(5), grow(25)
    assert few == many
    assert many.pop(community.url) <= COMMUNITY_LIMIT
    assert many.pop("/") <= HOME_LIMIT
    assert max(many.values()) <= INDEX_LIMIT, many


def test_a_member_of_several_communities_costs_no_more(
    client: Client, community: CommunityPage
) -> None:
    member = factories.member(community)
    for number in range(4):
        other = factories.community(title=f"Autre {number}")
        Membership.objects.create(person=member, community=other)
    for number in range(35):
        factories.guide(community, title=f"Guide {number}")
    client.force_login(member)
    index = factories.index_of(community, GuideIndexPage)
    client.get(index.url)
    assert queries_of(client, index.url) <= INDEX_LIMIT
