"""What pages show of the watch: the life of a note, what fed a guide, where one clips."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from guides.models import KnowledgePage, WatchIndexPage, WatchNotePage
from wiki.communities.audience import Viewer, readable
from wiki.communities.queries import community_of
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.core.page_context import adds_context
from wiki.people.models import User
from wiki.watch.becoming import Became, adds_what_became, became
from wiki.watch.clipping.duplicates import Noted, noted_beside
from wiki.watch.clipping.services import takes_care
from wiki.watch.models import Citation, Clip, ClipState, Thanks
from wiki.watch.words import why_refused

#: Later, both notes have lives of their own.
NEW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NoteLife:
    """What one reader sees of the life of a note."""

    pk: int
    became: list[Became]
    thanks: int
    #: Whether this reader gives thanks, and whether they may.
    thanked: bool
    may_thank: bool
    may_cite: bool
    #: For whoever looks after the note: the source is being read, or why it is not.
    waiting: bool
    refused: str
    may_fill_in: bool
    #: For the same: other notes about what the source turned out to be, while this one is new.
    noted: list[Noted]
    dead_since: datetime | None
    archive_address: str


@dataclass(frozen=True, slots=True)
class Fed:
    """A note that fed a page, with the source that it is about."""

    title: str
    url: str
    language: str
    source_title: str
    source_url: str
    source_language: str
    publisher: str


@adds_context(WatchNotePage)
def note_context(page: WatchNotePage, request: HttpRequest) -> dict[str, Any]:
    """``note_life``: None in a preview."""
    if getattr(request, "is_preview", False) or not page.live:
        return {"note_life": None}
    return {"note_life": life_of(page, request.user)}


def life_of(note: WatchNotePage, viewer: Viewer) -> NoteLife:
    """The life of a published note that the viewer reads."""
    clip = Clip.objects.filter(note=note.pk).first()
    person = viewer if isinstance(viewer, User) else None
    givers = list(Thanks.objects.filter(note=note.pk).values_list("person", flat=True))
    cares = person is not None and takes_care(note, person)
    state = clip.state if clip else ClipState.COMPLETE
    is_new = note.first_published_at is not None and note.first_published_at > timezone.now() - NEW
    return NoteLife(
        pk=note.pk,
        became=became(note, viewer),
        thanks=len(givers),
        thanked=person is not None and person.pk in givers,
        may_thank=person is not None and person.pk != note.owner_id,
        may_cite=person is not None and person.has_perm("wagtailadmin.access_admin"),
        waiting=state == ClipState.WAITING and cares,
        refused=why_refused(clip.reason) if clip and cares and state == ClipState.REFUSED else "",
        may_fill_in=cares,
        noted=noted_beside(clip, person) if clip and person and cares and is_new else [],
        dead_since=clip.dead_since if clip else None,
        archive_address=clip.archive_address if clip else "",
    )


@adds_context(KnowledgePage)
def fed_context(page: KnowledgePage, request: HttpRequest) -> dict[str, Any]:
    """``fed_by``: the notes that fed the page and that this reader may read."""
    if not page.pk or isinstance(page, WatchNotePage):
        return {"fed_by": []}
    return {"fed_by": list(fed(page, request.user))}


def fed(page: KnowledgePage, viewer: Viewer) -> Iterator[Fed]:
    """The notes behind a page, the oldest citation first (two queries)."""
    rows = Citation.objects.filter(page=page.pk, note__live=True).select_related("note")
    for row in readable(rows, viewer, prefix="note__").order_by("made_at", "pk"):
        note = row.note
        yield Fed(
            title=note.title,
            url=note.url or "",
            language=note.language,
            source_title=note.source_title or note.source_url,
            source_url=note.source_url,
            source_language=note.source_language,
            publisher=note.publisher,
        )


@adds_what_became
def cited_in(note: WatchNotePage, viewer: Viewer) -> Iterator[Became]:
    """Guides and case studies that the note fed (two queries)."""
    rows = Citation.objects.filter(note=note.pk).order_by("made_at", "pk").values("page")
    pages = readable(KnowledgePage.objects.live().filter(pk__in=rows), viewer)
    yield from pages_of(pages.order_by("first_published_at", "pk"))


def pages_of(pages: Iterable[KnowledgePage]) -> Iterator[Became]:
    """These pages as what a note became."""
    for page in pages:
        kind: Any = page.specific_class or KnowledgePage
        yield Became(
            title=page.title,
            url=page.url or "",
            kind=kind.search_kind,
            kind_label=kind.kind_label,
            kind_icon=kind.kind_icon,
            language=page.language,
            when=page.first_published_at,
        )


@adds_context(WatchIndexPage)
def index_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """``clip_url``: where one clips for this community; "" for people who may not."""
    community = community_of(page) if request.user.is_authenticated else None
    if community is None or not standing_of(request.user).may(Act.PROPOSE, community):
        return {"clip_url": ""}
    return {"clip_url": f"{reverse('watch:clip')}?community={community.slug}"}
