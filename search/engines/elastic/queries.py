"""From a parsed question to the server's queries.

Weights were measured on six public collections (docs/relevance.md) and are flat around
these values: a tenth of a point here is one lost there. Words admit an entry; grams and
pairs only help to rank it: admitting by grams is a second try, announced as such. Each
index analyses the question by its own language.
"""

import math
from collections.abc import Iterable, Mapping

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.engines.base import (
    FRESH_SHARE,
    HALF_FRESH,
    LEAST_FACTOR,
    POPULAR_SHARE,
    EngineQuery,
    Expansion,
    Reader,
    TieBreakers,
)
from search.engines.elastic.analysis import GRAM, LANGUAGES
from search.engines.elastic.entries import filter_term
from search.spoken import without_small_words, worth
from search.stopwords import telling_words
from search.syntax import ParsedText
from search.text import WORD, clean, folded, typed

#: Streams that admit, and their weights.
STEMS, TITLE, WORDS, KEYWORDS = 1.0, 0.7, 0.3, 1.0
#: Streams that only rank.
GRAMS = {"grams": 0.3, "title.grams": 0.1, "keywords.grams": 0.1}
#: Neighbours, small words included. In English +0.2 to +1.0 points where 0 was the rule
#: before; more than this costs in French.
PAIRS = 0.3
#: Above any sum of the others: what is typed as a title is that title.
EXACT_TITLE = 1_000.0
#: Above any title; each further chosen page stands a step lower.
PINNED, PIN_STEP = 1_000_000.0, 10_000.0
#: A pasted paragraph has words enough; its grams would only cost time.
MOST_GRAM_CHARACTERS = 250
#: Share of a word's grams that a near match must hold, as in the embedded engine.
NEAR_SHARE = 0.4
SHORTEST_ALIKE, SHORTEST_FUZZY = 3, 4
#: Steps of popularity that are told apart: one clause each.
POPULARITY_STEPS = 4


def everything() -> Query:
    """All entries."""
    return Q("match_all")


def any_of(queries: Iterable[Query]) -> Query:
    """Entries that match at least one."""
    return Q("bool", should=list(queries), minimum_should_match=1)


def words_query(query: EngineQuery) -> Query:
    """Entries that hold the words, exact titles first, chosen pages before all."""
    text = query.text
    found = _words(text, query.expansions) if text.wanted else everything()
    for language, share in worth(text.wanted).items():
        if share < 1:
            found = Q(
                "boosting", positive=found, negative=in_language(language), negative_boost=share
            )
    found = Q("bool", must=[found], must_not=[_left_out(part) for part in text.without])
    if text.wanted:
        # Beside the words: a title may hold « -word », and one of stop words matches nothing else.
        found = any_of([found, _exact_title(text)])
        if query.ties:
            found = _with_ties(found, query.ties)
    return any_of([found, *_pins(query.pinned)]) if query.pinned else found


def _exact_title(text: ParsedText) -> Query:
    return Q("constant_score", filter=Q("term", title_typed=typed(text.typed)), boost=EXACT_TITLE)


def _words(text: ParsedText, expansions: Iterable[Expansion]) -> Query:
    wanted = without_small_words(text.wanted)
    admitting = [
        Q("match", all={"query": wanted, "boost": STEMS}),
        Q("match", title={"query": wanted, "boost": TITLE}),
        Q("match", **{"all.exact": {"query": wanted, "boost": WORDS}}),
        Q("match", keywords={"query": wanted, "boost": KEYWORDS}),
        *(_expansion(expansion) for expansion in expansions),
    ]
    phrases = [
        # A phrase of stop words only says nothing: it must not empty the results.
        Q("match_phrase", **{"all.exact": {"query": phrase, "zero_terms_query": "all"}})
        for phrase in text.phrases
    ]
    return Q("bool", must=[any_of(admitting)], should=_ranking(text.wanted), filter=phrases)


def _ranking(wanted: str) -> list[Query]:
    # Grams of small words stand in every text: two thirds of the time of a question, and
    # without them it is answered a little better (+0.1 points, +0.6 on one set).
    shortened = _for_grams(telling_words(wanted))
    clauses = [
        Q("match", **{field: {"query": shortened, "boost": weight}})
        for field, weight in GRAMS.items()
    ]
    return [*clauses, Q("match", **{"all.pairs": {"query": wanted, "boost": PAIRS}})]


def in_language(key: str) -> Query:
    """The entries of one language's index."""
    return Q("term", filter=filter_term("index", key))


def _for_grams(wanted: str) -> str:
    if len(wanted) <= MOST_GRAM_CHARACTERS:
        return wanted
    return wanted[:MOST_GRAM_CHARACTERS].rpartition(" ")[0] or wanted[:MOST_GRAM_CHARACTERS]


