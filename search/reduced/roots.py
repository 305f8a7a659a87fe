"""Words compared without an engine: by the beginning that their forms share."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.extracts import Word, lowered
from search.stopwords import ENGLISH, FRENCH
from search.syntax import without_articles
from search.text import WORD, folded

#: Letters up to which a word stands for itself and its plural only: « RH », « eau ».
SHORT = 3
#: Letters of a longer word that may change with its form: « évaluer », « évaluation ».
ENDING, LEAST = 3, 5
#: Letters by which a form may be longer than the root: « évalu-ations ».
LONGEST_ENDING = 6
#: Words of a question that are looked up; the first ones say most.
MOST = 12
#: Letters that a database does not forgive by itself; capitals with them, whatever its locale.
ACCENTED = {
    "a": "aàâäáãå", "c": "cç", "e": "eéèêë", "i": "iîïíì", "n": "nñ",
    "o": "oôöóòõ", "u": "uùûüú", "y": "yÿý",
}  # fmt: skip
LIGATURES = {"oe": "(oe|œ|Œ)", "ae": "(ae|æ|Æ)", "ss": "(ss|ß)"}
STOP_WORDS = frozenset(map(folded, FRENCH | ENGLISH))


@dataclass(frozen=True, slots=True)
class Root:
    """What the forms of one word begin with, in lower case and without accents."""

    text: str
    #: Nothing but a plural may follow.
    whole: bool

    def admits(self, word: str) -> bool:
        """Whether this folded word is one of the forms."""
        if not word.startswith(self.text):
            return False
        ending = word[len(self.text) :]
        return ending in {"", "s", "x"} if self.whole else len(ending) <= LONGEST_ENDING

    @property
    def pattern(self) -> str:
        """The root as a regular expression that every database understands, accents forgiven."""
        pieces = re.split("(oe|ae|ss)", self.text)
        return "".join(LIGATURES.get(piece) or _forgiving(piece) for piece in pieces)


def _forgiving(letters: str) -> str:
    return "".join(
        f"[{both}{both.upper()}]" if (both := ACCENTED.get(letter)) else letter
        for letter in letters
    )


def roots(text: str) -> tuple[Root, ...]:
    """The roots of the words that say something; of all words when none does."""
    words = list(words_of(text))
    telling = [word for word in words if word not in STOP_WORDS] or words
    return tuple(dict.fromkeys(map(_root, telling)))[:MOST]


def _root(word: str) -> Root:
    if len(word) <= SHORT:
        return Root(word, whole=True)
    if len(word) <= LEAST:
        return Root(word.rstrip("sx") if word[:-1].rstrip("sx") else word, whole=False)
    return Root(word[: max(LEAST, len(word) - ENDING)], whole=False)


def words_of(text: str) -> Iterator[str]:
    """The words of ``text``, in lower case, without accents and elided articles."""
    return (folded(word) for word in WORD.findall(without_articles(text).lower()))


@lru_cache(maxsize=20_000)
def _admitting(word: str, asked: tuple[Root, ...]) -> Root | None:
    plain = folded(word)
    return next((root for root in asked if root.admits(plain)), None)


def found_in(text: str, asked: tuple[Root, ...]) -> list[Word]:
    """The words of ``text`` that are forms of what is asked, as they stand there."""
    return [
        Word(match.start(), match.end(), root.text)
        for match in WORD.finditer(lowered(text))
        if (root := _admitting(match.group(), asked))
    ]


def holds(text: str, phrase: str) -> bool:
    """Whether the words of ``phrase`` stand in ``text`` side by side."""
    return f" {_line(phrase)} " in f" {_line(text)} "


def _line(text: str) -> str:
    return " ".join(words_of(text))


def alternatives(asked: Iterable[Root]) -> str:
    """A regular expression for texts with a word that begins like one of these."""
    return rf"(^|\W)({'|'.join(root.pattern for root in asked)})"
