"""Adding sources from an address or a list, and how they fare."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.communities.scenes import Scene, client_of, scene
from tests.watch.scenes import story
from tests.watch.sites import Reply, a_site, item, rss, source
from wiki.core.opml import read_outlines
from wiki.people.models import User
from wiki.watch.models import Item, Source, Story, StoryState, Trouble
from wiki.watch.sources import services
from wiki.watch.sources.coverage import WEEKS, coverage
from wiki.watch.sources.discovery import feeds_named
from wiki.watch.sources.queries import silent, with_figures

pytestmark = pytest.mark.django_db

PAGE = b"""<html><head><base href="https://e.org/blog/">
<link rel="alternate" type="application/rss+xml" title="Tout" href="feed.xml">
<link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" href="/atom">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
<link rel="alternate" type="text/html" href="/en"><link rel="stylesheet" href="/x.rss">
</head></html>"""


@pytest.fixture
def place(home: object) -> Scene:
    return scene("Veille")


def url(place: Scene, rest: str) -> str:
    return f"/watch/{place.community.slug}/{rest}"


def words(answer: object) -> str:
    page = BeautifulSoup(answer.content, "html.parser")  # type: ignore[attr-defined]
    return " ".join(page.select_one("main").text.split())


def add(client: Client, place: Scene, address: str, **data: object) -> object:
    return client.post(url(place, "sources/add/"), {"address": address, **data})


def test_pages_name_their_feeds() -> None:
    found = list(feeds_named(PAGE, address="https://e.org/"))
    assert [(each.address, each.title) for each in found] == [
        ("https://e.org/blog/feed.xml", "Tout"), ("https://e.org/atom", "https://e.org/atom"),
    ]  # fmt: skip
    links = b"<a href='/rss'>RSS</a> <a href='/feeding'>x</a> <a href='news/atom.xml'>Atom</a>"
    assert [each.address for each in feeds_named(links, address="https://e.org/")] == [
        "https://e.org/rss", "https://e.org/news/atom.xml",
    ]  # fmt: skip
    for hostile in (b"<a href='http://[::1'>x</a>", b"<div>" * 20_000, b"\0\xff<link", b""):
        assert list(feeds_named(hostile, address="https://e.org/")) == []


def test_a_feed_is_followed_and_shows_what_it_has(place: Scene) -> None:
    theme = factories.theme("Archives")
    with a_site(feed=rss(item("Un"), item("Deux"), title="Un journal")) as site:
        answer = add(client_of(place.chief), place, site.url("/feed"), themes=[theme.pk])
        assert answer.status_code == 302  # type: ignore[attr-defined]
        assert site.asked == ["/feed"]
        row = Source.objects.get()
        assert (row.title, row.kind, row.added_by) == ("Un journal", "rss", place.chief)
        assert list(row.themes.all()) == [theme]
        assert row.last_success_at
        assert Item.objects.count() == 2
        again = add(client_of(place.chief), place, site.url("/feed"))
    assert "field-error" in again.content.decode()  # type: ignore[attr-defined]
    assert Source.objects.count() == 1


def test_a_site_offers_its_feeds(place: Scene) -> None:
    page = b"<link rel=alternate type=application/rss+xml title=Tout href=/feed>"
    with a_site(blog=Reply(page, "text/html"), feed=rss(item("Un"))) as site:
        client = client_of(place.chief)
        shown = BeautifulSoup(add(client, place, site.url("/blog")).content, "html.parser")  # type: ignore[attr-defined]
        choice = shown.select_one("input[type=radio]")
        assert choice["value"] == site.url("/feed")
        assert not Source.objects.exists()
        add(client, place, choice["value"], title="Mon blog")
    assert Source.objects.get().title == "Mon blog"


def test_a_silent_site_is_asked_at_the_usual_places(place: Scene) -> None:
    with a_site(blog=Reply(b"<html>", "text/html")) as site:
        site.pages["/atom.xml"] = rss(item("Un"))
        shown = BeautifulSoup(
            add(client_of(place.chief), place, site.url("/blog")).content,  # type: ignore[attr-defined]
            "html.parser",
        )
        assert shown.select_one("input[type=radio]")["value"] == site.url("/atom.xml")


@pytest.mark.parametrize(
    "address",
    ["", "pas une adresse", "javascript:alert(1)", "file:///etc/passwd", "http://10.0.0.1/feed",
     "http://169.254.169.254/", "https://a:b@e.org/", "x" * 5000, "http://e.org/\x00", "http://["],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused_with_a_reason(address: str, place: Scene) -> None:
    answer = add(client_of(place.chief), place, address)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert b"field-error" in answer.content  # type: ignore[attr-defined]
    assert not Source.objects.exists()


def test_a_list_goes_in_and_comes_out_again(place: Scene) -> None:
    theme = factories.theme("Archives", label_en="Archives and records")
    known = source(place.community, "https://a.org/feed", title="Connu")
    opml = """<?xml version="1.0"?><opml version="2.0"><body>
      <outline text="archives"><outline text="Un &amp; deux" xmlUrl="https://b.org/feed"
        htmlUrl="https://b.org/"/></outline>
      <outline text="Connu" xmlUrl="https://a.org/feed"/>
      <outline text="Un lien" type="link" url="https://c.org/"/>
      <outline text="Mauvais" xmlUrl="file:///etc/passwd"/></body></opml>"""
    client = client_of(place.chief)
    file = SimpleUploadedFile("liste.opml", opml.encode())
    done = client.post(url(place, "sources/import/"), {"file": file}, follow=True)
    assert "Mauvais" in words(done)
    made = Source.objects.exclude(pk=known.pk).get()
    assert (made.title, made.site_address) == ("Un & deux", "https://b.org/")
    assert list(made.themes.all()) == [theme]
    answer = client_of(place.member).get(url(place, "sources/export/"))
    assert "attachment" in answer.headers["Content-Disposition"]
    found = read_outlines(answer.content)
    assert {(row.title, row.address, row.site, row.category) for row in found} == {
        ("Un & deux", "https://b.org/feed", "https://b.org/", "Archives"),
        ("Connu", "https://a.org/feed", "", ""),
    }
    other = scene("Autre")
    services.import_sources(other.community, answer.content, by=other.chief)
    assert other.community.watch_sources.count() == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"x" * 100, b"\0", b"<html/>", b'<!DOCTYPE o [<!ENTITY a "b">]><opml>&a;</opml>',
     b"<opml>" + b"<outline>" * 5_000],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused(content: bytes, place: Scene) -> None:
    file = SimpleUploadedFile("liste.opml", content)
    answer = client_of(place.chief).post(url(place, "sources/import/"), {"file": file})
    assert answer.status_code == 200
    assert b"field-error" in answer.content


def test_no_more_sources_than_anybody_reads(place: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_SOURCES", 1)
    source(place.community, "https://a.org/feed")
    with pytest.raises(services.TooManySources):
        services.add_source(place.community, place.chief, address="https://b.org/feed")


def test_what_fails_is_told_with_its_reason_and_tried_again(place: Scene) -> None:
    with a_site() as site:
        row = source(
            place.community, site.url("/feed"), title="Fermé", dead_at=timezone.now(),
            last_error=Trouble.GONE, failures=1,
        )  # fmt: skip
        shown = words(client_of(place.member).get(url(place, "sources/")))
        assert str(Trouble.GONE.label) in shown
        assert not client_of(place.member).get(url(place, "sources/")).content.count(b"/retry/")
        site.pages["/feed"] = rss(item("Un"))
        client = client_of(place.chief)
        with_commit = client.post(url(place, f"sources/{row.pk}/retry/"))
        assert with_commit.status_code == 302
    row.refresh_from_db()
    assert row.dead_at is None
    assert row.failures == 0


def test_a_source_is_changed_put_aside_and_removed(place: Scene) -> None:
    theme = factories.theme("Archives")
    row = source(place.community, "https://a.org/feed", title="Un")
    other = source(place.community, "https://b.org/feed")
    alone, both = (story(place.community, title, sources=told) for title, told in
                   (("Seule", [row]), ("Deux", [row, other])))  # fmt: skip
    kept = story(place.community, "Gardée", sources=[row], state=StoryState.KEPT)
    client = client_of(place.chief)
    address = url(place, f"sources/{row.pk}/")
    client.post(address, {"title": "Une", "themes": [theme.pk]})
    row.refresh_from_db()
    assert (row.title, row.active, list(row.themes.all())) == ("Une", False, [theme])
    assert b"field-error" in client.post(address, {"title": ""}).content
    client.post(f"{address}remove/")
    assert set(Story.objects.all()) == {both, kept}
    assert not Story.objects.filter(pk=alone.pk).exists()
    assert client.get(url(place, "inbox/?state=kept")).status_code == 200


def test_the_share_that_is_kept(place: Scene) -> None:
    row = source(place.community, "https://a.org/feed")
    for state in (StoryState.KEPT, StoryState.IGNORED, StoryState.IGNORED, StoryState.NEW):
        story(place.community, state, sources=[row], state=state)
    found = with_figures(place.community).get()
    assert (found.found, found.kept, found.sorted_out) == (4, 1, 3)
    assert "25" in words(client_of(place.member).get(url(place, "coverage/")))


def test_coverage_counts_stories_by_theme_and_week(place: Scene) -> None:
    theme = factories.theme("Archives")
    row, plain = (source(place.community, f"https://{n}.org/") for n in "ab")
    row.themes.add(theme)
    story(place.community, "Un", sources=[row], days=0)
    story(place.community, "Deux", sources=[row], days=14, state=StoryState.KEPT)
    story(place.community, "Trois", sources=[plain], days=0)
    story(place.community, "Vieux", sources=[row], days=300)
    found = coverage(place.community, now=timezone.now())
    assert len(found.weeks) == WEEKS
    archives, without = found.rows
    assert (archives.theme, archives.found, archives.kept) == (theme, 2, 1)
    assert (archives.cells[-1].found, archives.cells[-3].kept) == (1, 1)
    assert (without.theme, without.found) == (None, 1)
    assert max(cell.depth for cell in archives.cells) == 4


def test_silent_sources(place: Scene) -> None:
    now = timezone.now()
    long_ago = now - timedelta(days=90)
    quiet = source(place.community, "https://a.org/", added_at=long_ago, last_item_at=long_ago)
    never = source(place.community, "https://b.org/", added_at=long_ago)
    source(place.community, "https://c.org/", added_at=long_ago, last_item_at=now)
    source(place.community, "https://d.org/")
    assert set(silent(place.community, now=now)) == {quiet, never}


def test_an_archived_community_changes_nothing(place: Scene, reader: User) -> None:
    row = source(place.community, "https://a.org/")
    place.community.archived_at = timezone.now()
    place.community.save()
    client = client_of(place.chief)
    assert client.get(url(place, "sources/")).status_code == 200
    assert client.get(url(place, "inbox/")).status_code == 200
    assert client.get(url(place, "sources/add/")).status_code == 403
    assert client.post(url(place, f"sources/{row.pk}/retry/")).status_code == 403
