"""Sums up the days that are over and forgets those that are too old."""

import calendar
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, Sum
from django.utils import timezone

from search.log.tokens import OPEN
from search.models import LoggedSearch
from wiki.core.schedule import every

#: Searches that differ in none of these become one row. ``unanswered`` is 0 or 1 before.
LIKE = ("day", "words", "language", "filters", "before", "unanswered")


@every(hours=1, name="search.log.sum_up")
def sum_up(now: datetime | None = None) -> int:
    """One row for all like searches of a day; how many searches were summed up.

    The order in which they came is lost with it. A day is over when no page of it can
    report an opening any more.
    """
    today = timezone.localdate((now or timezone.now()) - timedelta(seconds=OPEN))
    with transaction.atomic():
        rows = LoggedSearch.objects.filter(summed=False, day__lt=today)
        sums = rows.values(*LIKE).annotate(
            best_shown=Max("shown"),
            best_before=Max("before_shown"),
            fewest=Min("results"),
            asked=Sum("times"),
            clicked=Sum("opened"),
            rank_sum=Sum("ranks"),
        )
        summed = [
            LoggedSearch(
                **{name: row[name] for name in LIKE[:-1]},
                shown=row["best_shown"],
                before_shown=row["best_before"],
                results=row["fewest"],
                times=row["asked"],
                unanswered=row["asked"] if row["unanswered"] else 0,
                opened=row["clicked"],
                ranks=row["rank_sum"],
                summed=True,
            )
            for row in sums.order_by(*LIKE)
        ]
        rows.delete()
        LoggedSearch.objects.bulk_create(summed, batch_size=500)
    return sum(row.times for row in summed)


@every(days=1, name="search.log.purge")
def purge(today: date | None = None, *, months: int | None = None) -> int:
    """Forget what is older than ``SEARCH_LOG_MONTHS``; how many rows went."""
    kept = settings.SEARCH_LOG_MONTHS if months is None else months
    rows = LoggedSearch.objects.all()
    if kept:
        rows = rows.filter(day__lt=months_before(today or timezone.localdate(), kept))
    return rows.delete()[0]


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    month += 1
    if year < 1:
        return date.min
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
