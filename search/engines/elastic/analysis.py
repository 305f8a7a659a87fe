"""The chain of each language, as analyzers of the server.

Each number and each order of filters was measured on public collections; the traps
that shaped them are told beside them. An index holds one language, so that the same
field names stand for each language's own chain.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from elasticsearch.dsl import analyzer, char_filter, token_filter, tokenizer

from search.stopwords import ENGLISH, FRENCH
from search.text import CLEANED, ELIDED, clean

#: Letters of a gram. A token filter would make synonyms of a word's grams, and lose what
#: they bring: the tokenizer cuts them.
GRAM = 4
#: Longer « words » are pasted data.
LONGEST_WORD = 64
#: Beginnings of a title's words that suggestions look up.
LONGEST_PREFIX = 15

_ARTICLES = "lorsqu|puisqu|quoiqu|presqu|quelqu|jusqu|qu|l|d|j|m|n|s|t|c"
ARTICLE = re.compile(ELIDED, re.IGNORECASE)
POSSESSIVE = re.compile(r"'s(?![^\W_])", re.IGNORECASE)
_APART = r"(?<![\p{L}\p{N}])"
_ENDS = r"(?![\p{L}\p{N}])"


@dataclass(frozen=True, slots=True)
class Language:
    """What one language's chain is made of."""

    key: str
    stop_words: frozenset[str]
    stemmer: str


LANGUAGES = {
    "fr": Language("fr", FRENCH, "light_french"),
    "en": Language("en", ENGLISH, "english"),
}
DEFAULT = "fr"


def language_for(key: str) -> str:
    """The language in whose index a page stands; French for one we have no chain for."""
    return key if key in LANGUAGES else DEFAULT


# ── Characters ────────────────────────────────────────────────────────────────


def bare(text: str, language: str) -> str:
    """``text`` cut as the character filters of this language's chain cut it."""
    text = clean(text)
    if "'" not in text:
        return text
    if language == "en":
        text = POSSESSIVE.sub(" ", text)
    return ARTICLE.sub(" ", text)


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(char):04X}" for char in text)


_clean = char_filter(
    "clean",
    "mapping",
    mappings=[f"{_escaped(found)}=>{_escaped(kept)}" for found, kept in CLEANED],
)
# Cut as characters: the elision filter keeps offsets on « l’école » whole, and so would
# every highlight.
_cut_elision = char_filter(
    "cut_elision", "pattern_replace", pattern=f"(?iu){_APART}(?:{_ARTICLES})'", replacement=" "
)
_cut_possessive = char_filter(
    "cut_possessive", "pattern_replace", pattern=f"(?iu)'s{_ENDS}", replacement=" "
)
# Letters that fold to two are told apart before the grams are cut, as when texts are written.
_no_apostrophe = char_filter(
    "no_apostrophe",
    "mapping",
    mappings=["'=>\\u0020", "œ=>oe", "Œ=>OE", "æ=>ae", "Æ=>AE", "ß=>ss", "þ=>th", "Þ=>TH"],
)
# Marks are put before the tokenizer; a word of one letter is padded or it would vanish.
_mark_one = char_filter(
    "mark_one",
    "pattern_replace",
    pattern=rf"{_APART}([\p{{L}}\p{{N}}]){_ENDS}",
    replacement="_$1__",
)
_mark = char_filter("mark", "pattern_replace", pattern=r"([\p{L}\p{N}]{2,})", replacement="_$1_")


def _cut_stop(language: Language) -> Any:
    """Stop words taken out as characters: no hole stays between words of a phrase."""
    words = _any_of(sorted(language.stop_words))
    return char_filter(
        f"cut_stop_{language.key}",
        "pattern_replace",
        pattern=f"(?iu){_APART}{words}{_ENDS}",
        replacement=" ",
    )


def _any_of(words: list[str]) -> str:
    """A pattern for sorted words that shares their beginnings: half the time of a plain list."""
    beginnings: dict[str, list[str]] = {}
    for word in words:
        if word:
            beginnings.setdefault(word[0], []).append(word[1:])
    if not beginnings:
        return ""
    rest = "|".join(re.escape(first) + _any_of(ends) for first, ends in beginnings.items())
    return f"(?:{rest})?" if "" in words else f"(?:{rest})"


