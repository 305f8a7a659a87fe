"""Whether the sources of notes are still there: asked once a month, politely."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from guides.models import WatchNotePage
from wiki.core.changes import note_change
from wiki.core.fetching import FetchRefused, Limits, reach
from wiki.watch.clipping.records import keep_record
from wiki.watch.models import Clip, ClipState

CHECKED_EVERY = timedelta(days=30)
#: One failure may be a bad night: asked again soon, and dead at the second.
AFTER_FAILURE = timedelta(days=1)
FAILURES_OF_THE_DEAD = 2
#: Sources of one round; with rounds of an hour, 20,000 a month.
ROUND = 30
LIMITS = Limits(seconds=8.0)
#: Answers of servers that want no programs, or not now: the page may well be there.
ALIVE = {401, 402, 403, 405, 406, 429}


def check_due(now: datetime | None = None) -> int:
    """Ask the sources whose time has come; how many were asked."""
    now = now or timezone.now()
    _keep_missing_records()
    due = (
        Q(checked_at=None)
        | Q(checked_at__lt=now - CHECKED_EVERY)
        | Q(checked_at__lt=now - AFTER_FAILURE, failures__gt=0, dead_since=None)
    )
    clips = Clip.objects.filter(due, note__live=True).exclude(state=ClipState.WAITING)
    rows = list(clips.order_by("checked_at", "pk")[:ROUND])
    for clip in rows:
        record(clip, answers=answers(clip.address), now=now)
    return len(rows)


def answers(address: str) -> bool:
    """Whether something is there for a reader."""
    try:
        status = reach(address, limits=LIMITS).status
    except FetchRefused:
        return False
    return status < 400 or status in ALIVE


def record(clip: Clip, *, answers: bool, now: datetime) -> None:
    """Keep the outcome of one question."""
    was_dead = clip.dead_since
    failures = 0 if answers else clip.failures + 1
    dead = None if failures < FAILURES_OF_THE_DEAD else was_dead or now
    # Only if it still speaks of the same source.
    asked = Clip.objects.filter(pk=clip.pk, address=clip.address)
    asked.update(checked_at=now, failures=min(failures, 1_000), dead_since=dead)
    if bool(dead) != bool(was_dead):
        note_change()


def _keep_missing_records() -> None:
    """Notes that came in without a publication of ours: an import, an older site."""
    notes = WatchNotePage.objects.live().filter(clip=None).exclude(source_url="")
    for note in notes.order_by("pk")[:200]:
        keep_record(note)
