"""A feed as it was read, whatever its format."""

from dataclasses import dataclass
from datetime import datetime

from wiki.watch.models import FeedKind, Trouble


class FeedUnreadable(Exception):  # noqa: N818  (named after the situation)
    """What came is no feed, or one that we do not open; ``trouble`` says which."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; texts are plain and short, addresses are absolute and of the web."""

    #: Digest of what the feed calls it.
    uid: str
    address: str
    title: str
    summary: str
    author: str
    #: None when the feed does not say, or says what cannot be.
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed and its entries, the newest first."""

    kind: FeedKind
    title: str
    #: May be "".
    site_address: str
    entries: tuple[Entry, ...]