def _expansion(expansion: Expansion) -> Query:
    """Entries that hold the other words, side by side when they are several."""
    kind = "match_phrase" if len(WORD.findall(expansion.words)) > 1 else "match"
    found = any_of(
        [
            Q(kind, all={"query": expansion.words, "boost": expansion.worth}),
            Q(kind, title={"query": expansion.words, "boost": expansion.worth * TITLE}),
            Q(kind, keywords={"query": expansion.words, "boost": expansion.worth * KEYWORDS}),
        ]
    )
    if expansion.language not in LANGUAGES:
        return found
    return Q("bool", must=[found], filter=[in_language(expansion.language)])


def _left_out(part: str) -> Query:
    """What excludes: the stem of one word, a phrase of several."""
    if len(WORD.findall(part)) > 1:
        return Q("match_phrase", **{"all.exact": part})
    return Q("match", all=part)


def _pins(ids: Iterable[int]) -> list[Query]:
    return [
        Q("constant_score", filter=Q("term", page_id=page), boost=PINNED - rank * PIN_STEP)
        for rank, page in enumerate(ids)
    ]


def _with_ties(found: Query, ties: TieBreakers) -> Query:
    """Scores times 0.9 to 1.1, by freshness and popularity."""
    fresh = {
        "exp": {
            "updated": {
                "origin": _epoch(ties),
                "scale": f"{HALF_FRESH}d",
                "decay": 0.5,
            }
        },
        "weight": FRESH_SHARE,
    }
    functions: list[dict] = [{"weight": LEAST_FACTOR}, fresh]
    for share, pages in _popularity_steps(ties.popular).items():
        functions.append({"filter": {"terms": {"page_id": pages}}, "weight": POPULAR_SHARE * share})
    return Q(
        "function_score", query=found, functions=functions, score_mode="sum", boost_mode="multiply"
    )


def _epoch(ties: TieBreakers) -> int:
    """The end of the day, so that what was updated today is at its freshest."""
    return (ties.today.toordinal() - 719_163 + 1) * 86_400


def _popularity_steps(popular: Mapping[int, float]) -> dict[float, list[int]]:
    """Pages by popularity, rounded up to quarters: one clause per step."""
    steps: dict[float, list[int]] = {}
    for page, share in popular.items():
        rounded = math.ceil(min(1.0, share) * POPULARITY_STEPS) / POPULARITY_STEPS
        steps.setdefault(rounded, []).append(page)
    return steps


def near_query(text: ParsedText) -> Query:
    """Entries with words that look like those typed: shared grams, or one letter away."""
    alike: list[Query] = []
    for word in sorted(asked_words(text.wanted, SHORTEST_ALIKE)):
        grams = max(1, len(word) + 3 - GRAM)
        enough = math.ceil(min(grams, len(_grams_of(word))) * NEAR_SHARE)
        alike.append(
            Q(
                "constant_score",
                filter=Q("match", grams={"query": word, "minimum_should_match": enough}),
                boost=0,
            )
        )
        if len(word) >= SHORTEST_FUZZY:
            alike.append(Q("fuzzy", **{"all.exact": {"value": word, "fuzziness": 1}}))
    if not alike:
        return Q("match_none")
    left_out = [_left_out(part) for part in text.without]
    ranking = _ranking(text.wanted)[: len(GRAMS)]
    return Q("bool", must=[any_of(alike)], should=ranking, must_not=left_out)


def _grams_of(word: str) -> set[str]:
    marked = f"_{word}_"
    return {marked[start : start + GRAM] for start in range(max(1, len(marked) - GRAM + 1))}


def asked_words(wanted: str, shortest: int) -> set[str]:
    """The folded words of a question, elided articles apart."""
    words = WORD.findall(clean(wanted).lower())
    return {folded(word) for word in words if shortest <= len(word) <= 64}


def readable(reader: Reader) -> list[Query]:
    """Filters that keep what the reader may know of: every condition of an entry is met."""
    filters: list[Query] = []
    if not reader.sees_all:
        public = Q("term", conditions_count=0)
        met = Q(
            "terms_set",
            conditions={
                "terms": sorted(reader.met),
                "minimum_should_match_field": "conditions_count",
            },
        )
        filters.append(any_of([public, met]) if reader.met else public)
    if reader.hidden:
        hidden = Q("terms", page_id=sorted(reader.hidden))
        filters.append(Q("bool", must_not=[hidden]))
    return filters


def filter_queries(filters: Mapping[str, tuple[str, ...]]) -> dict[str, Query]:
    """One query per facet that is set: any of its values."""
    return {
        facet: Q("terms", filter=[filter_term(facet, key) for key in keys])
        for facet, keys in filters.items()
        if keys
    }
