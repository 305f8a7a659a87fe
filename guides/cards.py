"""Rows of listings: what a card shows of a page, read with few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.models import Page

from guides.models import IndexPage, KnowledgePage
from wiki.communities.models import CommunityPage
from wiki.core.durations import Duration


@dataclass(frozen=True, slots=True)
class Card:
    """One listed page."""

    kind: str
    kind_label: str
    kind_icon: str
    title: str
    url: str
    summary: str
    community_title: str
    community_url: str
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
    """The pages above a set of pages, by tree path."""

    by_path: dict[str, Page]
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

    def folders_of(self, page: Page) -> tuple[str, ...]:
        """Titles of the indexes below the first one, which says no more than the type."""
        indexes = [place for place in self.above(page) if place.content_type_id in self.index_types]
        return tuple(place.title for place in indexes[1:])


def places_above(pages: Iterable[Page]) -> Places:
    """The places above all these pages (one query)."""
    paths = {
        page.path[:end]
        for page in pages
        for end in range(page.steplen, len(page.path), page.steplen)
    }
    types = ContentType.objects.get_for_models(CommunityPage, *IndexPage.__subclasses__())
    community_type = types.pop(CommunityPage).pk
    rows = Page.objects.filter(path__in=paths).only("path", "title", "url_path", "content_type")
    return Places(
        by_path={row.path: row for row in rows},
        community_type=community_type,
        index_types=frozenset(kind.pk for kind in types.values()),
    )


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


def make_cards(pages: QuerySet, *, today: date | None = None) -> list[Card]:
    """A card for each row of ``pages``, in their order; the number of queries is constant."""
    rows = rows_of(pages)
    if not rows:
        return []
    day = today or timezone.localdate()
    places = places_above(rows)
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
        community_title=community.title if community else "",
        community_url=(community.url or "") if community else "",
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
