"""What a page says of itself: title, author, site, date, language, picture, length."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

import trafilatura
from lxml import html as lxml_html
from lxml.etree import LxmlError

from wiki.core.fetching import Fetched
from wiki.watch.canonical import host_of, same_site
from wiki.watch.clipping.decoding import decoded

#: Words that people read in a minute, silently, in French or in English.
WORDS_PER_MINUTE = 220
LONGEST_MINUTES = 999
#: A page that says that it was written before the web or tomorrow is mistaken.
FIRST_YEAR = 1900
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """All of it may be missing: texts are then empty. ``picture`` is an address."""

    title: str = ""
    description: str = ""
    author: str = ""
    publisher: str = ""
    published: date | None = None
    language: str = ""
    minutes: int | None = None
    picture: str = ""
    #: What the page gives as its own address, if that is on the same site.
    canonical: str = ""


def read_page(fetched: Fetched, *, today: date) -> Metadata:
    """What this HTML page says of itself."""
    text = decoded(fetched.content, fetched.headers.get("Content-Type", ""))
    tree = _tree(text)
    if tree is None:
        return Metadata(publisher=host_of(fetched.address))
    language = _language(tree, fetched)
    canonical = _canonical(tree, fetched.address)
    found = trafilatura.bare_extraction(
        tree,
        url=fetched.address,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        fast=True,
        date_extraction_params={"max_date": today.isoformat(), "extensive_search": False},
    )
    if found is None or isinstance(found, dict):
        return Metadata(
            title=_first(tree, "//title/text()"),
            publisher=host_of(fetched.address),
            language=language,
            canonical=canonical,
        )
    return Metadata(
        title=found.title or _first(tree, "//title/text()"),
        description=found.description or "",
        author=found.author or "",
        publisher=found.sitename or host_of(fetched.address),
        published=_date(found.date, today),
        language=language,
        minutes=minutes_of(len((found.text or "").split())),
        picture=_joined(fetched.address, found.image or ""),
        canonical=canonical,
    )


def minutes_of(words: int) -> int | None:
    """Minutes to read so many words; None for hardly any."""
    if words < WORDS_PER_MINUTE // 4:
        return None
    return min(LONGEST_MINUTES, max(1, round(words / WORDS_PER_MINUTE)))


def _tree(text: str) -> lxml_html.HtmlElement | None:
    # A declaration of an encoding in a text that is decoded already is refused by lxml.
    bare = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text, count=1)
    try:
        return lxml_html.document_fromstring(bare) if bare.strip() else None
    except (LxmlError, ValueError, AssertionError):
        return None


def _first(tree: lxml_html.HtmlElement, path: str) -> str:
    return next((str(each) for each in tree.xpath(path) if str(each).strip()), "")


def _language(tree: lxml_html.HtmlElement, fetched: Fetched) -> str:
    said = (
        tree.get("lang")
        or _first(tree, "//meta[@property='og:locale']/@content")
        or fetched.headers.get("Content-Language", "")
    )
    found = _LANGUAGE.match(said.strip())
    return found[0].lower() if found else ""


def _canonical(tree: lxml_html.HtmlElement, address: str) -> str:
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        said = _joined(address, _first(tree, path))
        if said and same_site(said, address):
            return said
    return ""


def _joined(address: str, said: str) -> str:
    try:
        found = urljoin(address, said.strip())
    except ValueError:
        return ""
    return found if said.strip() and found.startswith(("http://", "https://")) else ""


def _date(said: str | None, today: date) -> date | None:
    try:
        found = date.fromisoformat((said or "")[:10])
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR and found <= today else None
