"""What a question looks for in a text, and how else it may be spelled."""

import difflib
import math
from collections.abc import Iterable

from tantivy import Searcher

from search.engines.embedded.analysis import CHAINS, LONGEST_WORD, chain_for, grams_of
from search.engines.embedded.passages import Wanted
from search.syntax import ParsedText
from search.text import WORD, clean, folded
from wiki.core.search_content import SearchContent

#: Likeness from which a word is offered instead (0 to 1, difflib's ratio).
CLOSE = 0.75
SHORTEST = 3


def wanted_in(language: str, text: ParsedText, *, searcher: Searcher, near: bool = False) -> Wanted:
    """The terms of the question for texts in this language; rarer ones weigh more."""
    chain = chain_for(language)
    total = searcher.num_docs
    weights = {
        stem: math.log(1 + total / (1 + searcher.doc_freq("all_stems", stem)))
        for stem in chain.terms(text.wanted).stems
    }
    alike = {}
    if near:
        words = WORD.findall(clean(text.wanted).lower())
        alike = {word: frozenset(grams_of((word,))) for word in words if len(word) > 1}
    return Wanted(chain, weights, alike)


def better_spelling(asked: str, contents: Iterable[SearchContent]) -> str:
    """The question with words of the near matches; "" when there is nothing better.

    Only what the reader may see is proposed: the words come from the hits.
    """
    known = _vocabulary(contents)
    before = WORD.findall(clean(asked).lower())
    after = [_better(word, known) for word in before]
    return " ".join(after) if after != before else ""


def _better(word: str, known: dict[str, str]) -> str:
    plain = folded(word)
    if plain in known or len(word) < SHORTEST or any(word in c.stop_words for c in CHAINS.values()):
        return word
    # Ratios of all words would take longer than the search itself.
    likely = [w for w in known if w[0] == plain[0] and abs(len(w) - len(plain)) <= 2]
    close = difflib.get_close_matches(plain, likely, n=1, cutoff=CLOSE)
    return known[close[0]] if close else word


def _vocabulary(contents: Iterable[SearchContent]) -> dict[str, str]:
    """The words of the entries by their folded form."""
    words: set[str] = set()
    for content in contents:
        sections = (text for s in content.sections for text in (s.heading, s.text))
        named = (*content.keywords, *content.theme_words)
        whole = "\n".join((content.title, content.summary, *named, *sections))
        words.update(WORD.findall(clean(whole).lower()))
    return {folded(word): word for word in sorted(words) if SHORTEST <= len(word) <= LONGEST_WORD}
