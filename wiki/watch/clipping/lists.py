"""Lists of links that somebody brings: pasted, bookmarks of a browser, OPML."""

from dataclasses import dataclass
from html.parser import HTMLParser

from wiki.core.opml import OpmlUnreadable, read_outlines
from wiki.watch.canonical import canonical_address, without_trackers
from wiki.watch.clipping.services import LONGEST_ADDRESS
from wiki.watch.clipping.sharing import links_in
from wiki.watch.clipping.words import LONGEST_TITLE, clean

#: Shown at once: whoever brings more chooses first.
MOST_LINKS = 200
MAX_BYTES = 5 * 1024 * 1024


class ListUnreadable(Exception):  # noqa: N818  (named after the situation)
    """A file without a link in a form that we know."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and the name under which somebody kept it ("" for none)."""

    address: str
    title: str = ""


def pasted(text: str) -> list[Link]:
    """The links of a text; what stands before the link on its line is its name."""
    found = []
    for line in text.replace("\x00", "").splitlines():
        links = links_in(line)
        name = line.split(links[0], 1)[0].strip(" \t-–—*•·:|[](").strip() if links else ""
        found += [Link(link, name if len(links) == 1 else "") for link in links]
    return different(found)


def read_file(content: bytes) -> list[Link]:
    """The links of a file of bookmarks or of OPML. Raises ListUnreadable."""
    if len(content) > MAX_BYTES:
        raise ListUnreadable
    found = _outlines(content)
    if found is None:
        found = _bookmarks(content)
    if not found:
        raise ListUnreadable
    return different(found)


def different(links: list[Link]) -> list[Link]:
    """Each page once, web addresses only, the first ``MOST_LINKS``."""
    kept: dict[str, Link] = {}
    for link in links:
        address = without_trackers(link.address.strip())
        if address.lower().startswith(("http://", "https://")) and len(address) <= LONGEST_ADDRESS:
            title = clean(link.title, LONGEST_TITLE)
            kept.setdefault(canonical_address(address), Link(address, title))
        if len(kept) == MOST_LINKS:
            break
    return list(kept.values())


def _outlines(content: bytes) -> list[Link] | None:
    try:
        outlines = read_outlines(content)
    except OpmlUnreadable:
        return None
    return [Link(each.site or each.address, each.title) for each in outlines]


def _bookmarks(content: bytes) -> list[Link]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    parser = _Bookmarks()
    parser.feed(text)
    parser.close()
    return parser.links


class _Bookmarks(HTMLParser):
    """Netscape's format: no tree is made of it, since browsers close nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self._address = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._end()
            self._address = dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        if self._address:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end()

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        if self._address:
            self.links.append(Link(self._address, " ".join("".join(self._words).split())))
        self._address, self._words = "", []
