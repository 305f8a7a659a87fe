"""Reads of the inbox. That the viewer is a member is settled before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Prefetch, QuerySet

from wiki.communities.audience import readable
from wiki.communities.models import CommunityPage
from wiki.people.models import User
from wiki.watch.models import Clip, Item, Remark, Source, Story, StoryState


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
    """The stories with items, remarks and people (two queries more); see ``complete``."""
    items = Item.objects.order_by("pk")
    remarks = Remark.objects.select_related("author")
    return stories.select_related(
        "assigned_to", "decided_by", "before__decided_by"
    ).prefetch_related(Prefetch("items", items), Prefetch("remarks", remarks))


def sources_of(community: CommunityPage) -> list[Source]:
    """The sources by name, with their themes (two queries)."""
    rows = community.watch_sources.prefetch_related("themes")
    return list(rows.order_by("title", "pk"))


def complete(stories: Sequence[Story], sources: Iterable[Source], viewer: User) -> None:
    """Give items their source, and stories ``noted``: the number of the note about the same page.

    None without a note that the viewer may read. One query, two more where there are notes.
    """
    by_number = {source.pk: source for source in sources}
    by_address: dict[str, int] = {}
    for story in stories:
        for item in story.items.all():
            item.source = by_number[item.source_id]
            by_address[item.canonical_address] = story.pk
    found = _notes(by_address, viewer)
    for story in stories:
        story.noted = found.get(story.pk)  # type: ignore[attr-defined]


def _notes(by_address: Mapping[str, int], viewer: User) -> dict[int, int]:
    clips = Clip.objects.filter(canonical_address__in=list(by_address), note__live=True)
    if not clips.exists():
        return {}
    rows = readable(clips, viewer, prefix="note__").order_by("-note")
    return {by_address[clip.canonical_address]: clip.note_id for clip in rows}
