"""What a person typed, taken apart: words, « phrases », -words to leave out, name:values.

Nothing of it reaches an engine's own query language.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from search.text import ELIDED, WORD, clean

MAX_CHARACTERS = 1_000
MAX_WORDS = 128

PIECE = re.compile(
    r"(?P<minus>(?<!\S)-)?"
    r"(?:(?:(?<![^\s-])(?P<name>[^\W\d_](?:-?[^\W\d_]){2,19}):"
    r'(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s":][^\s"]*)))'
    r'|"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
)
#: Line breaks and tabs separate words; other control characters are dropped, and marks that
#: nobody sees: of direction, of no width.
CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    r"\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
ARTICLE = re.compile(ELIDED, re.IGNORECASE)
QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"'})


@dataclass(frozen=True, slots=True)
class Field:
    """« name:value » or « name:"several words" », as somebody typed it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ParsedText:
    """The parts of a question."""

    #: As typed, trimmed: what an exact title is compared with.
    typed: str = ""
    words: str = ""
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def wanted(self) -> str:
        """All that should be found, phrases included, as plain words."""
        return " ".join(part for part in (self.words, *self.phrases) if part)


def tidy(text: str) -> str:
    """``text`` cut to what the search reads: no control character, at most 128 words.

    Marks alone, or an article without its word (« d' »), ask for nothing: that is "".
    """
    text = unicodedata.normalize("NFC", text[: 4 * MAX_CHARACTERS])
    words = CONTROL.sub("", text).split()
    line = " ".join(words[:MAX_WORDS])[:MAX_CHARACTERS].strip()
    return line if WORD.search(without_articles(line)) else ""


def without_articles(text: str) -> str:
    """``text``, cleaned, without its elided articles."""
    return ARTICLE.sub(" ", clean(text))


def pieces(text: str) -> Iterator[tuple[str, Field | None]]:
    """The parts of a tidied text as typed; beside each that has its shape, the field."""
    for piece in PIECE.finditer(text.translate(QUOTES)):
        named = piece["name"] and not piece["minus"]
        value = (piece["quoted"] or piece["value"] or "").strip()
        yield piece.group(), Field(piece["name"], value) if named and value else None


def parse(text: str) -> ParsedText:
    """The parts of a tidied text; a lone quote or minus counts for nothing.

    A field is plain words here: those that mean something are taken out before
    (``search.fields``).
    """
    words, phrases, without = [], [], []
    for piece in PIECE.finditer(text.translate(QUOTES)):
        field = f"{piece['name']}:{piece['quoted'] or piece['value'] or ''}"
        part = field if piece["name"] else (piece["phrase"] or piece["word"] or "").strip()
        if not re.search(r"[^\W_]", part):
            continue
        if piece["minus"]:
            without.append(part.lstrip("-"))
        elif piece["phrase"] is not None:
            phrases.append(part)
        else:
            words.append(part)
    return ParsedText(text, " ".join(words), tuple(phrases), tuple(without))
