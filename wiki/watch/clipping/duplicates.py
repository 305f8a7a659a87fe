"""Whether a story is noted already, as far as somebody may know."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from guides.models import WatchNotePage
from wiki.communities.audience import readable
from wiki.communities.models import CommunityPage
from wiki.communities.places import paths_to
from wiki.people.models import User
from wiki.watch.canonical import canonical_address, without_trackers
from wiki.watch.clipping.records import about, stored
from wiki.watch.clipping.titles import alike, tells, title_words
from wiki.watch.models import Clip

#: Titles compared one by one: the newest; the same story comes within weeks.
TITLES_COMPARED = 1_000
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Noted:
    """A note about the same, which the person may read."""

    pk: int
    title: str
    url: str
    language: str
    author: str
    community: str
    #: Whether the address is the same; otherwise only the title is alike.
    same_address: bool


def already_noted(viewer: User, *, address: str, title: str = "") -> list[Noted]:
    """Notes about this page or this story that the viewer may read, the same address first.

    Five queries at most. A note that the viewer may not read is as good as none.
    """
    clips = Clip.objects.filter(note__live=True)
    return _found(clips, viewer, addresses=[_stored(address)], words=title_words(title))


def noted_beside(clip: Clip, viewer: User) -> list[Noted]:
    """Other notes about what this clip's source turned out to be; as ``already_noted``."""
    others = Clip.objects.filter(note__live=True).exclude(pk=clip.pk)
    addresses = [clip.canonical_address, clip.given_address]
    return _found(others, viewer, addresses=addresses, words=clip.title_words)


def _found(
    clips: QuerySet[Clip], viewer: User, *, addresses: Collection[str], words: str
) -> list[Noted]:
    rows = readable(clips, viewer, prefix="note__")
    found = _by_address(rows, addresses)
    same = {clip.pk for clip in found}
    if tells(words):
        found += [clip for clip in _by_title(rows, words) if clip.pk not in same]
    return _noted([clip.pk for clip in found][:MOST_SHOWN], same=same)


def noted_in(community: CommunityPage, address: str) -> WatchNotePage | None:
    """The community's own published note about this page, the oldest."""
    notes = WatchNotePage.objects.live().descendant_of(community).order_by("pk")
    return notes.filter(clip__in=Clip.objects.filter(about([_stored(address)]))).first()


def _stored(address: str) -> str:
    return stored(canonical_address(without_trackers(address)))


def _by_address(clips: QuerySet[Clip], addresses: Collection[str]) -> list[Clip]:
    known = [address for address in addresses if address]
    return list(clips.filter(about(known)).order_by("pk")[:MOST_SHOWN]) if known else []


def _by_title(clips: QuerySet[Clip], words: str) -> list[Clip]:
    newest = clips.exclude(title_words="").order_by("-pk").only("pk", "title_words")
    return [clip for clip in newest[:TITLES_COMPARED] if alike(clip.title_words, words)]


def _noted(ids: list[int], *, same: set[int]) -> list[Noted]:
    notes = WatchNotePage.objects.filter(pk__in=ids).select_related("owner").in_bulk()
    paths = {path for note in notes.values() for path in paths_to(note.path)}
    places = dict(CommunityPage.objects.filter(path__in=paths).values_list("path", "title"))
    rows = []
    for note in (notes[pk] for pk in ids if pk in notes):
        above = [places[path] for path in paths_to(note.path) if path in places]
        rows.append(
            Noted(
                pk=note.pk,
                title=note.title,
                url=note.url or "",
                language=note.language,
                author=note.owner.display_name if note.owner else "",
                community=above[-1] if above else "",
                same_address=note.pk in same,
            )
        )
    return rows
