"""Which pages people open from results, as a number that settles ties.

Counted by day and page, apart from the questions: nobody can be recognised by it, and a
page opened fewer times than a few is told of nowhere.
"""

import math
from collections.abc import Mapping
from datetime import date, timedelta

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone
from wagtail.models import Page

from search.models import PageOpening
from wiki.core.schedule import every

#: Days that count: a quarter, so that what everybody reads now comes before what they read.
DAYS = 90
#: Openings below which a page counts as any other: one person may make a few.
LEAST = 5
#: Pages that an engine is told of with each question.
MOST_PAGES = 300
#: Seconds; a tie may be settled as it was ten minutes ago.
KEPT_FOR = 600


def popular(today: date) -> Mapping[int, float]:
    """Popularity by page, above 0 and at most 1, the most opened first (one query, then kept).

    Logarithmic: the tenth opening says more than the hundredth.
    """
    key = f"popular:{today}"
    kept: dict[int, float] | None = cache.get(key)
    if kept is None:
        kept = _scaled(_openings(today))
        cache.set(key, kept, KEPT_FOR)
    return kept


def _openings(today: date) -> dict[int, int]:
    rows = PageOpening.objects.filter(day__gt=today - timedelta(days=DAYS), day__lte=today)
    sums = rows.values("page_id").annotate(total=Sum("times")).filter(total__gte=LEAST)
    return dict(sums.order_by("-total", "page_id").values_list("page_id", "total")[:MOST_PAGES])


def _scaled(openings: Mapping[int, int]) -> dict[int, float]:
    most = math.log1p(max(openings.values(), default=1))
    return {page_id: round(math.log1p(times) / most, 3) for page_id, times in openings.items()}


def count_opening(page_id: int, day: date) -> None:
    """One more opening of this page; of a page that does not exist, nothing."""
    row = PageOpening.objects.filter(page_id=page_id, day=day)
    if row.update(times=F("times") + 1) or not Page.objects.filter(pk=page_id).exists():
        return
    try:
        with transaction.atomic():
            PageOpening.objects.create(page_id=page_id, day=day)
    except IntegrityError:  # somebody else opened it first at this very moment
        row.update(times=F("times") + 1)


@every(days=1, name="search.popularity.forget")
def forget(today: date | None = None) -> int:
    """Drop the days that count no more; how many rows went."""
    day = today or timezone.localdate()
    return PageOpening.objects.filter(day__lte=day - timedelta(days=DAYS)).delete()[0]
