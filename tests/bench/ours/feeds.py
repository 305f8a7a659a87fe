"""Reads the feeds of the bench, alone with feedparser and as the site does; a long inbox."""

import io
from pathlib import Path

import feedparser
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from guides.services import open_sections
from tests.bench.ours.clipping import QUEUED
from tests.bench.timing import Span, clock
from wiki.communities.models import CommunityPage, Membership
from wiki.notifications.quiet import quietly
from wiki.people.models import User
from wiki.watch.clipping.services import clip
from wiki.watch.models import Item, Source, Story, Watcher
from wiki.watch.sources.rounds import fetch_due
from wiki.watch.triage.rota import monday_of

MEMBER = "veilleuse@example.org"
#: Stories of the first page that somebody has noted.
NOTED = 10


def alone(*, folder: Path) -> Span:
    """What feedparser takes for the same files, read from the disk."""
    contents = [path.read_bytes() for path in sorted(folder.iterdir())]
    with clock() as span:
        for content in contents:
            feedparser.parse(io.BytesIO(content))
    return span


def follow(*, address: str, feeds: int) -> None:
    """A community follows them, and them alone."""
    community = CommunityPage.objects.order_by("pk")[0]
    Source.objects.all().delete()
    Story.objects.all().delete()
    Source.objects.bulk_create(
        Source(community=community, address=f"{address}/{number}.xml", title=f"Blog {number}")
        for number in range(feeds)
    )


def read(*, items: int) -> Span:
    """One round of all sources; it must have brought so many items."""
    Source.objects.update(next_fetch_at=timezone.now())
    with override_settings(FETCH_ALLOWED_NETWORKS=["127.0.0.1/32"]), clock() as span:
        report = fetch_due(seconds=600)
    if (report.items, report.failed) != (items, 0):
        raise AssertionError(f"the round gave {report}")
    return span


def inbox(*, stories: int) -> str:
    """The address of an inbox that holds so many stories, the newest of them noted already."""
    community = CommunityPage.objects.order_by("pk")[0]
    extra = Story.objects.filter(community=community).order_by("pk")[stories:]
    Story.objects.filter(pk__in=list(extra.values_list("pk", flat=True))).delete()
    if Item.objects.count() < stories:
        raise AssertionError("read the feeds first")
    person = User.objects.create_user(MEMBER)
    Membership.objects.create(community=community, person=person)
    Watcher.objects.create(
        community=community, person=person, monday=monday_of(timezone.localdate())
    )
    open_sections(community)
    newest = Item.objects.filter(story__community=community).order_by("-story__dated_at", "-story")
    with override_settings(TASKS=QUEUED), quietly():
        for item in newest[:NOTED]:
            clip(person, community, address=item.address, means_for_us="Pour mémoire.")
    return reverse("watch:inbox", args=[community.slug])
