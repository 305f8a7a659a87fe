"""Reading feeds again and again: only what is new, later when it fails, never twice at once."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.watch.sites import Reply, Site, a_site, item, rss, source
from wiki.communities.models import CommunityPage
from wiki.watch.models import Item, Source, Trouble
from wiki.watch.models.source import LONGEST_INTERVAL, SHORTEST_INTERVAL
from wiki.watch.sources.rounds import Round, claim, due, fetch_due, fetch_one
from wiki.watch.sources.timing import MOST_FAILURES, after_failure, asked_wait, next_interval

pytestmark = pytest.mark.django_db


def read_again(row: Source) -> Source:
    """The source after one more reading."""
    fetch_one(row)
    row.refresh_from_db()
    return row


def test_only_what_is_new_comes_again(community: CommunityPage) -> None:
    with a_site(feed=rss(item("Un"), item("Deux"))) as site:
        row = read_again(source(community, site.url("/feed")))
        assert Item.objects.count() == 2
        assert row.last_success_at
        assert row.last_item_at
        assert row.kind == "rss"
        assert row.site_address == "https://journal.example/"
        first = row.interval
        assert fetch_one(row).unchanged == 1
        row.refresh_from_db()
        assert b"If-None-Match" in site.server.requests[-1]
        assert row.interval > first
        site.pages["/feed"] = rss(item("Trois"), item("Deux"))
        report = fetch_one(row)
        assert (report.read, report.items) == (1, 1)
    assert sorted(Item.objects.values_list("title", flat=True)) == ["Deux", "Trois", "Un"]


def test_a_site_without_validators_is_not_parsed_again(community: CommunityPage) -> None:
    body = rss(item("Un"))

    def plain(_asked: bytes, connection: object) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body)  # type: ignore[attr-defined]

    with a_site(feed=plain) as site:
        row = read_again(source(community, site.url("/feed")))
        assert row.etag == ""
        assert fetch_one(row).unchanged == 1


def test_names_that_change_each_time_bring_nothing_back(community: CommunityPage) -> None:
    with a_site(feed=rss(item("Un", guid="1"))) as site:
        row = read_again(source(community, site.url("/feed")))
        site.pages["/feed"] = rss(item("Un", guid="2"))
        assert fetch_one(row).items == 0


def test_old_entries_are_no_news(community: CommunityPage) -> None:
    old = format_datetime(datetime.now(UTC) - timedelta(days=200))
    with a_site(feed=rss(*(item(f"Vieux {n}", date=old) for n in range(9)))) as site:
        row = read_again(source(community, site.url("/feed")))
        assert Item.objects.count() == 3  # one sees that it works
        site.pages["/feed"] = rss(item("Un autre vieux", date=old))
        assert fetch_one(row).items == 0


@pytest.mark.parametrize(
    ("status", "trouble"),
    [(401, Trouble.CLOSED), (403, Trouble.CLOSED), (404, Trouble.MISSING), (429, Trouble.BUSY),
     (500, Trouble.BROKEN), (503, Trouble.BUSY)],
)  # fmt: skip
def test_a_failure_is_noted_and_tried_later(
    status: int, trouble: Trouble, community: CommunityPage
) -> None:
    with a_site(feed=Reply(b"x", "text/plain", status)) as site:
        row = read_again(source(community, site.url("/feed")))
        assert (row.last_error, row.failures, row.dead_at) == (trouble, 1, None)
        wait = row.next_fetch_at - timezone.now()
        assert timedelta(minutes=29) < wait < timedelta(minutes=34)
        site.pages["/feed"] = rss(item("Un"))
        row = read_again(row)
        assert (row.last_error, row.failures) == ("", 0)


def test_a_site_that_does_not_answer(community: CommunityPage) -> None:
    with a_site() as site:
        address = site.url("/feed")
    with a_site():
        row = read_again(source(community, address))
    assert row.last_error == Trouble.UNREACHABLE


def test_an_internal_address_is_refused(community: CommunityPage) -> None:
    row = read_again(source(community, "http://127.0.0.1:8000/feed"))
    assert row.last_error == Trouble.REFUSED


def test_a_site_that_asks_to_wait_is_waited_for(community: CommunityPage) -> None:
    with a_site(feed=Reply(b"", status=429, headers={"Retry-After": "7200"})) as site:
        row = read_again(source(community, site.url("/feed")))
        assert row.next_fetch_at - timezone.now() > timedelta(minutes=119)
    now = datetime(2026, 11, 26, tzinfo=UTC)
    assert asked_wait({"Retry-After": "Fri, 27 Nov 2026 00:00:00 GMT"}, now=now) == timedelta(1)
    assert asked_wait({"Retry-After": "Wed, 25 Nov 2026 00:00:00 GMT"}, now=now) == timedelta()
    assert asked_wait({"Retry-After": "9" * 40}, now=now) == timedelta(days=7)
    for nonsense in ("", "soon", "-5", "1e9", "٣"):
        assert asked_wait({"Retry-After": nonsense}, now=now) is None


def test_waits_grow_and_differ() -> None:
    now, random = datetime(2026, 11, 26, tzinfo=UTC), Random(1)
    waits = [after_failure(n, now=now, random=random) - now for n in range(1, 12)]
    assert waits == sorted(waits) or max(waits) <= timedelta(hours=27)
    assert timedelta(minutes=30) <= waits[0] <= timedelta(minutes=33)
    assert timedelta(days=1) <= waits[-1] <= timedelta(hours=27)
    assert len({after_failure(3, now=now, random=random) for _ in range(20)}) > 10
    row = Source(interval=LONGEST_INTERVAL)
    assert next_interval(row, news=False) == LONGEST_INTERVAL
    row.interval = SHORTEST_INTERVAL
    assert next_interval(row, news=True) == SHORTEST_INTERVAL


def test_a_feed_that_has_moved_is_followed(community: CommunityPage) -> None:
    with a_site(new=rss(item("Un"))) as site:
        site.pages["/old"] = Reply(status=301, headers={"Location": site.url("/new")})
        row = read_again(source(community, site.url("/old")))
        assert row.address == site.url("/new")
        assert row.moved_from == site.url("/old")
        read_again(row)
        assert site.asked == ["/old", "/new", "/new"]
        site.pages["/new"] = Reply(status=302, headers={"Location": site.url("/tmp")})
        site.pages["/tmp"] = rss(item("Deux"))
        assert read_again(row).address == site.url("/new")
        assert Item.objects.count() == 2


def test_a_feed_that_moves_onto_another_one_ends(community: CommunityPage) -> None:
    with a_site(new=rss(item("Un"))) as site:
        site.pages["/old"] = Reply(status=308, headers={"Location": site.url("/new")})
        source(community, site.url("/new"))
        row = read_again(source(community, site.url("/old")))
        assert row.last_error == Trouble.DUPLICATE
        assert row.dead_at


def test_a_feed_that_moves_to_a_page_stays_where_it_was(community: CommunityPage) -> None:
    with a_site(new=Reply(b"<html>For sale</html>", "text/html")) as site:
        site.pages["/old"] = Reply(status=301, headers={"Location": site.url("/new")})
        row = read_again(source(community, site.url("/old")))
        assert (row.address, row.last_error) == (site.url("/old"), Trouble.NOT_A_FEED)


def test_what_has_ended_is_dead_at_once(community: CommunityPage) -> None:
    with a_site(feed=Reply(status=410)) as site:
        row = read_again(source(community, site.url("/feed")))
        assert (row.last_error, bool(row.dead_at)) == (Trouble.GONE, True)
        assert fetch_one(row).sources == 0
        out = StringIO()
        call_command("watch_fetch", source=row.pk, stdout=out)
        assert "1 failed" in out.getvalue()


def test_what_fails_too_often_is_dead(community: CommunityPage) -> None:
    with a_site() as site:
        row = source(community, site.url("/feed"), failures=MOST_FAILURES - 2)
        assert read_again(row).dead_at is None
        assert read_again(row).dead_at


def test_two_workers_share_the_work(community: CommunityPage) -> None:
    rows = [source(community, f"https://e.org/{n}") for n in range(30)]
    mine, theirs = claim(due), claim(due)
    assert len(mine) == 25
    assert {row.pk for row in mine}.isdisjoint(row.pk for row in theirs)
    assert len(mine) + len(theirs) == len(rows)
    assert claim(due) == []
    Source.objects.update(next_fetch_at=timezone.now())  # a worker died: the lease is over
    assert len(claim(due)) == 25


def test_what_is_not_due_or_not_followed_is_left_alone(home: object) -> None:
    closed = factories.community(title="Archivée", archived_at=timezone.now())
    community = factories.community(title="Ouverte")
    later = timezone.now() + timedelta(hours=1)
    source(closed, "https://e.org/archived")
    source(community, "https://e.org/later", next_fetch_at=later)
    source(community, "https://e.org/aside", active=False)
    source(community, "https://e.org/dead", dead_at=timezone.now())
    assert fetch_due(seconds=5).sources == 0


def test_a_round_ends_in_time(community: CommunityPage) -> None:
    for number in range(60):
        source(community, f"http://127.0.0.1:1/{number}")
    assert Round(seconds=0).run(due).sources == 25
    assert due(timezone.now()).count() == 35


def test_a_source_that_is_removed_meanwhile_harms_nobody(community: CommunityPage) -> None:
    with a_site(a=rss(item("Un")), b=rss(item("Deux"))) as site:
        gone, stays = (source(community, site.url(f"/{name}")) for name in "ab")
        report = Round(tell=lambda _each: Source.objects.filter(pk=gone.pk).delete()).run(due)
    assert report.items == 1
    assert Item.objects.get().source == stays


def test_a_round_costs_few_queries(community: CommunityPage) -> None:
    def cost(site: Site) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert fetch_due(seconds=5).failed == 0
        return len(queries)

    with a_site(feed=rss(*(item(f"Nouvelle {n}") for n in range(20)))) as site:
        for number in range(20):
            site.pages[f"/{number}"] = rss(*(item(f"Titre {number}-{n}") for n in range(10)))
            source(community, site.url(f"/{number}"))
        assert cost(site) <= 45  # one for each source, and the rest together
        assert Item.objects.count() == 200
        Source.objects.update(next_fetch_at=timezone.now())
        assert cost(site) <= 15


def test_the_command_reads_what_it_is_told_to(community: CommunityPage) -> None:
    with a_site(a=rss(item("Un")), b=rss(item("Deux"))) as site:
        later = timezone.now() + timedelta(hours=5)
        source(community, site.url("/a"), next_fetch_at=later)
        source(factories.community(title="Autre"), site.url("/b"), next_fetch_at=later)

        def told(**options: object) -> str:
            out = StringIO()
            call_command("watch_fetch", stdout=out, **options)
            return out.getvalue()

        assert told().startswith("0 feeds")
        assert told(community=community.slug).startswith("1 feeds: 1 new items")
        assert told(all=True).startswith("2 feeds: 1 new items, 1 unchanged")
        with pytest.raises(CommandError):
            told(community="nulle-part")
        with pytest.raises(CommandError):
            told(source=999)
