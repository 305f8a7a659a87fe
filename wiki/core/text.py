"""Small rules on plain text that several parts share."""

import re
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii
from bs4 import BeautifulSoup
from django.utils.text import slugify

#: What ends a sentence or announces what follows, with the marks that may close after it.
_ENDING = ".!?…:;,"
_ENDED = re.compile(rf"[{_ENDING}]['’»”)\]\s]*$")
#: Read as a pause, and no word for any analysis.
_PAUSE = " · "


def folded_lines(value: str) -> list[str]:
    """The non-empty lines of ``value``, trimmed."""
    return [line.strip() for line in value.splitlines() if line.strip()]


def one_line(parts: Iterable[str]) -> str:
    """The parts on one line, one space between words; a dot between parts that nothing ends.

    Cells of a table and items of a list would read as one sentence otherwise.
    """
    pieces: list[str] = []
    for words in (" ".join(part.split()) for part in parts if part):
        if not words:
            continue
        if pieces:
            last = pieces[-1]
            ended = last[-1] in _ENDING or (not last[-1].isalnum() and _ENDED.search(last[-8:]))
            pieces.append(" " if ended else _PAUSE)
        pieces.append(words)
    return "".join(pieces)


def unaccented(text: str) -> str:
    """The text in small ASCII letters, to compare names as people type them."""
    return anyascii(text).casefold()


def plain_text(html: str) -> str:
    """The words of ``html``, one space between them."""
    if not html:
        return ""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


@lru_cache(maxsize=4_096)  # the same few headings stand in most pages
def anchor_slug(heading: str) -> str:
    """The anchor of a heading: ASCII, lower case, words joined by hyphens.

    « L’évaluation à chaud » gives ``l-evaluation-a-chaud``. Never empty.
    """
    spaced = re.sub(r"['’ʼ]", " ", heading)
    return slugify(anyascii(spaced))[:80].strip("-") or "section"


class AnchorBook:
    """Gives each heading of one page an anchor of its own, in reading order.

    A second « Introduction » becomes ``introduction-2``.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def anchor_for(self, heading: str) -> str:
        """The next free anchor for this heading."""
        base = anchor_slug(heading)
        anchor, number = base, 2
        while anchor in self._taken:
            anchor, number = f"{base}-{number}", number + 1
        self._taken.add(anchor)
        return anchor
