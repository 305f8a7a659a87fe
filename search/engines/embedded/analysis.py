"""From text to terms: the chain of each language.

Characters are cleaned, the text cut into words, elisions taken off, then lower case,
stop words (with their accents), stem, and accents off last. Four streams come out of
one text: stems, unstemmed words, pairs of neighbouring stems, and 4-grams of the
folded words with boundary marks. What each brings was measured on public collections.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TypeVar

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from search.stopwords import ENGLISH, FRENCH
from search.text import ELIDED, WORD, clean, folded

T = TypeVar("T")

ELISION = re.compile(ELIDED, re.IGNORECASE)
#: English texts name French things, and French questions are asked of English texts too.
POSSESSIVE = re.compile(rf"'s(?![^\W_])|{ELIDED}", re.IGNORECASE)
#: Longer « words » are pasted data; nobody types them and they would swell the grams.
LONGEST_WORD = 64  # characters
GRAM = 4  # characters; measured against 3 and 5 elsewhere, see the reference chain
#: Words of which the terms are kept in memory, a few hundred bytes each.
MOST_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Terms:
    """The streams of one text."""

    stems: list[str]
    words: list[str]

    @property
    def pairs(self) -> Iterator[str]:
        """Neighbouring stems, joined; words that say nothing are stepped over."""
        return (f"{one}_{two}" for one, two in zip(self.stems, self.stems[1:], strict=False))


@dataclass(frozen=True)
class Chain:
    """The analysis of one language."""

    language: str
    stemmer: str
    stop_words: frozenset[str]
    cut: re.Pattern[str]

    def words(self, text: str) -> Iterator[str]:
        """The words of ``text`` that say something, in lower case, elision off."""
        bare = self.cut.sub(" ", clean(text)).lower()
        return (
            word
            for word in WORD.findall(bare)
            if word not in self.stop_words and len(word) <= LONGEST_WORD
        )

    def stem(self, word: str) -> str:
        """The stem of one lower-case word, folded."""
        return _stem(self.stemmer, word)

    def terms(self, text: str) -> Terms:
        """Stems and unstemmed words of ``text``."""
        forms = _FORMS[self.language]
        found = WORD.findall(self.cut.sub(" ", clean(text)).lower())
        kept = [form for word in found if (form := forms[word])]
        return Terms([stem for stem, _word in kept], [word for _stem, word in kept])


@lru_cache(maxsize=4)
def _stemmer(name: str) -> TextAnalyzer:
    raw = TextAnalyzerBuilder(Tokenizer.raw())
    return raw.filter(Filter.stemmer(name)).filter(Filter.ascii_fold()).build()


@lru_cache(maxsize=50_000)
def _stem(stemmer: str, word: str) -> str:
    return "".join(_stemmer(stemmer).analyze(word))


CHAINS = {
    "fr": Chain("fr", "french", FRENCH, ELISION),
    "en": Chain("en", "english", ENGLISH, POSSESSIVE),
}
DEFAULT_CHAIN = CHAINS["fr"]


class _Remembered(dict[str, T]):
    """What is made of each word, made once: texts repeat their words, a rebuild all of them."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> T:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        made = self[word] = self._make(word)
        return made


def _form(chain: Chain, word: str) -> tuple[str, str] | None:
    """The stem and the unstemmed word; None for a word that is left out."""
    if word in chain.stop_words or len(word) > LONGEST_WORD:
        return None
    return chain.stem(word), folded(word)


_FORMS = {chain.language: _Remembered(partial(_form, chain)) for chain in CHAINS.values()}


def chain_for(language: str) -> Chain:
    """The chain of a page's language; French for one we have no chain for."""
    return CHAINS.get(language, DEFAULT_CHAIN)


def _word_grams(word: str) -> str:
    padded = f"_{folded(word[:LONGEST_WORD])}_".ljust(GRAM, "_")
    return " ".join(padded[start : start + GRAM] for start in range(len(padded) - GRAM + 1))


_GRAMS = _Remembered(_word_grams)


def grams(text: str) -> str:
    """The 4-grams of all words of ``text``, elided articles apart; ``_`` marks a boundary."""
    return " ".join([_GRAMS[word] for word in WORD.findall(clean(text).lower())])


def grams_of(word: str) -> list[str]:
    """The 4-grams of one lower-case word."""
    return _GRAMS[word].split(" ")
