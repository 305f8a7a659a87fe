"""Rows of listings: what a card shows of a page, read with few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, IntegerField, QuerySet, Value
from django.utils import timezone
from wagtail.models import Page

from guides.models import IndexPage, KnowledgePage
from wiki.communities.audience import Viewer, readable
from wiki.communities.models import CommunityPage
from wiki.core.durations import Duration


@dataclass(frozen=True, slots=True)
class Badge:
    """A community with which a page is shown."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One listed page."""

    kind: str
    kind_label: str
    kind_icon: str
    title: str
    url: str
    summary: str
    #: The one that answers for the page; None where none does.
    community: Badge | None
    #: The others to which it is useful, of those that the viewer reads.
    also_in: tuple[Badge, ...]
    #: Titles of the folders around the page: tells one « Introduction » from another.
    trail: tuple[str, ...]
    language: str
    updated: datetime | None
    verified_until: date | None
    duration: Duration | None
    #: Past its shelf life or its verification date.
    expired: bool


@dataclass(frozen=True, slots=True)
class Places:
    """The pages above a set of pages, by tree path, and the communities that they are useful to."""

    by_path: dict[str, Page]
    #: By the id of the page, in the order of their names.
    tagged: dict[int, list[Page]]
    community_type: int
    index_types: frozenset[int]

    def above(self, page: Page) -> list[Page]:
        """From the top of the tree down to the page's parent."""
        step = page.steplen
        paths = (page.path[:end] for end in range(step, len(page.path), step))
        return [self.by_path[path] for path in paths if path in self.by_path]

    def community_of(self, page: Page) -> Page | None:
        """The community that answers for the page."""
        found = [
            place for place in self.above(page) if place.content_type_id == self.community_type
        ]
        return found[-1] if found else None

    def also_in(self, page: Page) -> tuple[Badge, ...]:
        """The communities with which it is tagged, but for the one that answers for it."""
        own = self.community_of(page)
        return tuple(_badge(each) for each in self.tagged.get(page.pk, ()) if each != own)

    def folders_of(self, page: Page) -> tuple[str, ...]:
        """Titles of the indexes below the first one, which says no more than the type."""
        indexes = [place for place in self.above(page) if place.content_type_id in self.index_types]
        return tuple(place.title for place in indexes[1:])


def places_of(pages: Sequence[Page], *, viewer: Viewer, but: int = 0) -> Places:
    """The places above these pages, and the communities that the viewer may be told (one query).

    ``but`` is the id of a community that goes without saying, as on its own page.
    """
    paths = {
        page.path[:end]
        for page in pages
        for end in range(page.steplen, len(page.path), page.steplen)
    }
    types = ContentType.objects.get_for_models(CommunityPage, *IndexPage.__subclasses__())
    community_type = types.pop(CommunityPage).pk
    columns = ("pk", "path", "title", "url_path", "content_type")
    above = Page.objects.filter(path__in=paths).order_by()
    above = above.annotate(page_tagged=Value(0, IntegerField()))
    useful = _tags(pages, viewer=viewer).exclude(communitypage=but)
    named = useful.values_list("knowledgepage", *(f"communitypage__{each}" for each in columns))
    rows = above.values_list("page_tagged", *columns).union(named, all=True)
    by_path, tagged = {}, defaultdict(list)
    for page_id, pk, path, title, url_path, kind in sorted(rows, key=lambda row: row[3]):
        place = Page(pk=pk, path=path, title=title, url_path=url_path, content_type_id=kind)
        if page_id:
            tagged[page_id].append(place)
        else:
            by_path[path] = place
    return Places(
        by_path=by_path,
        tagged=tagged,
        community_type=community_type,
        index_types=frozenset(kind.pk for kind in types.values()),
    )


def _tags(pages: Iterable[Page], *, viewer: Viewer) -> QuerySet:
    """Which of these pages are useful to which published communities that the viewer reads."""
    rows = KnowledgePage.communities.through.objects.filter(
        knowledgepage__in=[page.pk for page in pages], communitypage__live=True
    )
    return readable(rows, viewer, prefix="communitypage__")


def _badge(community: Page) -> Badge:
    return Badge(community.title, community.url or "")


def rows_of(pages: QuerySet) -> list[KnowledgePage]:
    """The rows, with what their type alone knows (one query; two for rows of another model)."""
    if pages.model is not KnowledgePage:
        ids = list(pages.values_list("pk", flat=True))
        found = {row.pk: row for row in rows_of(KnowledgePage.objects.filter(pk__in=ids))}
        return [found[pk] for pk in ids if pk in found]
    return list(
        pages.annotate(
            card_guide_duration=F("guidepage__duration"),
            card_guide_unit=F("guidepage__duration_unit"),
            card_series_duration=F("seriespage__duration"),
            card_series_unit=F("seriespage__duration_unit"),
            card_relevant_until=F("watchnotepage__relevant_until"),
        ).defer("keywords", "search_description", "draft_title")
    )


def make_cards(
    pages: QuerySet, *, viewer: Viewer, but: int = 0, today: date | None = None
) -> list[Card]:
    """A card for each row of ``pages``, in their order; the number of queries is constant.

    That the viewer may read the rows is settled before; of communities that are tags, they are
    told those that they may read, without ``but``.
    """
    rows = rows_of(pages)
    if not rows:
        return []
    day = today or timezone.localdate()
    places = places_of(rows, viewer=viewer, but=but)
    return [_card(row, places=places, day=day) for row in rows]


def _card(row: KnowledgePage, *, places: Places, day: date) -> Card:
    kind: type[KnowledgePage] = row.specific_class or KnowledgePage
    community = places.community_of(row)
    ends = (row.verified_until, row.card_relevant_until)  # type: ignore[attr-defined]
    return Card(
        kind=kind.search_kind,
        kind_label=str(kind.kind_label),
        kind_icon=kind.kind_icon,
        title=row.title,
        url=row.url or "",
        summary=row.summary,
        community=_badge(community) if community else None,
        also_in=places.also_in(row),
        trail=places.folders_of(row),
        language=row.language,
        updated=row.last_published_at,
        verified_until=row.verified_until,
        duration=_duration(row),
        expired=any(end is not None and end < day for end in ends),
    )


def _duration(row: KnowledgePage) -> Duration | None:
    values = vars(row)
    return Duration.of(
        values["card_guide_duration"], values["card_guide_unit"] or ""
    ) or Duration.of(values["card_series_duration"], values["card_series_unit"] or "")
