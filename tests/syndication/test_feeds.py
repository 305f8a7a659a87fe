"""Feeds that anybody may read: what they say, to whom, and how often they are sent."""

from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guides.models import DigestItem
from tests import factories
from tests.files import picture
from tests.syndication.reading import ATOM, LANG, atom_of, texts, titles, valid_json
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Visibility
from wiki.core.opml import read_outlines

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def test_an_entry_says_all_of_a_page(community: CommunityPage) -> None:
    author = factories.user("awa@example.org", first_name="Awa", last_name="Diallo")
    second = factories.user("zoe@example.org", first_name="Zoé", last_name="Éluard")
    theme = factories.theme("Réunions", label_en="Meetings")
    other = factories.guide(community, title="Autre guide")
    page = factories.guide(
        community, title="Animer <b>& finir</b>", owner=author, co_authors=[second],
        themes=[theme], tags=["à chaud"], licence="CC-BY-SA-4.0",
        body=factories.words(f'Voir <a linktype="page" id="{other.pk}">la suite</a>.'),
    )  # fmt: skip
    root = atom_of("/feeds/site.atom")
    assert titles(root) == ["Animer <b>& finir</b>", "Autre guide"]
    entry = root.find("a:entry", ATOM)
    assert texts(entry, "a:id") == [f"tag:127.0.0.1,2026:pages/{page.pk}"]
    assert entry.find("a:link[@rel='alternate']", ATOM).get("href") == f"{SITE}{page.url}"
    assert texts(entry, "a:author/a:name") == ["Awa Diallo", "Zoé Éluard"]
    assert texts(entry, "a:summary") == [page.summary]
    assert entry.get(LANG) == "fr"
    labels = [each.get("label") for each in entry.findall("a:category", ATOM)]
    assert labels == ["Guide", "Réunions", "à chaud"]
    assert datetime.fromisoformat(texts(entry, "a:published")[0]) == (
        page.first_published_at.replace(microsecond=0)
    )
    content = BeautifulSoup(texts(entry, "a:content")[0], "html.parser")
    assert content.a["href"] == f"{SITE}{other.url}"
    assert not content.select("[class], [id], svg, button, script")
    assert root.find("a:link[@rel='self']", ATOM).get("href") == f"{SITE}/feeds/site.atom"
    assert texts(root, "a:updated")[0] == texts(entry, "a:updated")[0]


def test_json_feed_says_the_same(community: CommunityPage) -> None:
    factories.watch_note(
        community, title="Un rapport", language="en", source_url="https://example.org/r",
        source_title="The report", publisher="Example", means_for_us=factories.words("To try."),
    )  # fmt: skip
    document = valid_json(Client().get("/feeds/site.json").content)
    (item,) = document["items"]
    assert item["external_url"] == "https://example.org/r"
    assert item["language"] == "en"
    # Words of ours are in the language of the text, whoever asks.
    assert "What it means for us" in item["content_html"]
    assert item["tags"] == ["Watch note"]
    assert '<a href="https://example.org/r"' in item["content_html"]
    assert document["feed_url"] == f"{SITE}/feeds/site.json"
    assert atom_of("/feeds/site.atom").find("a:entry/a:link[@rel='via']", ATOM) is not None


def test_there_is_one_for_each_place(community: CommunityPage) -> None:
    wide = factories.theme("Travail")
    theme = factories.theme("Réunions", parent=wide)
    factories.guide(community, title="Le guide", themes=[theme])
    factories.case_study(community, title="Le cas")
    factories.guide(factories.community(title="Écoute"), title="Ailleurs")
    for address, found in {
        "communities/animation": ["Le cas", "Le guide"],
        "communities/ecoute": ["Ailleurs"],
        "themes/reunions": ["Le guide"],
        "themes/travail": ["Le guide"],
        "types/guide": ["Ailleurs", "Le guide"],
        "types/case": ["Le cas"],
        "types/series": [],
    }.items():
        assert titles(atom_of(f"/feeds/{address}.atom")) == found, address
        items = valid_json(Client().get(f"/feeds/{address}.json").content)["items"]
        assert [item["title"] for item in items] == found


@pytest.mark.parametrize(
    "address",
    ["communities/none.atom", "themes/none.json", "types/none.atom", "types/person.atom",
     "searches/1.atom", "site.rss", "communities/none.ics", "private/x/site.atom"],
)  # fmt: skip
def test_what_is_none_is_not_found(home: object, address: str) -> None:
    assert Client().get(f"/feeds/{address}").status_code == 404


def test_whoever_asks_gets_what_a_visitor_reads(home: object, admin: Any) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    factories.guide(closed, title="Plan secret")
    client = Client()
    client.force_login(admin)
    assert titles(atom_of("/feeds/site.atom", client)) == []
    assert client.get("/feeds/communities/fermee.atom").status_code == 404
    response = client.get("/feeds/site.atom")
    assert response.headers["Cache-Control"] == "public, max-age=600"


