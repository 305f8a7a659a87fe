"""What is noted of a reading: how it went, and when the next one is due."""

import logging
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from wiki.watch.models import Source, Trouble
from wiki.watch.sources.outcomes import Answered, Failed
from wiki.watch.sources.timing import (
    MOST_FAILURES,
    after_failure,
    after_success,
    next_interval,
)

logger = logging.getLogger(__name__)

#: After these nothing better can come.
FINAL = frozenset({Trouble.GONE, Trouble.DUPLICATE})


def settle_failure(source: Source, failed: Failed, *, now: datetime, random: Random) -> None:
    """One more failure; the source is dead when it was one too many, or the last word."""
    failures = source.failures + 1
    dead = failed.trouble in FINAL or failures >= MOST_FAILURES
    _note(
        source,
        failures=failures,
        last_error=failed.trouble,
        next_fetch_at=after_failure(failures, now=now, random=random, asked=failed.asked),
        dead_at=now if dead else None,
    )
    logger.info(
        "watch.source_failed",
        extra={"source": source.pk, "reason": failed.trouble.value, "dead": dead},
    )


def settle_news(
    source: Source, answer: Answered, *, news: int, now: datetime, random: Random
) -> None:
    """The feed was read, and so much in it was new."""
    feed = answer.feed
    minutes = next_interval(source, news=news > 0)
    values: dict[str, Any] = {
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "digest": answer.digest,
        "interval": minutes,
        "next_fetch_at": after_success(minutes, now=now, random=random),
    }
    if feed is not None:
        values["kind"] = feed.kind
        values["site_address"] = feed.site_address or source.site_address
    if news:
        values["last_item_at"] = now
    _note(source, **_success(now), **values)
    if answer.moved_to:
        _move(source, answer.moved_to, now=now)


def settle_unchanged(
    rows: Sequence[tuple[Source, Answered]], *, now: datetime, random: Random
) -> None:
    """Nothing new in these (two queries, however many, when none of them moved)."""
    if not rows:
        return
    sources = [source for source, _answer in rows]
    for source, answer in rows:
        source.interval = next_interval(source, news=False)
        source.next_fetch_at = after_success(source.interval, now=now, random=random)
        if (answer.etag, answer.last_modified) != (source.etag, source.last_modified):
            _note(source, etag=answer.etag, last_modified=answer.last_modified)
        if answer.moved_to:
            _move(source, answer.moved_to, now=now)
    Source.objects.bulk_update(sources, ["interval", "next_fetch_at"])
    Source.objects.filter(pk__in=[source.pk for source in sources], dead_at=None).update(
        **_success(now)
    )


def _success(now: datetime) -> dict[str, Any]:
    return {"failures": 0, "last_error": "", "last_success_at": now, "dead_at": None}


def _move(source: Source, address: str, *, now: datetime) -> None:
    """The feed has moved for good; dead when the community follows the new address already."""
    others = Source.objects.filter(community=source.community_id, address=address)
    if others.exclude(pk=source.pk).exists():
        _note(source, last_error=Trouble.DUPLICATE, dead_at=now)
    else:
        _note(source, address=address, moved_from=source.address)


def _note(source: Source, **values: Any) -> None:
    for name, value in values.items():
        setattr(source, name, value)
    # Not ``save``: the source may have been removed meanwhile.
    Source.objects.filter(pk=source.pk).update(**values)
