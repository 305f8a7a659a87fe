"""What stands around a page: its places, series, cases, translations and relatives.

A page can be linked with many others, of any type and in any community. All of
them are read at once, through the reader's rights, however many there are.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from wagtail.models import Page

from guides.models import KnowledgePage
from guides.relations import Relations, drafted, stored
from wiki.communities.audience import readable
from wiki.communities.models import CommunityPage
from wiki.core.durations import Duration, DurationUnit
from wiki.core.related import related_ids

RELATED = 4


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """A page to which another one leads; ``note`` says why."""

    pk: int
    title: str
    url: str
    kind: str
    kind_label: str | Promise
    kind_icon: str
    language: str
    summary: str
    length: Duration | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """The page's place in one series: ``position`` of ``total``, counted from 1."""

    series: LinkedPage
    position: int
    total: int
    previous: LinkedPage | None
    next: LinkedPage | None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What the reader may see around a page."""

    #: From the home page down.
    places: tuple[Page, ...]
    #: The community in whose section the page lives, then those it is shared with.
    communities: tuple[CommunityPage, ...]
    memberships: tuple[Membership, ...]
    #: Stops of a series, in order; empty for other types.
    stops: tuple[LinkedPage, ...]
    #: Guides that a case applied, or cases that applied a guide.
    applied: tuple[LinkedPage, ...]
    translations: tuple[LinkedPage, ...]
    #: Digests that told of the page, the newest first.
    digests: tuple[LinkedPage, ...]
    #: Others about the same; none of those above.
    related: tuple[LinkedPage, ...]


def neighbours(
    page: KnowledgePage, request: HttpRequest, *, theme_ids: Iterable[int], draft: bool
) -> Neighbours:
    """What stands around ``page`` for the person of this request."""
    relations = drafted(page) if draft else stored(page)
    above = [page.path[:end] for end in range(2 * page.steplen, len(page.path), page.steplen)]
    open_pages = readable(Page.objects.live(), request.user)
    apart = {page.pk, *relations.ids, *_named_in_text(page)}
    related = [] if draft else [pk for pk in related_ids(page, request) if pk not in apart]
    if len(related) < RELATED:
        related += _on_same_themes(open_pages, theme_ids, apart={*apart, *related})
    # People who read the page may read what is above it; a draft may stand below another.
    wanted = Q(pk__in=relations.ids | set(related)) | Q(path__in=above)
    found = list(_pages(open_pages.filter(wanted)))
    places = sorted((each for each in found if each.path in above), key=lambda each: each.path)
    links = {each.pk: linked(each, request) for each in found if hasattr(each, "knowledgepage")}
    return Neighbours(
        places=tuple(places),
        communities=_communities(places, found, ids=relations.communities),
        memberships=tuple(_memberships(page, relations, links.get)),
        stops=tuple(
            replace(links[pk], note=note)
            for series, pk, note in relations.stops
            if series == (page.pk or 0) and pk in links
        ),
        applied=tuple(replace(links[pk], note=n) for pk, n in relations.applied if pk in links),
        translations=tuple(links[pk] for pk in sorted(relations.translations) if pk in links),
        digests=tuple(links[pk] for pk in reversed(relations.digests) if pk in links),
        related=tuple(links[pk] for pk in related if pk in links)[:RELATED],
    )


def linked(page: Page, request: HttpRequest) -> LinkedPage:
    """The link to a row of :func:`_pages`."""
    page_type: Any = page.specific_class
    return LinkedPage(
        pk=page.pk,
        title=page.title,
        url=page.get_url(request) or "",
        kind=page_type.search_kind,
        kind_label=page_type.kind_label,
        kind_icon=page_type.kind_icon,
        language=page.knowledgepage.language,
        summary=page.knowledgepage.summary,
        length=_length(page),
    )


def _pages(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Pages with what a link shows, without their texts."""
    texts = ("domain", "community", "practice", "how_to_join")
    return (
        pages.select_related("knowledgepage", "communitypage")
        .defer("knowledgepage__keywords", *(f"communitypage__{name}" for name in texts))
        .annotate(
            guide_duration=F("knowledgepage__guidepage__duration"),
            guide_unit=F("knowledgepage__guidepage__duration_unit"),
            series_duration=F("knowledgepage__seriespage__duration"),
            series_unit=F("knowledgepage__seriespage__duration_unit"),
            note_minutes=F("knowledgepage__watchnotepage__reading_minutes"),
        )
    )


def _length(page: Any) -> Duration | None:
    return (
        Duration.of(page.guide_duration, page.guide_unit or "")
        or Duration.of(page.series_duration, page.series_unit or "")
        or Duration.of(page.note_minutes, DurationUnit.MINUTE)
    )


def _communities(
    places: list[Page], found: list[Page], *, ids: Iterable[int]
) -> tuple[CommunityPage, ...]:
    """The nearest community above the page, then those the page is shared with."""
    own = [each.communitypage for each in reversed(places) if hasattr(each, "communitypage")][:1]
    by_id = {each.pk: each.communitypage for each in found if hasattr(each, "communitypage")}
    return (*own, *(by_id[pk] for pk in ids if pk in by_id and by_id[pk] not in own))


def _named_in_text(page: KnowledgePage) -> Iterator[int]:
    """Pages to which a block of the text leads: those to see also."""
    for part in page.parts():
        for block in part.body.raw_data:
            if block["type"] == "page" and block["value"].get("page"):
                yield int(block["value"]["page"])


def _on_same_themes(
    pages: QuerySet[Page], theme_ids: Iterable[int], *, apart: set[int | None]
) -> list[int]:
    """Ids of the pages that share most of these themes, newest first among equals."""
    themes = list(theme_ids)
    if not themes:
        return []
    return list(
        pages.filter(knowledgepage__themes__in=themes)
        .exclude(pk__in=[pk for pk in apart if pk])
        .annotate(shared=Count("knowledgepage__themes"))
        .order_by("-shared", "-last_published_at", "-pk")
        .values_list("pk", flat=True)[:RELATED]
    )


def _memberships(
    page: KnowledgePage, relations: Relations, link: Callable[[int], LinkedPage | None]
) -> Iterator[Membership]:
    """The page's place in each series that the reader may read, counted without closed stops."""
    for series_id in dict.fromkeys(series for series, _pk, _note in relations.stops):
        series = link(series_id)
        if series is None or series_id == page.pk:
            continue
        stops = [
            replace(stop, note=note)
            for owner, pk, note in relations.stops
            if owner == series_id and (stop := link(pk))
        ]
        position = next((n for n, stop in enumerate(stops) if stop.pk == page.pk), None)
        if position is None:
            continue
        yield Membership(
            series=series,
            position=position + 1,
            total=len(stops),
            previous=stops[position - 1] if position else None,
            next=stops[position + 1] if position + 1 < len(stops) else None,
        )
