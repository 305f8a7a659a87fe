"""Text as the search compares it: one kind of apostrophe, no accents, titles as typed.

Pure functions, the same for every engine.
"""

import re
import unicodedata
from functools import lru_cache

SOFT_HYPHEN = "\u00ad"
#: Each a plain `replace`: ten times as fast as a translation table on a long text.
CLEANED = (
    ("’", "'"), ("ʼ", "'"), ("＇", "'"), ("‘", "'"),
    ("\u00a0", " "), ("\u202f", " "), ("\u2007", " "), (SOFT_HYPHEN, ""),
)  # fmt: skip
WORD = re.compile(r"[^\W_]+")
#: Articles that lose their vowel, in any case; not in the middle of a word.
ELIDED = r"(?<![^\W_])(?:lorsqu|puisqu|quoiqu|presqu|quelqu|jusqu|qu|[ldjmnstc])'"
#: Latin letters that are no letter and a mark.
_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th"}
#: Folding is for Latin letters: elsewhere a mark tells one word from another.
_LATIN_END = "\u0250"


def clean(text: str) -> str:
    """``text`` with one kind of apostrophe and of space, and no soft hyphen."""
    text = unicodedata.normalize("NFC", text)
    for found, kept in CLEANED:
        text = text.replace(found, kept)
    return text


def shown(text: str) -> str:
    """``text`` as people read it: one normal form, no soft hyphen."""
    return unicodedata.normalize("NFC", text).replace(SOFT_HYPHEN, "")


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A lower-case word without its accents; « œuvre » gives ``oeuvre``."""
    if word.isascii():
        return word
    return "".join(map(_plain, unicodedata.normalize("NFC", word)))


def _plain(letter: str) -> str:
    if letter in _LIGATURES:
        return _LIGATURES[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base < _LATIN_END else letter


def typed(title: str) -> str:
    """A title as anybody may type it: case, accents, apostrophes, outer marks do not count."""
    words = re.sub(r"[«»“”\"]", " ", clean(title)).lower().split()
    text = re.sub(r" ([:;?!])", r"\1", " ".join(folded(word) for word in words))
    return text.strip(" '.?!:;,") or text
