"""Titles compared as people would: the same story rarely has the same punctuation."""

import re
from urllib.parse import unquote, urlsplit

from wiki.core.text import unaccented
from wiki.watch.canonical import host_of

#: Beyond, the words no longer tell one title from another.
LONGEST = 300
#: Shorter titles (« Introduction ») are shared by pages that have nothing else in common.
FEWEST_WORDS, FEWEST_LETTERS = 4, 20
#: Share of common groups of three letters from which two titles are the same: measured on
#: headlines of agencies, one changed word of eight passes, two changed words do not.
ALIKE = 0.72
_WORD = re.compile(r"[a-z0-9]+")
#: « Title | The Site », « Title – Site »: what follows names the site. After a dash, one or
#: two words only: more are the title's own.
_SITE = re.compile(r"\s+(?:[|·•]\s+[^|·•]{2,40}|[–—-]\s+\S+(?:\s\S+)?)$")


def title_words(title: str) -> str:
    """The words of a title in small letters, without accents nor the site's name."""
    bare = _SITE.sub("", " ".join(title.split())) or title
    return " ".join(_WORD.findall(unaccented(bare)))[:LONGEST]


def tells(words: str) -> bool:
    """Whether such words are enough to recognise a story."""
    return len(words) >= FEWEST_LETTERS and words.count(" ") + 1 >= FEWEST_WORDS


def alike(one: str, other: str) -> bool:
    """Whether two titles, as :func:`title_words` gives them, tell the same story."""
    if one == other:
        return True
    first, second = _trigrams(one), _trigrams(other)
    smaller, larger = sorted((len(first), len(second)))
    if smaller < ALIKE * larger:
        return False
    common = len(first & second)
    return common >= ALIKE * (len(first) + len(second) - common)


def _trigrams(words: str) -> set[str]:
    padded = f" {words} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def provisional_title(address: str) -> str:
    """What a note is called until its source has said its title: the site, and the page's name."""
    path = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    words = re.sub(r"\.[a-z0-9]{1,5}$|[-_+\s\x00-\x1f]+", " ", path, flags=re.IGNORECASE).strip()
    host = host_of(address)
    return f"{host} – {words}"[:200] if words else host[:200]
