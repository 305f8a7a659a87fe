"""One reading of the feeds that are due.

Threads wait for the network, this one parses and writes, in short transactions: readers of
the site do not wait. Whoever moves a source's next reading does it, so that two workers
never read the same; a worker that dies gives its sources back after ``LEASE``.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from wiki.core.fetching import Fetched, FetchRefused
from wiki.watch.models import Source
from wiki.watch.models.source import SourceQuerySet
from wiki.watch.sources.grouping import Grouping
from wiki.watch.sources.outcomes import Answered, ask, outcome
from wiki.watch.sources.settling import settle_failure, settle_news, settle_unchanged
from wiki.watch.sources.storing import Fresh, store

logger = logging.getLogger(__name__)

WAITING_THREADS = 8
#: Sources that are claimed, and stored, together.
BATCH = 25
LEASE = timedelta(minutes=10)

Asked = dict[Future[Fetched | FetchRefused], Source]


@dataclass(slots=True)
class Report:
    """What a round did."""

    read: int = 0
    unchanged: int = 0
    failed: int = 0
    items: int = 0

    @property
    def sources(self) -> int:
        return self.read + self.unchanged + self.failed


@dataclass(slots=True)
class Round:
    """A round that goes on; ``tell`` hears of each source when it is settled.

    After ``seconds`` no further source is begun.
    """

    seconds: float = float("inf")
    tell: Callable[[Source], object] = lambda source: None
    random: Random = field(default_factory=Random)
    report: Report = field(default_factory=Report)
    _groupings: dict[int, Grouping] = field(default_factory=dict)

    def run(self, rows: Callable[[datetime], SourceQuerySet]) -> Report:
        """Read the sources of ``rows(now)``, which must leave out those that are claimed."""
        end = time.monotonic() + self.seconds
        with ThreadPoolExecutor(WAITING_THREADS, thread_name_prefix="feeds") as threads:
            asked = self._ask(threads, rows)
            while asked:
                # The next sites answer while these are parsed.
                following = self._ask(threads, rows) if time.monotonic() < end else {}
                self._settle(asked)
                asked = following
        logger.info(
            "watch.round",
            extra={"read": self.report.read, "failed": self.report.failed,
                   "items": self.report.items},
        )  # fmt: skip
        return self.report

    def _ask(
        self, threads: ThreadPoolExecutor, rows: Callable[[datetime], SourceQuerySet]
    ) -> Asked:
        return {threads.submit(ask, source): source for source in claim(rows)}

    def _settle(self, asked: Asked) -> None:
        fresh: dict[int, list[tuple[Fresh, Answered]]] = defaultdict(list)
        unchanged: list[tuple[Source, Answered]] = []
        for future in as_completed(list(asked)):
            source, now = asked.pop(future), timezone.now()
            result = outcome(source, future.result(), now=now)
            if not isinstance(result, Answered):
                settle_failure(source, result, now=now, random=self.random)
                self.report.failed += 1
            elif result.feed is None:
                unchanged.append((source, result))
            else:
                fresh[source.community_id].append((Fresh(source, result.feed), result))
            self.tell(source)
        settle_unchanged(unchanged, now=timezone.now(), random=self.random)
        self.report.unchanged += len(unchanged)
        for community_id, found in fresh.items():
            self._store(community_id, found)

    def _store(self, community_id: int, found: Sequence[tuple[Fresh, Answered]]) -> None:
        now = timezone.now()
        if community_id not in self._groupings:
            self._groupings[community_id] = Grouping(community_id, now=now)
        grouping = self._groupings[community_id]
        with transaction.atomic():
            feeds = [fresh for fresh, _answer in found]
            counts = store(community_id, feeds, now=now, grouping=grouping)
            for fresh, answer in found:
                news = counts.get(fresh.source.pk, 0)
                settle_news(fresh.source, answer, news=news, now=now, random=self.random)
                self.report.items += news
        self.report.read += len(found)


def claim(rows: Callable[[datetime], SourceQuerySet]) -> list[Source]:
    """Some of these sources, which are ours from now on."""
    now = timezone.now()
    with transaction.atomic():
        found = rows(now).select_for_update(skip_locked=True, of=("self",))
        claimed = list(found.order_by("next_fetch_at", "pk")[:BATCH])
        Source.objects.filter(pk__in=[source.pk for source in claimed]).update(
            next_fetch_at=now + LEASE, tried_at=now
        )
    return claimed


def due(now: datetime) -> SourceQuerySet:
    """The sources whose time has come."""
    return Source.objects.alive().filter(next_fetch_at__lte=now)


def fetch_due(*, seconds: float) -> Report:
    """Read what is due, for about so long."""
    return Round(seconds=seconds).run(due)


def fetch_one(source: Source) -> Report:
    """Read one source now, whenever its turn would be."""
    started = timezone.now()
    alone = Source.objects.alive().filter(pk=source.pk)
    return Round().run(lambda now: alone.exclude(tried_at__gte=started))
