"""From text to terms: the chain of each language.

Characters are cleaned, the text cut into words, elisions taken off, then lower case,
stop words (with their accents), stem, and accents off last. Four streams come out of
one text: stems, unstemmed words, pairs of neighbouring stems, and 4-grams of the
folded words with boundary marks. What each brings was measured on public collections.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from search.stopwords import ENGLISH, FRENCH

SOFT_HYPHEN = "\u00ad"
#: Each a plain `replace`: ten times as fast as a translation table on a long text.
CLEANED = (
    ("’", "'"), ("ʼ", "'"), ("＇", "'"), ("‘", "'"),
    ("\u00a0", " "), ("\u202f", " "), ("\u2007", " "), (SOFT_HYPHEN, ""),
)  # fmt: skip
WORD = re.compile(r"[^\W_]+")
_ARTICLES = r"(?<![^\W_])(?:lorsqu|puisqu|quoiqu|presqu|quelqu|jusqu|qu|[ldjmnstc])'"
ELISION = re.compile(_ARTICLES, re.IGNORECASE)
#: English texts name French things, and French questions are asked of English texts too.
POSSESSIVE = re.compile(rf"'s(?![^\W_])|{_ARTICLES}", re.IGNORECASE)
#: Longer « words » are pasted data; nobody types them and they would swell the grams.
LONGEST_WORD = 64  # characters
GRAM = 4  # characters; measured against 3 and 5 elsewhere, see the reference chain

_fold: TextAnalyzer = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.ascii_fold()).build()


def clean(text: str) -> str:
    """``text`` with one kind of apostrophe and of space, and no soft hyphen."""
    text = unicodedata.normalize("NFC", text)
    for found, kept in CLEANED:
        text = text.replace(found, kept)
    return text


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A lower-case word without its accents; « œuvre » gives ``oeuvre``."""
    return "".join(_fold.analyze(word))


def typed(title: str) -> str:
    """A title as anybody may type it: case, accents, apostrophes, outer marks do not count."""
    words = re.sub(r"[«»“”\"]", " ", clean(title)).lower().split()
    text = re.sub(r" ([:;?!])", r"\1", " ".join(folded(word) for word in words))
    return text.strip(" '.?!:;,") or text


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
        words = list(self.words(text))
        return Terms([self.stem(word) for word in words], [folded(word) for word in words])


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


def chain_for(language: str) -> Chain:
    """The chain of a page's language; French for one we have no chain for."""
    return CHAINS.get(language, DEFAULT_CHAIN)


@lru_cache(maxsize=50_000)
def _word_grams(word: str) -> tuple[str, ...]:
    padded = f"_{folded(word)}_".ljust(GRAM, "_")
    return tuple(padded[start : start + GRAM] for start in range(len(padded) - GRAM + 1))


def grams(text: str) -> list[str]:
    """The 4-grams of all words of ``text``, elided articles apart; ``_`` marks a boundary."""
    return grams_of(WORD.findall(clean(text).lower()))


def grams_of(words: Iterable[str]) -> list[str]:
    """The 4-grams of these lower-case words."""
    return [gram for word in words for gram in _word_grams(word[:LONGEST_WORD])]
