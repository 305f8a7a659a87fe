"""The feeds of a site, found from an address that somebody typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from wiki.core.fetching import Fetched, FetchRefused, fetch
from wiki.core.html import BeautifulSoup, parse_page
from wiki.watch.models import Trouble
from wiki.watch.sources.addresses import web_address
from wiki.watch.sources.feeds import Feed, FeedUnreadable
from wiki.watch.sources.outcomes import ACCEPT, BY_STATUS, LIMITS, trouble_of
from wiki.watch.sources.reading import read_feed
from wiki.watch.sources.words import plain

#: Bytes of a page that are looked at: what tells of feeds stands at its beginning.
LOOKED_AT = 300_000
MOST_FOUND = 20
FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
#: Asked for where a page tells of no feed; what common software answers at.
USUAL_PLACES = ("/feed", "/rss.xml", "/atom.xml", "/feed.json")
_LIKE_A_FEED = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?)(?:$|[/._?-])|\.(?:rss|rdf|atom)$", re.I)


@dataclass(frozen=True, slots=True)
class Named:
    """A feed of which a page tells."""

    address: str
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at an address: the feed itself, or a page that tells of these."""

    #: Where it stands after redirects.
    address: str
    feed: Feed | None
    named: tuple[Named, ...] = ()


class NothingFound(Exception):  # noqa: N818  (named after the situation)
    """Nothing can be read there; ``trouble`` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def find_feeds(address: str, *, now: datetime) -> Found:
    """What stands at the address. Raises NothingFound."""
    answer = _asked(address)
    content_type = answer.headers.get("Content-Type", "")
    try:
        feed = read_feed(answer.content, address=answer.address, content_type=content_type, now=now)
    except FeedUnreadable as error:
        if error.trouble != Trouble.NOT_A_FEED and "html" not in content_type.lower():
            raise NothingFound(error.trouble) from error
    else:
        return Found(answer.permanent_address or address, feed)
    named = tuple(feeds_named(answer.content, address=answer.address)) or tuple(
        _at_usual_places(answer.address, now=now)
    )
    if not named:
        raise NothingFound(Trouble.NOT_A_FEED)
    return Found(answer.address, None, named)


def feeds_named(content: bytes, *, address: str) -> Iterator[Named]:
    """The feeds of which a page tells: in its head, else by links that look like one."""
    tree = parse_page(content[:LOOKED_AT].decode("utf-8", "replace"))
    base = web_address(_base(tree), base=address) or address
    declared = [
        (link.get("href"), link.get("title"))
        for link in tree.find_all("link", limit=500)
        if "alternate" in str(link.get("rel", "")).lower().split()
        and str(link.get("type", "")).split(";")[0].strip().lower() in FEED_TYPES
    ]
    links = declared or [
        (link.get("href"), link.get_text(" "))
        for link in tree.find_all("a", href=True, limit=2_000)
        if _looks_like_a_feed(str(link["href"]))
    ]
    seen: set[str] = set()
    for href, title in links:
        place = web_address(href, base=base)
        if place and place not in seen and len(seen) < MOST_FOUND:
            seen.add(place)
            yield Named(place, plain(title, most=200) or place)


def _base(tree: BeautifulSoup) -> object:
    found = tree.find("base", href=True)
    return found["href"] if found else None


def _looks_like_a_feed(href: str) -> bool:
    try:
        return bool(_LIKE_A_FEED.search(urlsplit(href).path))
    except ValueError:
        return False


def _at_usual_places(address: str, *, now: datetime) -> Iterator[Named]:
    for place in USUAL_PLACES:
        guess = urljoin(address, place)
        try:
            found = _asked(guess)
            content_type = found.headers.get("Content-Type", "")
            feed = read_feed(found.content, address=guess, content_type=content_type, now=now)
        except (NothingFound, FeedUnreadable):
            continue
        yield Named(guess, feed.title or guess)
        return


def _asked(address: str) -> Fetched:
    try:
        answer = fetch(address, headers={"Accept": f"text/html, {ACCEPT}"}, limits=LIMITS)
    except FetchRefused as refusal:
        raise NothingFound(trouble_of(refusal)) from refusal
    if not answer.is_success:
        raise NothingFound(BY_STATUS.get(answer.status, Trouble.BROKEN))
    return answer
