"""What a question looks for in a text, and how else it may be spelled."""

import difflib
import math
from collections.abc import Iterable

from tantivy import Searcher

from search.engines.embedded.analysis import CHAINS, WORD, chain_for, clean, folded, grams_of
from search.engines.embedded.passages import Wanted
from search.syntax import ParsedText
from wiki.core.search_content import SearchContent

#: Likeness from which a word is offered instead (0 to 1, difflib's ratio).
CLOSE = 0.75


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
    """The question with words of the near matches' titles and summaries; "" when it is the same.

    Only what the reader may see is proposed: the words come from the hits.
    """
    words = {
        word
        for content in contents
        for text in (content.title, content.summary, *(s.heading for s in content.sections))
        for word in WORD.findall(clean(text).lower())
        if len(word) > 2
    }
    known = {folded(word): word for word in sorted(words)}
    stop_words = set().union(*(chain.stop_words for chain in CHAINS.values()))

    def better(word: str) -> str:
        plain = folded(word)
        if plain in known or word in stop_words or len(word) < 3:
            return word
        close = difflib.get_close_matches(plain, known, n=1, cutoff=CLOSE)
        return known[close[0]] if close else word

    before = WORD.findall(clean(asked).lower())
    after = [better(word) for word in before]
    return " ".join(after) if after != before else ""
