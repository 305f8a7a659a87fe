"""What is counted of the pages of a community."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from guides.models import KnowledgePage
from guides.queries import KINDS, below, knowledge
from wiki.communities.audience import Viewer
from wiki.communities.models import CommunityPage
from wiki.communities.tallies import Table, Tally, adds_tallies

#: A year says whether a community has its seasons.
MONTHS = 12


@adds_tallies
def pages(community: CommunityPage, viewer: Viewer) -> Iterator[Table]:
    """Published pages that the viewer may read: by type, and by the month of publication."""
    found = below(knowledge(viewer), community).order_by()
    yield _by_type(found)
    yield _by_month(found, today=timezone.localdate())


def _by_type(pages: QuerySet[KnowledgePage]) -> Table:
    counted = dict(pages.values_list("content_type__model").annotate(Count("pk")))
    rows = tuple(
        Tally(kind.kind_label_plural, counted.get(kind._meta.model_name, 0)) for kind in KINDS
    )
    total = sum(row.value for row in rows)
    return Table("pages", _("Published pages"), rows, order=20, compares=True, total=total)


def _by_month(pages: QuerySet[KnowledgePage], *, today: date) -> Table:
    """The last twelve months, the one that runs included and last."""
    months = last_months(today)
    first = datetime.combine(months[0], time.min, tzinfo=timezone.get_current_timezone())
    counted: dict[date, int] = {
        timezone.localdate(month): number
        for month, number in pages.filter(first_published_at__gte=first)
        .values_list(TruncMonth("first_published_at"))
        .annotate(Count("pk"))
    }
    rows = tuple(
        Tally(date_format(month, "YEAR_MONTH_FORMAT"), counted.get(month, 0)) for month in months
    )
    total = sum(row.value for row in rows)
    title = _("Pages published each month")
    return Table(
        "months", title, rows, order=50, compares=True,
        total=total, total_label=_("In twelve months"),
    )  # fmt: skip


def last_months(today: date) -> list[date]:
    """The first days of the last twelve months, the oldest first."""
    counted = today.year * 12 + today.month - 1
    numbers = range(counted - MONTHS + 1, counted + 1)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
