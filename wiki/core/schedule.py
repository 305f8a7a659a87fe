"""Work that comes back: jobs, how often, and who runs them.

An app has a module ``jobs``; ``manage.py worker`` runs what it holds::

    @every(minutes=5, name="publish_scheduled")
    def publish_scheduled() -> None: ...

Several workers may run: a job is taken by one of them, which moves its due time first.
A job that fails is tried again a minute later, then after two, four… never later than
its next turn. A worker that dies in the middle gives the job back after ``LEASE``, so a
job must bear being run again, and being run late.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import F
from django.utils import timezone

from wiki.core.models import JobRun

logger = logging.getLogger(__name__)

Act = Callable[[], object]
Registered = TypeVar("Registered", bound=Callable[..., object])

#: A run may last this long, or one interval when that is more, before another worker
#: takes the job for abandoned.
LEASE = timedelta(minutes=10)
#: Wait after the first failure; doubled by each further one.
RETRY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Job:
    """What to do, and how long from one start to the next."""

    name: str
    interval: timedelta
    act: Act

    def retry_after(self, failures: int) -> timedelta:
        """How long to wait after this many failures in a row."""
        return min(self.interval, RETRY * 2 ** min(failures - 1, 20))


_jobs: dict[str, Job] = {}


def every(
    *, name: str, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0
) -> Callable[[Registered], Registered]:
    """Register the function below as a job; it is given nothing and its result is dropped."""
    interval = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if interval <= timedelta():
        raise ImproperlyConfigured(f"The job “{name}” says no interval.")

    def register(act: Registered) -> Registered:
        if name in _jobs:
            raise ImproperlyConfigured(f"Two jobs are called “{name}”.")
        _jobs[name] = Job(name, interval, act)
        return act

    return register


def jobs() -> Mapping[str, Job]:
    """The jobs known, by name."""
    return MappingProxyType(_jobs)


def run_due(*, go_on: Callable[[], bool] = lambda: True) -> int:
    """Run the jobs whose time has come, one after the other; how many were run.

    ``go_on`` is asked before each. No job's failure leaves this function.
    """
    known = set(JobRun.objects.values_list("name", flat=True))
    JobRun.objects.bulk_create(
        [JobRun(name=name, due_at=timezone.now()) for name in _jobs if name not in known],
        ignore_conflicts=True,  # another worker may have just done so
    )
    due = JobRun.objects.filter(name__in=_jobs, due_at__lte=timezone.now()).order_by("due_at")
    done = 0
    for name in due.values_list("name", flat=True):
        if go_on() and _taken(_jobs[name], timezone.now()):
            _run(_jobs[name])
            done += 1
    return done


def _taken(job: Job, now: datetime) -> bool:
    """Whether the job is ours: one update, so that a single worker sees it happen."""
    lease = max(job.interval, LEASE)
    due = JobRun.objects.filter(name=job.name, due_at__lte=now)
    return bool(due.update(due_at=now + lease, started_at=now))


def _run(job: Job) -> None:
    row = JobRun.objects.filter(name=job.name)
    started, clock = timezone.now(), time.perf_counter()
    try:
        job.act()
    except Exception as error:
        # Whatever went wrong is this job's affair: the others and the worker live on.
        logger.exception("job.failed", extra={"job": job.name})
        row.update(failures=F("failures") + 1, last_error=f"{type(error).__name__}: {error}"[:500])
        failures = row.values_list("failures", flat=True).get()
        row.update(due_at=timezone.now() + job.retry_after(failures))
        return
    took = round(1000 * (time.perf_counter() - clock))
    logger.debug("job.done", extra={"job": job.name, "took_ms": took})
    row.update(due_at=started + job.interval, finished_at=timezone.now(), failures=0, last_error="")
