"""A feed as values, before it takes a form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings

#: The day from which identifiers are counted (RFC 4151 wants one); never change it, or
#: readers' programs would take every page for new.
MINTED = "2026"
#: What an empty feed says of its last change.
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
#: What no XML document may hold (https://www.w3.org/TR/xml/#charsets).
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Category:
    """One thing that an entry is filed under; ``scheme`` tells types, themes and tags apart."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One page; all addresses are absolute."""

    id: str
    url: str
    title: str
    language: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    categories: tuple[Category, ...]
    #: What the page is about, elsewhere: the source of a watch note.
    source_url: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries, the newest first."""

    id: str
    title: str
    subtitle: str
    #: Its own addresses by form (« atom », « json »), and the page that shows the same.
    urls: Mapping[str, str]
    page_url: str
    language: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> datetime:
        """When something in it last changed."""
        return max((entry.updated for entry in self.entries), default=NEVER)


def tag_uri(what: str) -> str:
    """An identifier that stays when addresses and protocols change (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{MINTED}:{what}"


def absolute(path: str) -> str:
    """An address of the site as other programs need it."""
    return f"{settings.SITE_URL}{path}"


def legal(text: str) -> str:
    """``text`` without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)
