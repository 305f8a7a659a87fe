"""What an answer means for a feed: pure functions, performed by ``rounds``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from wiki.core.fetching import (
    AddressRefused,
    Fetched,
    FetchRefused,
    Limits,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    fetch,
)
from wiki.watch.models import Source, Trouble
from wiki.watch.sources.addresses import web_address
from wiki.watch.sources.feeds import Feed, FeedUnreadable
from wiki.watch.sources.reading import read_feed
from wiki.watch.sources.timing import asked_wait

#: Many are held in memory at once.
LIMITS = Limits(bytes=3 * 1024 * 1024)
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "application/json;q=0.8, text/xml;q=0.8, */*;q=0.5"
)
TROUBLES: Mapping[type[FetchRefused], Trouble] = {
    AddressRefused: Trouble.REFUSED,
    TooLarge: Trouble.TOO_LARGE,
    TooSlow: Trouble.TOO_SLOW,
    TooManyRedirects: Trouble.REDIRECTS,
}
BY_STATUS = {
    401: Trouble.CLOSED, 403: Trouble.CLOSED, 404: Trouble.MISSING, 410: Trouble.GONE,
    429: Trouble.BUSY, 503: Trouble.BUSY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was read."""

    trouble: Trouble
    #: How long the site asks us to wait.
    asked: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The feed is there; ``feed`` is None when nothing in it has changed."""

    feed: Feed | None
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    #: Where the feed lives from now on, "" when that is where it was.
    moved_to: str = ""


Outcome = Failed | Answered


def ask(source: Source) -> Fetched | FetchRefused:
    """What the site answers; touches no table, so any thread may run it."""
    headers = {"Accept": ACCEPT}
    if source.etag:
        headers["If-None-Match"] = source.etag
    if source.last_modified:
        headers["If-Modified-Since"] = source.last_modified
    try:
        return fetch(source.address, headers=headers, limits=LIMITS)
    except FetchRefused as refusal:
        return refusal


def outcome(source: Source, answer: Fetched | FetchRefused, *, now: datetime) -> Outcome:
    """What the answer means."""
    if isinstance(answer, FetchRefused):
        return Failed(trouble_of(answer))
    moved_to = web_address(answer.permanent_address)
    moved_to = "" if moved_to == source.address else moved_to
    if answer.status == 304:
        return Answered(None, source.etag, source.last_modified, source.digest, moved_to)
    if not answer.is_success:
        trouble = BY_STATUS.get(answer.status, Trouble.BROKEN)
        return Failed(trouble, asked_wait(answer.headers, now=now))
    digest = sha256(answer.content).hexdigest()
    kept = (*_validators(answer), digest, moved_to)
    if digest == source.digest:
        return Answered(None, *kept)
    content_type = answer.headers.get("Content-Type", "")
    try:
        feed = read_feed(answer.content, address=answer.address, content_type=content_type, now=now)
    except FeedUnreadable as error:
        return Failed(error.trouble)
    return Answered(feed, *kept)


def trouble_of(refusal: FetchRefused) -> Trouble:
    """The reason, in the words of sources."""
    return TROUBLES.get(type(refusal), Trouble.UNREACHABLE)


def _validators(answer: Fetched) -> tuple[str, str]:
    """Etag and date, to be sent back as they are; none that we could not keep whole."""
    found = (answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
    limits = (500, 100)
    fine = (text.isascii() and text.isprintable() for text in found)
    etag, modified = (
        text if good and len(text) <= limit else ""
        for text, good, limit in zip(found, fine, limits, strict=True)
    )
    return etag, modified
