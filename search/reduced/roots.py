"""Words compared without an engine: by the beginning that their forms share."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
LIGATURES = {"oe": "œŒ", "ae": "æÆ", "ss": "ß"}
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
        return "".join(
            f"({_forgiving(piece)}|[{LIGATURES[piece]}])"
            if piece in LIGATURES
            else _forgiving(piece)
            for piece in pieces
        )


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


class Forms:
    """Tells the words of texts that are forms of what is asked."""

    def __init__(self, asked: Iterable[Root]) -> None:
        self._asked = tuple(asked)
        self._known: dict[str, str] = {}

    def found_in(self, text: str) -> list[Word]:
        """The words of ``text`` that are asked for, as they stand there."""
        if not self._asked:
            return []
        return [
            Word(match.start(), match.end(), term)
            for match in WORD.finditer(lowered(text))
            if (term := self._term(match.group()))
        ]

    def _term(self, word: str) -> str:
        """The root that admits this lower-case word; "" when none does."""
        found = self._known.get(word)
        if found is None:
            plain = folded(word)
            found = next((root.text for root in self._asked if root.admits(plain)), "")
            self._known[word] = found
        return found


def holds(text: str, phrase: str) -> bool:
    """Whether the words of ``phrase`` stand in ``text`` side by side."""
    return f" {_line(phrase)} " in f" {_line(text)} "


def _line(text: str) -> str:
    return " ".join(words_of(text))


def alternatives(asked: Iterable[Root]) -> str:
    """A regular expression for texts with a word that begins like one of these."""
    return rf"(^|\W)({'|'.join(root.pattern for root in asked)})"