def test_the_unchanged_is_not_sent_again(community: CommunityPage) -> None:
    page = factories.guide(community, title="Un")
    client = Client()
    first = client.get("/feeds/site.atom")
    asked = {"if-none-match": first.headers["ETag"]}
    again = client.get("/feeds/site.atom", headers=asked)
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "max-age=600" in again.headers["Cache-Control"]
    dated = {"if-modified-since": first.headers["Last-Modified"]}
    assert client.get("/feeds/site.atom", headers=dated).status_code == 304
    # Something changed elsewhere: the same words are the same version.
    factories.user("somebody@example.org")
    factories.theme("Nouveau")
    assert client.get("/feeds/site.atom", headers=asked).status_code == 304
    page.title = "Deux"
    page.save_revision().publish()
    changed = client.get("/feeds/site.atom", headers=asked)
    assert changed.status_code == 200
    page.unpublish()
    assert client.get("/feeds/site.atom").headers["ETag"] not in {
        first.headers["ETag"], changed.headers["ETag"],
    }  # fmt: skip


def test_what_xml_cannot_hold_breaks_nothing(community: CommunityPage) -> None:
    factories.guide(
        community, title="Un \x0b titre \ufffe ]]> &amp;", summary="\x01 x",
        body=factories.words("a \x08 b"), tags=["é\x02è"],
    )  # fmt: skip
    assert titles(atom_of("/feeds/site.atom")) == ["Un  titre  ]]> &amp;"]
    valid_json(Client().get("/feeds/site.json").content)
    ElementTree.fromstring(Client().get("/feeds/feeds.opml").content)


def test_pictures_and_places_in_the_text_have_whole_addresses(community: CommunityPage) -> None:
    text = f"![Un cercle](image:{picture().pk})\n\n[tout](/browse/) [bas](#x)"
    page = factories.guide(community, body=[("markdown", text)])
    content = valid_json(Client().get("/feeds/site.json").content)["items"][0]["content_html"]
    found = BeautifulSoup(content, "html.parser")
    assert [a["href"] for a in found.select("a")] == [f"{SITE}/browse/", f"{SITE}{page.url}#x"]
    assert found.img["src"].startswith(f"{SITE}/media/")
    assert found.img["alt"] == "Un cercle"


def test_it_costs_the_same_however_many_pages(community: CommunityPage) -> None:
    theme = factories.theme("Réunions")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get("/feeds/site.atom").status_code == 200
        return len(queries)

    for number in range(2):
        factories.guide(community, title=f"Guide {number}", themes=[theme], tags=["un"])
        factories.case_study(community, title=f"Cas {number}")
    cost()  # the types of content, which are asked for once
    factories.theme("Autre")
    few = cost()
    for number in range(20):
        factories.guide(community, title=f"Plus {number}", themes=[theme], tags=["deux"])
        factories.case_study(community, title=f"Autre {number}")
    assert cost() <= few <= 12
    assert cost() <= 3, "while nothing changes it is not made again"
    assert len(titles(atom_of("/feeds/site.atom"))) == 30


def test_they_are_listed_and_found(community: CommunityPage) -> None:
    theme = factories.theme("Réunions")
    factories.guide(community, themes=[theme])
    factories.community(title="Fermée", visibility=Visibility.INTERNAL)
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        listed = BeautifulSoup(client.get("/feeds/").content, "html.parser")
    assert len(queries) <= 9
    addresses = [a["href"] for a in listed.select("a[type='application/atom+xml']")]
    assert f"{SITE}/feeds/communities/animation.atom" in addresses
    assert f"{SITE}/feeds/themes/reunions.atom" in addresses
    assert not [each for each in addresses if "fermee" in each]
    feeds = read_outlines(client.get("/feeds/feeds.opml").content)
    assert sorted(feed.address for feed in feeds) == sorted(addresses)
    for address in addresses:
        atom_of(address.removeprefix(SITE))


def test_pages_say_where_their_feed_is(community: CommunityPage) -> None:
    theme = factories.theme("Réunions")
    factories.guide(community, themes=[theme])
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    client = Client()

    def feeds_of(address: str) -> list[str]:
        page = BeautifulSoup(client.get(address).content, "html.parser")
        links = page.select("link[rel=alternate][type='application/atom+xml']")
        return [link["href"] for link in links]

    assert feeds_of("/") == ["/feeds/site.atom"]
    assert feeds_of("/animation/")[0] == "/feeds/communities/animation.atom"
    assert feeds_of("/animation/guides/")[0] == "/feeds/types/guide.atom"
    assert feeds_of("/themes/reunions/")[0] == "/feeds/themes/reunions.atom"
    client.force_login(factories.member(closed))
    assert feeds_of("/fermee/") == ["/feeds/site.atom"]


def test_a_correction_makes_a_digest_new_again(community: CommunityPage) -> None:
    closed = factories.community(title="Close", visibility=Visibility.RESTRICTED)
    secret = factories.guide(closed, title="Un secret")
    digest = factories.digest(community)
    item, hidden = (
        DigestItem.objects.create(digest=digest, page=page, title=title)
        for page, title in ((None, "Une nouvelle"), (secret, "Cachée"))
    )

    def updated() -> datetime:
        cache.clear()
        entry = atom_of("/feeds/communities/animation.atom").find("a:entry", ATOM)
        return datetime.fromisoformat(texts(entry, "a:updated")[0])

    published = updated()
    later = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)
    DigestItem.objects.filter(pk=hidden.pk).update(correction="x", corrected_at=later)
    assert updated() == published  # nobody may know of what visitors do not read
    DigestItem.objects.filter(pk=item.pk).update(correction="x", corrected_at=later)
    assert updated() == later
