"""What the sources cover: themes by weeks, and what of it was kept."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.utils import timezone

from wiki.communities.models import CommunityPage
from wiki.core.models import Theme
from wiki.watch.models import Item, StoryState

WEEKS = 12
#: Depths of colour of a cell, beside the empty one.
DEPTHS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One theme in one week: stories found, and how many of them were kept."""

    found: int
    kept: int
    #: 0 for nothing, then 1 to ``DEPTHS`` beside the fullest cell of the table.
    depth: int


@dataclass(frozen=True, slots=True)
class Row:
    """One theme, None for sources without any, through the weeks."""

    theme: Theme | None
    cells: tuple[Cell, ...]
    found: int
    kept: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The table: Mondays, the oldest first, and a row for each theme that has sources."""

    weeks: tuple[date, ...]
    rows: tuple[Row, ...]


def coverage(community: CommunityPage, *, now: datetime) -> Coverage:
    """Stories by theme of their sources and by week (two queries)."""
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    weeks = tuple(monday - timedelta(weeks=back) for back in reversed(range(WEEKS)))
    since = timezone.make_aware(datetime.combine(weeks[0], datetime.min.time()))
    counted = (
        Item.objects.filter(source__community=community, story__dated_at__gte=since)
        .annotate(week=TruncWeek("story__dated_at"))
        .values_list("source__themes", "week")
        .annotate(
            all=Count("story", distinct=True),
            kept=Count("story", distinct=True, filter=Q(story__state=StoryState.KEPT)),
        )
        .order_by()
    )
    table: dict[int | None, dict[date, tuple[int, int]]] = defaultdict(dict)
    for theme, week, found, kept in counted:
        table[theme][timezone.localdate(week)] = (found, kept)
    most = max((found for row in table.values() for found, _kept in row.values()), default=0)
    themes: list[Theme | None] = [
        *Theme.objects.filter(watch_sources__community=community).distinct(),
        *([None] if None in table else []),
    ]
    rows = tuple(_row(theme, table[theme.pk if theme else None], weeks, most) for theme in themes)
    return Coverage(weeks, rows)


def _row(
    theme: Theme | None, counts: dict[date, tuple[int, int]], weeks: tuple[date, ...], most: int
) -> Row:
    pairs = [counts.get(week, (0, 0)) for week in weeks]
    cells = tuple(
        Cell(found, kept, -(-found * DEPTHS // most) if most else 0) for found, kept in pairs
    )
    return Row(
        theme, cells, sum(found for found, _kept in pairs), sum(kept for _found, kept in pairs)
    )
