"""When a feed is read again: from what its last reading gave. No clock and no table here."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random

from wiki.watch.models import Source
from wiki.watch.models.source import LONGEST_INTERVAL, SHORTEST_INTERVAL

#: The interval's change after a reading: sooner where there was news, later where not.
SOONER, LATER = 0.75, 1.25
FIRST_WAIT = timedelta(minutes=30)
LONGEST_WAIT = timedelta(days=1)
#: However long a site asks us to wait.
LONGEST_ASKED = timedelta(days=7)
#: Failures in a row after which a feed is dead: with the waits above, five days.
MOST_FAILURES = 10
#: Feeds added together are not read together for ever.
JITTER = 0.1


def next_interval(source: Source, *, news: bool) -> int:
    """Minutes until the reading after one that went well."""
    wanted = source.interval * (SOONER if news else LATER)
    return round(min(LONGEST_INTERVAL, max(SHORTEST_INTERVAL, wanted)))


def after_success(minutes: int, *, now: datetime, random: Random) -> datetime:
    """The next reading, so many minutes from now, a little sooner or later."""
    return now + timedelta(minutes=minutes) * (1 + random.uniform(-JITTER, JITTER))


def after_failure(
    failures: int, *, now: datetime, random: Random, asked: timedelta | None = None
) -> datetime:
    """The next attempt after so many failures: twice as late each time, not before ``asked``."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures - 1, 20))
    wait = wait * (1 + random.uniform(0, JITTER))
    return now + max(wait, asked or timedelta())


def asked_wait(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """How long the site asks us to wait (Retry-After: seconds or a date); None when it does not."""
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return min(LONGEST_ASKED, timedelta(seconds=int(said[:9])))
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(LONGEST_ASKED, max(timedelta(), moment - now))
