"""From a parsed question to tantivy queries.

Weights were measured on six public collections (docs/relevance.md) and are flat around
these values: a tenth of a point here is one lost there. Words admit an entry, grams only
help to rank it: admitting by grams is a second try, announced as such.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from tantivy import Occur, Query

from search.documents import audience_from_key
from search.engines.base import Expansion, Reader
from search.engines.embedded import analysis
from search.engines.embedded.analysis import CHAINS, Chain, grams
from search.engines.embedded.entries import filter_term
from search.engines.embedded.schema import schema
from search.spoken import without_small_words, worth
from search.stopwords import telling_words
from search.syntax import ParsedText
from search.text import WORD, clean, folded, typed

#: Streams that admit, and their weights. Pairs step over small words here, and so weigh more
#: than those of the server.
STEMS, TITLE, WORDS, PAIRS, KEYWORDS = 1.0, 0.7, 0.3, 0.5, 1.0
#: Streams that only rank.
GRAMS = {"all_grams": 0.3, "title_grams": 0.1, "keyword_grams": 0.1}
#: A pasted paragraph has words enough; its grams would only cost time.
MOST_GRAMS = 250
#: Above any sum of the others: what is typed as a title is that title.
EXACT_TITLE = 1_000.0
#: Share of a word's grams that a near match must hold. Below it, words that only share
#: an ending come in (« évaluation », « animation »: 0.33).
NEAR_SHARE = 0.4
SHORTEST_ALIKE = 3
#: A word of fewer letters has too many neighbours one letter away.
SHORTEST_FUZZY = 4


def term(field: str, value: object) -> Query:
    """Entries whose field holds this term."""
    return Query.term_query(schema(), field, value, index_option=_noted(field))


def _noted(field: str) -> str:
    return "freq" if field.endswith(("_stems", "_pairs", "_grams", "_words")) else "basic"


def any_of(queries: Iterable[Query]) -> Query:
    """Entries that match at least one; none when there is no query."""
    found = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(found) if found else Query.empty_query()


def all_of(queries: Iterable[Query]) -> Query:
    """Entries that match every one."""
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def silent(query: Query) -> Query:
    """The same entries, without a say in their rank."""
    return Query.const_score_query(query, 0.0)


def weighted(field: str, terms: Iterable[str], weight: float) -> Iterator[Query]:
    """One query per distinct term; a repeated term weighs as often as it stands."""
    for value, times in Counter(terms).items():
        yield Query.boost_query(term(field, value), weight * times)


def words_query(text: ParsedText, expansions: Iterable[Expansion] = (), *, ranked: bool) -> Query:
    """Entries that hold the words, each language in its own analysis, exact titles first.

    ``ranked`` false gives the same entries without what only ranks them.
    """
    if not text.wanted:
        return Query.boolean_query([(Occur.Must, Query.all_query()), *_left_out(text)])
    exact = Query.const_score_query(term("title_typed", typed(text.typed)), EXACT_TITLE)
    shares = worth(text.wanted)
    spoken = (
        Query.boost_query(_in_language(text, expansions, chain, ranked), shares[chain.language])
        for chain in CHAINS.values()
    )
    return any_of((exact, *spoken))


def _in_language(
    text: ParsedText, expansions: Iterable[Expansion], chain: Chain, ranked: bool
) -> Query:
    terms = chain.terms(without_small_words(text.wanted))
    others = (e for e in expansions if e.language in ("", chain.language))
    admitting = any_of(
        (
            *weighted("all_stems", terms.stems, STEMS),
            *weighted("title_stems", terms.stems, TITLE),
            *weighted("all_words", terms.words, WORDS),
            *weighted("all_pairs", terms.pairs, PAIRS),
            *weighted("keyword_stems", terms.stems, KEYWORDS),
            *(query for expansion in others for query in _expansion(expansion, chain)),
        )
    )
    clauses = [(Occur.Must, silent(term("chain", chain.language))), (Occur.Must, admitting)]
    phrases = (_phrase(phrase, chain) for phrase in text.phrases)
    clauses += [(Occur.Must, silent(query)) for query in phrases if query]
    clauses += _left_out(text, chain)
    if ranked:
        # Not of small words: their grams stand in every text.
        found = grams(telling_words(text.wanted)).split()[:MOST_GRAMS]
        clauses += [
            (Occur.Should, query)
            for field, weight in GRAMS.items()
            for query in weighted(field, found, weight)
        ]
    return Query.boolean_query(clauses)


def _expansion(expansion: Expansion, chain: Chain) -> Iterator[Query]:
    """Entries that hold other words; several of them side by side, told by their pairs."""
    terms, share = chain.terms(expansion.words), expansion.worth
    fields = {"all_stems": STEMS, "title_stems": TITLE, "keyword_stems": KEYWORDS}
    if len(terms.stems) == 1:
        for field, weight in fields.items():
            yield from weighted(field, terms.stems, share * weight)
    elif terms.stems:
        together = all_of(term("all_pairs", pair) for pair in dict.fromkeys(terms.pairs))
        yield Query.boost_query(together, share * STEMS)
        titled = all_of(term("title_stems", stem) for stem in dict.fromkeys(terms.stems))
        yield Query.boost_query(all_of((silent(together), titled)), share * TITLE)


def _phrase(phrase: str, chain: Chain) -> Query | None:
    """Words side by side; « de » and its like may stand between them.

    None for a phrase that says nothing in some language: it asks for nothing.
    """
    if not all(any(spoken.words(phrase)) for spoken in CHAINS.values()):
        return None
    words = [folded(word) for word in chain.words(phrase)]
    if len(words) == 1:
        return term("all_words", words[0])
    return Query.phrase_query(schema(), "all_words", list(enumerate(words)))


def _left_out(text: ParsedText, *chains: Chain) -> list[tuple[Occur, Query]]:
    """What excludes: the stems of one word, a phrase of several."""
    found = []
    for chain in chains or CHAINS.values():
        for part in text.without:
            words = list(chain.words(part))
            query = (
                term("all_stems", chain.stem(words[0])) if len(words) == 1 else _phrase(part, chain)
            )
            if query is None:
                continue
            excluded = all_of((term("chain", chain.language), query))
            found.append((Occur.MustNot, excluded))
    return found


def near_query(text: ParsedText) -> Query:
    """Entries with words that look like those typed: shared grams, or one letter away."""
    words = {
        folded(word)
        for word in WORD.findall(clean(text.wanted).lower())
        if SHORTEST_ALIKE <= len(word) <= analysis.LONGEST_WORD
    }
    alike = [silent(_like(word)) for word in sorted(words)]
    fuzzy = [
        Query.fuzzy_term_query(schema(), "all_words", word, distance=1)
        for word in sorted(words)
        if len(word) >= SHORTEST_FUZZY
    ]
    found = grams(text.wanted).split()
    ranking = [
        (Occur.Should, query)
        for field, weight in GRAMS.items()
        for query in weighted(field, found, weight)
    ]
    return Query.boolean_query([(Occur.Must, any_of((*alike, *fuzzy))), *ranking, *_left_out(text)])


def _like(word: str) -> Query:
    """Entries that hold enough of the word's grams."""
    found = set(analysis.grams_of(word))
    return Query.boolean_query(
        [(Occur.Should, term("all_grams", gram)) for gram in sorted(found)],
        minimum_number_should_match=math.ceil(len(found) * NEAR_SHARE),
    )


