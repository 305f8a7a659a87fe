"""Loads the watch of the demo: sources, what they brought, and what members did with it.

Feeds go through the parser and the services that a real site uses.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from home.demo_feeds import feed_address, items, watch, written
from wiki.communities.models import CommunityPage
from wiki.communities.queries import facilitators
from wiki.core.models import Theme
from wiki.people.models import User
from wiki.watch.models import Clip, ClipState, Source, Story
from wiki.watch.sources.reading import read_feed
from wiki.watch.sources.services import add_source
from wiki.watch.triage import services
from wiki.watch.triage.rota import monday_of, set_rota


def load_watch(site: str) -> int:
    """Make the sources and their inbox; how many sources are new. ``site``: where the demo is.

    Where there are sources already, only their addresses follow the demo.
    """
    if Source.objects.exists():
        _follow(site)
        return 0
    places = {page.slug: page for page in CommunityPage.objects.live()}
    known = [feed for feed in watch()["feeds"] if feed["community"] in places]
    with transaction.atomic():
        for feed in known:
            _add(places[feed["community"]], feed, site)
        for row in [*watch()["dead"], *watch()["failing"]]:
            _in_trouble(places[row["community"]], row, site)
        _act(places, User.objects.in_bulk(field_name="email"))
    # Nobody serves their sources yet; all that these would tell is there.
    Clip.objects.filter(note__source_url__startswith=f"{site}/demo/").update(
        state=ClipState.COMPLETE, reason=""
    )
    return Source.objects.count()


def _follow(site: str) -> None:
    """The demo may be served at another port than the last time."""
    for source in Source.objects.filter(address__contains="/demo/feeds/"):
        address = feed_address(site, source.address.rpartition("/")[2])
        if source.address != address:
            Source.objects.filter(pk=source.pk).update(address=address)


def _runner(community: CommunityPage) -> User:
    return facilitators([community.pk])[community.pk][0]


def _add(community: CommunityPage, row: dict[str, Any], site: str) -> None:
    content, content_type = written(row, site=site)
    address = feed_address(site, row["name"])
    now = timezone.now()
    feed = read_feed(content, address=address, content_type=content_type, now=now)
    source = add_source(
        community,
        _runner(community),
        address=address,
        title=row["title"],
        themes=Theme.objects.filter(slug__in=row["themes"]),
        feed=feed,
    )
    newest = max(item.published for item in items(row))
    # As if it had been followed for a while.
    Source.objects.filter(pk=source.pk).update(
        added_at=now - timedelta(days=120), last_item_at=newest
    )


def _in_trouble(community: CommunityPage, row: dict[str, Any], site: str) -> None:
    now = timezone.now()
    source = add_source(
        community, _runner(community), address=feed_address(site, row["name"]), title=row["title"]
    )
    since = now - timedelta(days=row.get("days", 1))
    Source.objects.filter(pk=source.pk).update(
        last_error=row["trouble"],
        failures=row.get("failures", 1),
        tried_at=since,
        last_success_at=since - timedelta(days=2),
        dead_at=since if "days" in row else None,
        next_fetch_at=now + timedelta(days=1),
    )


def _act(places: dict[str, CommunityPage], people: dict[str, User]) -> None:
    """What members kept, ignored, gave to each other and said."""

    def story(row: dict[str, Any]) -> Story:
        rows = Story.objects.filter(items__address__endswith=f"/demo/pages/{row['page']}")
        return rows.filter(community=places[row["community"]]).select_related("community")[0]

    data = watch()
    for row in data["done"]:
        by = people[row["by"]]
        if "keep" in row:
            services.keep(story(row), by=by, means_for_us=row["keep"])
        else:
            found = story(row)
            services.ignore(found.community, [found.pk], by=by)
    for row in data["given"]:  # not by the service, which would send an e-mail
        found = story(row)
        Story.objects.filter(pk=found.pk).update(assigned_to=people[row["to"]])
        services.remark(found, by=people[row["by"]], text=row["word"])
    for row in data["said"]:
        services.remark(story(row), by=people[row["by"]], text=row["text"])
    today = timezone.localdate()
    for slug, emails in data["weeks"].items():
        weeks = enumerate(people[email].pk for email in emails)
        plan = {monday_of(today) + timedelta(weeks=number): pk for number, pk in weeks}
        set_rota(places[slug], plan, by=_runner(places[slug]), today=today)
