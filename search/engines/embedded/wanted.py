"""What a question looks for in a text of one language."""

import math
from collections.abc import Iterable, Iterator

from tantivy import Searcher

from search.engines.base import BESIDE, EngineQuery
from search.engines.embedded.analysis import Chain, chain_for, grams_of
from search.engines.embedded.passages import Wanted
from search.stopwords import telling
from search.text import WORD, clean


def wanted_in(
    language: str, query: EngineQuery, *, searcher: Searcher, near: bool = False
) -> Wanted:
    """The terms of the question for texts in this language; rarer ones weigh more."""
    chain = chain_for(language)
    asked = telling(WORD.findall(clean(query.text.wanted).lower()))
    others = list(_expansions(query, chain))
    alone = [stems[0] for stems in others if len(stems) == 1]
    weights = {stem: BESIDE * w for stem, w in _weights(alone, searcher).items()}
    weights |= _weights(chain.terms(" ".join(asked)).stems, searcher)
    alike = {}
    if near:
        alike = {word: frozenset(grams_of(word)) for word in asked if len(word) > 1}
    together = tuple(stems for stems in others if len(stems) > 1)
    partly = _weights({stem for stems in together for stem in stems} - weights.keys(), searcher)
    return Wanted(chain, weights, alike, together, {stem: BESIDE * w for stem, w in partly.items()})


def _expansions(query: EngineQuery, chain: Chain) -> Iterator[tuple[str, ...]]:
    """The stems of the other words that editors gave, for texts in this language."""
    for expansion in query.expansions:
        if expansion.language in ("", chain.language):
            stems = tuple(chain.terms(expansion.words).stems)
            if stems:
                yield stems


def _weights(stems: Iterable[str], searcher: Searcher) -> dict[str, float]:
    total = searcher.num_docs
    return {
        stem: math.log(1 + total / (1 + searcher.doc_freq("all_stems", stem))) for stem in stems
    }
