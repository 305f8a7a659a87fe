"""One story, one line."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.watch.sites import source
from wiki.communities.models import CommunityPage
from wiki.watch.models import FeedKind, Item, Source, Story, StoryState
from wiki.watch.sources.entries import Raw, entry_of
from wiki.watch.sources.feeds import Entry, Feed
from wiki.watch.sources.storing import Fresh, store
from wiki.watch.sources.titles import same_story, title_words
from wiki.watch.sources.words import plain

pytestmark = pytest.mark.django_db

LONG = "Le décret sur l’archivage des messageries est publié"


def entry(title: str, *, address: str = "", uid: str = "") -> Entry:
    now = timezone.now()
    raw = Raw(
        name=uid or address or title, address=address or f"https://{abs(hash(title))}.org/",
        title=title, title_markup=False, summary="", summary_markup=False, author="",
        published_at=now - timedelta(hours=1),
    )  # fmt: skip
    found = entry_of(raw, base="", now=now)
    assert found
    return found


def bring(row: Source, *entries: Entry) -> None:
    store(row.community_id, [Fresh(row, Feed(FeedKind.RSS, "", "", entries))], now=timezone.now())


@pytest.fixture
def two(community: CommunityPage) -> tuple[Source, Source]:
    return source(community, "https://a.org/f"), source(community, "https://b.org/f")


def test_the_same_page_from_two_sources_is_one_line(two: tuple[Source, Source]) -> None:
    bring(two[0], entry("Un titre", address="https://www.e.org/page?utm_source=rss"))
    bring(two[1], entry("Un autre titre", address="http://e.org/page/#haut"))
    story = Story.objects.get()
    assert story.title == "Un titre"
    assert {each.source for each in story.items.all()} == set(two)


def test_near_same_titles_from_two_sources_are_one_line(two: tuple[Source, Source]) -> None:
    bring(two[0], entry(LONG))
    bring(two[1], entry("Décret sur l'archivage des messageries : est publié", uid="x"))
    assert Story.objects.count() == 1


def test_one_source_repeats_its_titles(two: tuple[Source, Source]) -> None:
    bring(two[0], entry(LONG, address="https://e.org/1"), entry(LONG, address="https://e.org/2"))
    assert Story.objects.count() == 2


def test_both_at_once_are_one_line_too(two: tuple[Source, Source]) -> None:
    found = [Fresh(row, Feed(FeedKind.RSS, "", "", (entry(LONG, uid=str(row.pk)),))) for row in two]
    store(two[0].community_id, found, now=timezone.now())
    assert Story.objects.count() == 1
    assert Item.objects.count() == 2


def test_titles_are_not_near_by_chance() -> None:
    def near(one: str, other: str) -> bool:
        return same_story(title_words(one), title_words(other))

    assert near(LONG, LONG.upper())
    assert not near("Bilan de la saison 2025 des ateliers", "Bilan de la saison 2026 des ateliers")
    assert not near(LONG, "Le décret sur la formation des tuteurs est publié")


def test_after_some_days_a_title_is_another_story(two: tuple[Source, Source]) -> None:
    bring(two[0], entry(LONG))
    Story.objects.update(found_at=timezone.now() - timedelta(days=9))
    bring(two[1], entry(LONG, address="https://e.org/x"))
    assert Story.objects.count() == 2


def test_what_was_ignored_comes_back_once(
    two: tuple[Source, Source], community: CommunityPage
) -> None:
    third = source(community, "https://c.org/f")
    page = "https://e.org/page"
    bring(two[0], entry("Un", address=page))
    Story.objects.update(state=StoryState.IGNORED)
    bring(two[0], entry("Un encore", address=page, uid="again"))
    assert Story.objects.count() == 1  # the same source insists
    bring(two[1], entry("Un", address=page))
    first, back = Story.objects.order_by("pk")
    assert (back.state, back.before) == (StoryState.NEW, first)
    Story.objects.update(state=StoryState.IGNORED)
    bring(third, entry("Un", address=page))
    assert Story.objects.count() == 2


def test_what_was_kept_gathers_its_sources(two: tuple[Source, Source]) -> None:
    bring(two[0], entry("Un", address="https://e.org/page"))
    Story.objects.update(state=StoryState.KEPT)
    bring(two[1], entry("Un", address="https://e.org/page"))
    assert Story.objects.get().items.count() == 2


def test_communities_do_not_share_an_inbox(home: object, two: tuple[Source, Source]) -> None:
    from tests import factories

    other = source(factories.community(title="Autre"), "https://a.org/f")
    for row in (two[0], other):
        bring(row, entry("Un", address="https://e.org/page"))
    assert Story.objects.count() == 2


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Un</p><p>deux</p>", "Un deux"),
        ("commu<b>nau</b>té", "communauté"),
        ("<script>alert(1)</script>Un<style>p{}</style>", "Un"),
        ("<!-- rien -->", ""),
        ("a &amp;lt;b&amp;gt;", "a &lt;b&gt;"),
        ("<div>" * 200 + "au fond", "au fond"),
        ("<div>" * 3_000 + "bien trop au fond", ""),
        ("Un\x00\ud800 mot", "Un mot"),
        (None, ""),
        (["x"], ""),
    ],
)
def test_words_of_markup(html: object, words: str) -> None:
    assert plain(html, most=100) == words


def test_words_are_cut_with_a_sign() -> None:
    assert plain("mot " * 100, most=11) == "mot mot…"