# ── Words ─────────────────────────────────────────────────────────────────────

_words = tokenizer("words", "char_group", tokenize_on_chars=["whitespace", "punctuation", "symbol"])
_grams = tokenizer(
    "grams",
    "ngram",
    min_gram=GRAM,
    max_gram=GRAM,
    token_chars=["letter", "digit", "custom"],
    custom_token_chars="_",  # noqa: S106  (no password: the mark at the ends of words)
)
_short = token_filter("short", "length", min=1, max=LONGEST_WORD)
_pair = token_filter(
    "pair", "shingle", min_shingle_size=2, max_shingle_size=2, output_unigrams=False
)
# The same grams without a look at every character: when a text is written, terms of one
# word may stand at one place, which only a question must not have.
_pad = token_filter("pad", "pattern_replace", pattern="^(.)$", replacement="$1_")
_marked = token_filter("marked", "pattern_replace", pattern="^(.+)$", replacement="_$1_")
_cut_grams = token_filter("cut_grams", "ngram", min_gram=GRAM, max_gram=GRAM)
_beginnings = token_filter("beginnings", "edge_ngram", min_gram=1, max_gram=LONGEST_PREFIX)
_beginning = token_filter("beginning", "truncate", length=LONGEST_PREFIX)


@dataclass(frozen=True, slots=True)
class Written:
    """The same streams of a text that :func:`bare` has cut already.

    Cutting characters was half of what the server did to write an entry, once for each
    stream; Python does it once.
    """

    stemmed: Any
    exact: Any
    pairs: Any
    grams: Any
    written: Any


@dataclass(frozen=True, slots=True)
class Analyzers:
    """The analyzers of one language."""

    #: For the texts of entries; the others are for questions and short texts.
    bare: Written

    #: Stems without stop words: what admits.
    stemmed: Any
    #: Words as written, folded: phrases, and the cure for stems that go too far.
    exact: Any
    #: Neighbouring stems, nothing skipped.
    pairs: Any
    grams: Any
    #: Words with their accents, for « did you mean ».
    written: Any
    prefixes: Any
    prefix: Any


@cache
def analyzers(key: str) -> Analyzers:
    """The analyzers of this language."""
    language = LANGUAGES[key]
    cut = [_clean, *([_cut_possessive] if key == "en" else []), _cut_elision]
    stem = token_filter(f"stem_{key}", "stemmer", language=language.stemmer)
    # The list is written into the index: an upgrade of the server cannot change it.
    stop = token_filter(f"stop_{key}", "stop", stopwords=sorted(language.stop_words))

    def custom(name: str, cut: list[Any], tokens: Any, *filters: Any) -> Any:
        return analyzer(name, type="custom", char_filter=cut, tokenizer=tokens, filter=filters)

    stems = (_short, "lowercase", stop, stem, "asciifolding")
    plain = (_short, "lowercase", "asciifolding")
    pairs = (_short, "lowercase", stem, "asciifolding", _pair)
    grams = ("lowercase", "asciifolding", _pad, _marked, _cut_grams)
    return Analyzers(
        bare=Written(
            stemmed=custom("bare_stemmed", [], _words, *stems),
            exact=custom("bare_exact", [_cut_stop(language)], _words, *plain),
            pairs=custom("bare_pairs", [], _words, *pairs),
            grams=custom("bare_grams", [], _words, *grams),
            written=custom("bare_written", [], _words, _short, "lowercase"),
        ),
        stemmed=custom("stemmed", cut, _words, *stems),
        exact=custom("exact", [*cut, _cut_stop(language)], _words, *plain),
        pairs=custom("pairs", cut, _words, *pairs),
        grams=custom(
            "grams",
            [_clean, _no_apostrophe, _mark_one, _mark],
            _grams,
            "lowercase",
            "asciifolding",
        ),
        written=custom("written", cut, _words, _short, "lowercase"),
        prefixes=custom("prefixes", cut, _words, *plain, _beginnings),
        prefix=custom("prefix", cut, _words, *plain, _beginning),
    )
