"""Feeds that are malformed, hostile or odd, read from a real server."""

import time

import pytest

from tests.watch.odd_feeds import ALL, Odd
from tests.watch.sites import a_site, source
from wiki.communities.models import CommunityPage
from wiki.watch.models import Item, Story
from wiki.watch.sources.rounds import fetch_one

pytestmark = pytest.mark.django_db


def test_there_are_more_than_forty() -> None:
    assert len(ALL) >= 40
    assert len({each.name for each in ALL}) == len(ALL)


@pytest.mark.parametrize("odd", ALL, ids=lambda odd: odd.name)
def test_it_is_read_or_refused_with_its_reason(odd: Odd, community: CommunityPage) -> None:
    with a_site(feed=odd.reply) as site:
        row = source(community, site.url("/feed"))
        began = time.monotonic()
        report = fetch_one(row)
        assert time.monotonic() - began < 5
        row.refresh_from_db()
        assert row.last_error == (odd.trouble or "")
        assert report.failed == bool(odd.trouble)
        items = Item.objects.order_by("pk")
        assert tuple(items.values_list("title", flat=True)) == odd.titles
        assert site.asked == ["/feed"]
    for each in items:
        assert each.address.startswith(("http://", "https://"))
        assert "<" not in each.summary
    assert Story.objects.count() == len(odd.titles)
