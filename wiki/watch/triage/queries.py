"""Reads of the inbox. That the viewer is a member is settled before."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Prefetch, QuerySet

from wiki.communities.audience import readable
from wiki.communities.models import CommunityPage
from wiki.people.models import User
from wiki.watch.models import Clip, Item, Remark, Story, StoryState


class Whose(StrEnum):
    """Which stories, by who is on them."""

    ALL = ""
    MINE = "me"
    NOBODY = "nobody"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What part of the inbox is shown."""

    state: StoryState = StoryState.NEW
    source: int | None = None
    theme: str = ""
    whose: Whose = Whose.ALL

    @property
    def is_narrow(self) -> bool:
        """Whether it differs from the whole inbox."""
        return self != Wanted()


def inbox(community: CommunityPage, wanted: Wanted, *, viewer: User) -> QuerySet[Story]:
    """The stories wanted, the newest first; decided ones by when that was."""
    rows = Story.objects.filter(community=community, state=wanted.state)
    if wanted.source is not None:
        rows = rows.filter(pk__in=Item.objects.filter(source=wanted.source).values("story"))
    if wanted.theme:
        told = Item.objects.filter(source__themes__slug=wanted.theme)
        rows = rows.filter(pk__in=told.values("story"))
    match wanted.whose:
        case Whose.MINE:
            rows = rows.filter(assigned_to=viewer)
        case Whose.NOBODY:
            rows = rows.filter(assigned_to=None)
        case Whose.DECIDED:
            rows = rows.filter(decided_by=viewer)
    if wanted.state == StoryState.NEW:
        return with_details(rows).order_by("-dated_at", "-pk")
    return with_details(rows).order_by("-decided_at", "-pk")


def with_details(stories: QuerySet[Story]) -> QuerySet[Story]:
    """The stories with all that a row shows (four queries more, however many)."""
    items = Item.objects.select_related("source").prefetch_related("source__themes")
    remarks = Remark.objects.select_related("author")
    return stories.select_related(
        "assigned_to", "decided_by", "before__decided_by"
    ).prefetch_related(Prefetch("items", items.order_by("pk")), Prefetch("remarks", remarks))


def notes_about(stories: Iterable[Story], viewer: User) -> dict[int, int]:
    """The note about the same page, by story, where the viewer may read one (two queries)."""
    by_address = {
        item.canonical_address: story.pk for story in stories for item in story.items.all()
    }
    clips = Clip.objects.filter(note__live=True, canonical_address__in=list(by_address))
    rows = readable(clips, viewer, prefix="note__").order_by("-note")
    return {by_address[clip.canonical_address]: clip.note_id for clip in rows}
