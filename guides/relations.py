"""Which pages a page is linked with: ids and notes, before anybody's rights."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from guides.models import CaseStudyGuide, CaseStudyPage, KnowledgePage, SeriesEntry, SeriesPage


@dataclass(frozen=True, slots=True)
class Relations:
    """Ids and notes of the pages around one page, whoever may read them."""

    #: (series, page, note) of every stop, in order, of the series that matter here.
    stops: tuple[tuple[int, int, str], ...] = ()
    #: (page, note): guides of a case, or cases of a guide.
    applied: tuple[tuple[int, str], ...] = ()
    translations: frozenset[int] = frozenset()
    communities: tuple[int, ...] = ()

    @property
    def ids(self) -> set[int]:
        """All pages that are to be read."""
        stops = {pk for series, page, _note in self.stops for pk in (series, page)}
        return (
            stops | {pk for pk, _note in self.applied} | self.translations | set(self.communities)
        )


def stored(page: KnowledgePage) -> Relations:
    """Relations of a published page, in one query."""
    stops = SeriesEntry.objects.filter(
        Q(series_id=page.pk) | Q(series__in=SeriesEntry.objects.filter(page=page).values("series"))
    )
    applied = CaseStudyGuide.objects.all()
    shared = KnowledgePage.communities.through.objects.filter(knowledgepage=page)
    rows = _rows("stop", stops, left="series_id", right="page_id", order="sort_order").union(
        _rows("applied", applied.filter(case=page.pk), right="guide_id", order="sort_order"),
        _rows("applied", applied.filter(guide=page.pk), right="case_id", order="sort_order"),
        _rows("translation", _versions(page), right="pk"),
        _rows("community", shared, right="communitypage_id", order="pk"),
        all=True,
    )
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for what, left, right, note, _order in sorted(rows, key=lambda row: (row[1], row[4])):
        found[what].append((left, right, note))
    return Relations(
        stops=tuple(found["stop"]),
        applied=tuple((pk, note) for _left, pk, note in found["applied"]),
        translations=frozenset(pk for _left, pk, _note in found["translation"]),
        communities=tuple(pk for _left, pk, _note in found["community"]),
    )


def _rows(
    what: str, rows: QuerySet, *, right: str, left: str = "", order: str = ""
) -> QuerySet[Any, tuple[str, int, int, str, int]]:
    """``rows`` as (what, left, right, note, order), alike for every table."""
    has_note = order == "sort_order"
    return (
        rows.order_by()
        .annotate(
            row_what=Value(what),
            row_left=F(left) if left else Value(0),
            row_right=F(right),
            row_note=F("note") if has_note else Value(""),
            row_order=Coalesce(F(order), 0) if order else Value(0),
        )
        .values_list("row_what", "row_left", "row_right", "row_note", "row_order")
    )


def _versions(page: KnowledgePage) -> QuerySet[KnowledgePage]:
    """The same page in other languages: the original and its translations."""
    original = page.translation_of_id or page.pk
    return KnowledgePage.objects.filter(Q(pk=original) | Q(translation_of=original)).exclude(
        pk=page.pk
    )


def drafted(page: KnowledgePage) -> Relations:
    """Relations of a draft: what the form holds now, saved or not."""
    saved = stored(page) if page.pk else Relations()
    stops, applied = saved.stops, saved.applied
    if isinstance(page, SeriesPage):
        entries = page.entries.all()
        stops = tuple((page.pk or 0, each.page_id, each.note) for each in entries if each.page_id)
    if isinstance(page, CaseStudyPage):
        used = page.applied_guides.all()
        applied = tuple((each.guide_id, each.note) for each in used if each.guide_id)
    versions = saved.translations | {page.translation_of_id} - {None}
    return Relations(
        stops=stops,
        applied=applied,
        translations=frozenset(pk for pk in versions if pk),
        communities=tuple(each.pk for each in page.communities.all()),
    )
