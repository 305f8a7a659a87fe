"""Reads of pages of knowledge, always through the reader's rights."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from wagtail.models import Page

from guides.cards import Card, make_cards
from guides.families import one_of_each_family
from guides.models import (
    CaseStudyPage,
    DigestPage,
    GuidePage,
    IndexPage,
    KnowledgePage,
    SeriesPage,
    TaggedKnowledge,
    WatchNotePage,
)
from wiki.communities.audience import Viewer, readable
from wiki.communities.models import CommunityPage, PinnedPage
from wiki.core.models import KnowledgeTag, Theme

#: The types in the order in which readers meet them.
KINDS: tuple[type[KnowledgePage], ...] = (
    GuidePage, CaseStudyPage, WatchNotePage, SeriesPage, DigestPage,
)  # fmt: skip
#: By the date that cards show.
NEWEST_FIRST = (F("last_published_at").desc(nulls_last=True), F("pk").desc())

_themed = KnowledgePage.themes.through


def cards(pages: QuerySet, viewer: Viewer, *, but: int = 0) -> list[Card]:
    """A card for each row, in the queryset's order, with a constant number of queries.

    ``but`` is the id of a community that they need not name.
    """
    return make_cards(pages, viewer=viewer, but=but)


def knowledge(viewer: Viewer) -> QuerySet[KnowledgePage]:
    """The published pages that the viewer may read, newest first."""
    return readable(KnowledgePage.objects.live(), viewer).order_by(*NEWEST_FIRST)


def of_kind(pages: QuerySet[KnowledgePage], kind: type[KnowledgePage]) -> QuerySet[KnowledgePage]:
    """Those of one type."""
    return pages.filter(content_type=ContentType.objects.get_for_model(kind))


def current(pages: QuerySet[KnowledgePage], *, today: date) -> QuerySet[KnowledgePage]:
    """Without the watch notes whose shelf life is over: they are found, and not put forward."""
    return pages.exclude(watchnotepage__relevant_until__lt=today)


def below(pages: QuerySet[KnowledgePage], place: Page) -> QuerySet[KnowledgePage]:
    """Those that live below ``place`` in the tree."""
    return pages.filter(path__startswith=place.path, depth__gt=place.depth)


def pages_of_theme(pages: QuerySet[KnowledgePage], theme: Theme) -> QuerySet[KnowledgePage]:
    """Those on the theme or on a theme that is part of it."""
    ids = theme_tree()[theme.pk]
    return pages.filter(pk__in=_themed.objects.filter(theme__in=ids).values("knowledgepage"))


def pages_of_tag(pages: QuerySet[KnowledgePage], tag: KnowledgeTag) -> QuerySet[KnowledgePage]:
    """Those that carry the tag."""
    return pages.filter(pk__in=TaggedKnowledge.objects.filter(tag=tag).values("content_object"))


def theme_tree() -> dict[int, set[int]]:
    """For each theme, its own id and those of all themes that are part of it (one query)."""
    parents = dict(Theme.objects.values_list("pk", "parent"))
    found: dict[int, set[int]] = defaultdict(set)
    for pk in parents:
        wider: int | None = pk
        while wider is not None and pk not in found[wider]:
            found[wider].add(pk)
            wider = parents[wider]
    return found


@dataclass(frozen=True, slots=True)
class CountedTheme:
    """A theme, how many pages the reader finds in it, and the themes that are part of it."""

    label: str
    url: str
    description: str
    count: int
    parts: tuple["CountedTheme", ...]


def themes_with_counts(
    pages: QuerySet[KnowledgePage], *, within: Theme | None = None
) -> list[CountedTheme]:
    """The themes at the top, or those part of ``within``, that hold pages (three queries).

    A page counts once in each theme and once in each wider one.
    """
    themes = sorted(Theme.objects.all(), key=lambda theme: theme.label.casefold())
    counts = _counts(pages, themes)
    children: dict[int | None, list[Theme]] = defaultdict(list)
    for theme in themes:
        children[theme.parent_id].append(theme)

    def counted(parent: int | None) -> tuple[CountedTheme, ...]:
        return tuple(
            CountedTheme(
                label=theme.label,
                url=theme.get_absolute_url(),
                description=theme.description,
                count=counts[theme.pk],
                parts=counted(theme.pk),
            )
            for theme in children[parent]
            if counts.get(theme.pk)
        )

    return list(counted(within.pk if within else None))


def _counts(pages: QuerySet[KnowledgePage], themes: list[Theme]) -> dict[int, int]:
    """Pages by theme id, those of narrower themes included and none counted twice."""
    rows = _themed.objects.filter(knowledgepage__in=pages.order_by())
    own = dict(rows.values_list("theme").annotate(Count("pk")).order_by())
    parents = {theme.pk: theme.parent_id for theme in themes}
    wide: dict[int, set[int]] = defaultdict(set)
    for pk, parent in parents.items():
        wider = parent
        while wider is not None:
            wide[wider] |= {wider, pk}
            wider = parents[wider]
    if not wide:
        return own
    sums = {
        f"t{pk}": Count("knowledgepage", distinct=True, filter=Q(theme__in=ids))
        for pk, ids in wide.items()
    }
    found = rows.aggregate(**sums)
    return own | {pk: found[f"t{pk}"] for pk in wide}


@dataclass(frozen=True, slots=True)
class KindShelf:
    """The latest pages of one type and how many there are."""

    kind: str
    label: str | Promise
    icon: str
    cards: tuple[Card, ...]
    total: int


def latest_by_kind(
    pages: QuerySet[KnowledgePage], viewer: Viewer, *, size: int = 3
) -> list[KindShelf]:
    """The newest ``size`` pages of each type; types without a page are left out.

    Of a page and its translations, the one in the reader's language is shown; notes that are
    out of date count, and are not shown.
    """
    forward = current(pages, today=timezone.localdate())
    families = one_of_each_family(forward, language=(get_language() or "fr")[:2])
    ranked = families.annotate(
        rank=Window(RowNumber(), partition_by="content_type", order_by=NEWEST_FIRST)
    )
    shown = cards(ranked.filter(rank__lte=size), viewer)
    totals = dict(pages.order_by().values_list("content_type").annotate(Count("pk")))
    types = ContentType.objects.get_for_models(*KINDS)
    shelves = (
        KindShelf(
            kind=kind.search_kind,
            label=kind.kind_label_plural,
            icon=kind.kind_icon,
            cards=tuple(card for card in shown if card.kind == kind.search_kind),
            total=totals.get(types[kind].pk, 0),
        )
        for kind in KINDS
    )
    return [shelf for shelf in shelves if shelf.cards]


@dataclass(frozen=True, slots=True)
class Section:
    """An index page as a door: its name and how many pages are behind it."""

    title: str
    url: str
    intro: str
    icon: str
    total: int


def sections(place: Page, viewer: Viewer, *, pages: QuerySet[KnowledgePage]) -> list[Section]:
    """The index pages right below ``place`` that the viewer may read, in the tree's order.

    ``pages`` are those to count behind each door.
    """
    found = list(readable(IndexPage.objects.live().child_of(place), viewer).order_by("path"))
    counts = {f"s{row.pk}": Count("pk", filter=Q(path__startswith=row.path)) for row in found}
    totals = pages.order_by().aggregate(**counts) if counts else {}
    return [
        Section(
            title=row.title,
            url=row.url or "",
            intro=row.intro,
            icon=row.specific_class.listed_type.kind_icon,
            total=totals[f"s{row.pk}"],
        )
        for row in found
    ]


def tagged_for(pages: QuerySet[KnowledgePage], community: CommunityPage) -> QuerySet[KnowledgePage]:
    """Pages of other communities whose authors want this one to find them."""
    return pages.filter(communities=community).exclude(path__startswith=community.path)


def pinned_cards(
    community: CommunityPage, viewer: Viewer, *, pages: QuerySet[KnowledgePage]
) -> list[Card]:
    """Those of ``pages`` that the community pins, in its order."""
    pins = PinnedPage.objects.filter(community=community)
    ordered = pages.filter(pk__in=pins.values("page")).annotate(
        pinned_at=Subquery(pins.filter(page=OuterRef("pk")).values("pinned_at"))
    )
    return cards(ordered.order_by("pinned_at", "pk"), viewer)
