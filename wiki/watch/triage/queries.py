"""Reads of the inbox. That the viewer is a member is settled before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Left, Length

from wiki.communities.audience import readable_among
from wiki.communities.models import CommunityPage
from wiki.core.models import Theme
from wiki.people.models import User
from wiki.watch.clipping.records import about
from wiki.watch.models import Clip, Item, Remark, Source, Story, StoryState

#: The community in which a clip's note lives: the nearest above it.
_HOME = (
    CommunityPage.objects.filter(path=Left(OuterRef("note__path"), Length("path")))
    .order_by("-depth")
    .values("title")[:1]
)


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


@dataclass(frozen=True, slots=True)
class NotedAs:
    """The note that there is about a story; ``author`` is "" for a former member."""

    pk: int
    author: str
    community: str


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
    """The sources by name, each with ``told_themes``: what its themes are called (one query)."""
    rows = community.watch_sources.annotate(
        theme=F("themes"),
        slug=F("themes__slug"),
        label_fr=F("themes__label_fr"),
        label_en=F("themes__label_en"),
    )
    found: dict[int, Source] = {}
    themes: dict[int, list[Theme]] = defaultdict(list)
    for row in rows.order_by("title", "pk", "themes__label_fr"):
        found.setdefault(row.pk, row)
        if row.theme is not None:
            themes[row.pk].append(
                Theme(pk=row.theme, slug=row.slug, label_fr=row.label_fr, label_en=row.label_en)
            )
    for pk, source in found.items():
        source.told_themes = themes[pk]  # type: ignore[attr-defined]
    return list(found.values())


def complete(stories: Sequence[Story], sources: Iterable[Source], viewer: User) -> None:
    """Give items their source, and stories ``noted``: the NotedAs about the same page.

    None without a note that the viewer may read. One query, where there are notes one more, and
    another where some are closed.
    """
    by_number = {source.pk: source for source in sources}
    by_address: dict[str, int] = {}
    for story in stories:
        for item in story.items.all():
            item.source = by_number[item.source_id]
            by_address[item.canonical_address] = story.pk
    found = dict(_notes(by_address, viewer))
    for story in stories:
        story.noted = found.get(story.pk)  # type: ignore[attr-defined]


def _notes(by_address: Mapping[str, int], viewer: User) -> Iterator[tuple[int, NotedAs]]:
    """Pairs of a story and a note about it, the oldest note last."""
    rows = Clip.objects.filter(about(by_address), note__live=True)
    clips = list(
        rows.select_related("note__owner").annotate(home=Subquery(_HOME)).order_by("-note")
    )
    open_to = readable_among([clip.note for clip in clips], viewer)
    for clip in clips:
        if clip.note_id not in open_to:
            continue
        owner = clip.note.owner
        noted = NotedAs(clip.note_id, owner.display_name if owner else "", clip.home or "")
        for address in (clip.canonical_address, clip.given_address):
            if address in by_address:
                yield by_address[address], noted