def reader_query(reader: Reader, audiences: Iterable[str]) -> Query:
    """What the reader may know of; ``audiences`` are all audience keys of the index."""
    admitted = [key for key in audiences if audience_from_key(key).admits(reader.tokens)]
    visible = silent(Query.term_set_query(schema(), "audience", admitted))
    if not reader.hidden:
        return visible
    return Query.boolean_query([(Occur.Must, visible), (Occur.MustNot, pages_query(reader.hidden))])


def pages_query(ids: Iterable[int]) -> Query:
    """The entries of these pages."""
    return Query.term_set_query(schema(), "page_id", sorted(ids))


def families_query(families: Iterable[int]) -> Query:
    """The entries of these pages, in all their languages."""
    return Query.term_set_query(schema(), "family", sorted(set(families)))


def without_families(query: Query, families: Iterable[int]) -> Query:
    """``query`` without the entries of these pages."""
    left_out = set(families)
    if not left_out:
        return query
    excluded = families_query(left_out)
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, excluded)])


def filter_queries(filters: Mapping[str, tuple[str, ...]]) -> dict[str, Query]:
    """One query per facet that is set: any of its values."""
    return {
        facet: silent(
            Query.term_set_query(schema(), "filter", [filter_term(facet, key) for key in keys])
        )
        for facet, keys in filters.items()
        if keys
    }


def prefix_query(text: str) -> Query:
    """Entries with a title word that begins like each word of ``text``."""
    words = [folded(word)[:15] for word in WORD.findall(clean(text).lower())]
    if not words:
        return Query.empty_query()
    return all_of(term("title_prefixes", word) for word in dict.fromkeys(words))
