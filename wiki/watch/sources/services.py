"""Writes on sources: every right is checked here."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.core.models import Theme
from wiki.core.opml import Outline, read_outlines
from wiki.people.models import User
from wiki.watch.models import Source, Story, StoryState
from wiki.watch.models.source import FIRST_INTERVAL
from wiki.watch.sources.addresses import web_address
from wiki.watch.sources.feeds import Feed
from wiki.watch.sources.storing import Fresh, store

#: Sources of one community: more than anybody sorts the items of.
MOST_SOURCES = 500


class SourceRefused(Exception):  # noqa: N818  (named after the situation)
    """Something that the person can be told, and may mend."""


class AlreadyFollowed(SourceRefused):
    """The community has this feed."""


class TooManySources(SourceRefused):
    """One must go before another comes."""


class NotAnAddress(SourceRefused):
    """Not an address of the web."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a list of feeds."""

    added: int
    known: int
    #: Names of those that are no feeds, or one too many.
    refused: tuple[str, ...]


def _need_to_run(community: CommunityPage, by: User) -> None:
    """Raises NotAllowed: sources are set by whoever configures, and nothing is read any more
    for an archived community."""
    standing_of(by).need(Act.CONFIGURE, community)
    if community.is_archived:
        raise NotAllowed(Act.CONFIGURE.value)


@transaction.atomic
def add_source(
    community: CommunityPage,
    by: User,
    *,
    address: str,
    title: str = "",
    themes: Iterable[Theme] = (),
    feed: Feed | None = None,
) -> Source:
    """A feed that the community reads from now on; what ``feed`` holds already is in its inbox.

    Raises NotAllowed or a SourceRefused.
    """
    _need_to_run(community, by)
    CommunityPage.objects.select_for_update().filter(pk=community.pk).values_list("pk").first()
    present = set(community.watch_sources.values_list("address", flat=True))
    source = _made(community, by, Outline(title, address), present)
    source.themes.set(themes)
    if feed is not None:
        now = timezone.now()
        source.kind, source.site_address = feed.kind, feed.site_address
        news = store(community.pk, [Fresh(source, feed)], now=now)[source.pk]
        source.last_success_at = source.tried_at = now
        source.last_item_at = now if news else None
        source.save()
    return source


def _made(community: CommunityPage, by: User, outline: Outline, present: set[str]) -> Source:
    address = web_address(outline.address)
    if not address:
        raise NotAnAddress(outline.address)
    if address in present:
        raise AlreadyFollowed(address)
    if len(present) >= MOST_SOURCES:
        raise TooManySources(MOST_SOURCES)
    present.add(address)
    return Source.objects.create(
        community=community,
        address=address,
        title=outline.title[:200] or urlsplit(address).hostname or address[:200],
        site_address=web_address(outline.site),
        added_by=by,
    )


@transaction.atomic
def change_source(
    source: Source, *, by: User, title: str, themes: Iterable[Theme], active: bool
) -> Source:
    """Another name, other themes, or followed no longer. Raises NotAllowed."""
    _need_to_run(source.community, by)
    source.title, source.active = title, active
    source.save(update_fields=["title", "active"])
    source.themes.set(themes)
    return source


@transaction.atomic
def remove_source(source: Source, *, by: User) -> None:
    """The source goes, with what nobody has sorted yet; notes stay. Raises NotAllowed."""
    standing_of(by).need(Act.CONFIGURE, source.community)
    stories = list(source.items.values_list("story", flat=True))
    source.delete()
    Story.objects.filter(pk__in=stories, items=None).exclude(state=StoryState.KEPT).delete()


@transaction.atomic
def try_again(source: Source, *, by: User) -> None:
    """The source is read as if nothing had gone wrong. Raises NotAllowed."""
    _need_to_run(source.community, by)
    Source.objects.filter(pk=source.pk).update(
        active=True, dead_at=None, failures=0, interval=FIRST_INTERVAL, next_fetch_at=timezone.now()
    )


@transaction.atomic
def import_sources(community: CommunityPage, content: bytes, *, by: User) -> Imported:
    """The feeds of an OPML file; folders that are called like a theme give it.

    Raises NotAllowed, OpmlUnreadable.
    """
    _need_to_run(community, by)
    outlines = read_outlines(content)
    CommunityPage.objects.select_for_update().filter(pk=community.pk).values_list("pk").first()
    present = set(community.watch_sources.values_list("address", flat=True))
    themes = {
        label.casefold(): theme
        for theme in Theme.objects.all()
        for label in (theme.label_fr, theme.label_en)
        if label
    }
    added, known, refused = 0, 0, []
    for outline in outlines:
        if not outline.address:
            continue  # a plain link
        try:
            source = _made(community, by, outline, present)
        except AlreadyFollowed:
            known += 1
        except SourceRefused:
            refused.append(outline.title[:200])
        else:
            added += 1
            if theme := themes.get(outline.category.casefold()):
                source.themes.add(theme)
    return Imported(added, known, tuple(refused))
