"""Other words for those that stand nowhere.

The server knows its vocabulary, not who may read what: a word is proposed only after
an entry that the reader may see was found to hold it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from search.engines.elastic import queries
from search.spelling import SHORTEST, corrected, suspects
from search.syntax import ParsedText
from search.text import folded

if TYPE_CHECKING:
    from search.engines.base import EngineQuery
    from search.engines.elastic.question import Ask

#: Words of the vocabulary that are tried for each, in one request: some are other forms of it,
#: some stand on no page that the reader may see.
CANDIDATES = 6
#: The server knows no more; how many a word may have, ``search.spelling`` tells.
MOST_EDITS = 2
KNOWN, TRIED = "known_words", "tried"


class Spelling:
    """Looks for words of a question that nobody wrote, and for better ones."""

    def __init__(self, ask: "Ask", query: "EngineQuery") -> None:
        self._ask = ask
        self._query = query
        words = query.text.words
        # All that may be suspect: only the answer tells whether the question finds nothing. Where
        # there are too many words to look at, those that are suspect beside results may be fewer.
        likely = suspects(words, nothing=True) or suspects(words, nothing=False)
        #: As written, by their folded form.
        self._words = {folded(word): word for word in likely}

    def ask_beside(self, search: Search) -> None:
        """Ask how many of the entries found hold each word."""
        if self._words:
            search.aggs.bucket(KNOWN, "filters", filters=self._held(self._words))

    def better(self, aggregations: Mapping[str, Any], *, nothing: bool) -> str:
        """The question with other words; "" when there is nothing better.

        ``nothing`` tells that the words found nothing. Otherwise editors' other words may
        stand for the word that nobody wrote, and the question is left as it is.
        """
        text = self._query.text
        suspected = dict.fromkeys(map(folded, suspects(text.words, nothing=nothing)))
        if not suspected or (self._query.expansions and not nothing):
            return ""
        counts = aggregations[KNOWN]["buckets"]
        unfound = [plain for plain in suspected if not counts[plain]["doc_count"]]
        candidates = self._candidates(unfound) if unfound else {}
        seen = self._seen(candidates) if candidates else {}
        better = corrected(text.typed, candidates.keys(), seen)
        if not better or not (text.phrases or text.without):
            return better
        words = corrected(text.words, candidates.keys(), seen) or text.words
        return better if self._finds(replace(text, typed=better, words=words)) else ""

    def _candidates(self, unfound: list[str]) -> dict[str, list[str]]:
        """Words of the vocabulary that look alike, by word; all without accents.

        None for a word that stands where the reader reads: what the question quotes or leaves
        out took its pages away.
        """
        body = {
            "size": 0,
            "query": Q("bool", filter=queries.readable(self._query.reader)).to_dict(),
            "aggs": {KNOWN: {"filters": {"filters": self._held(unfound)}}},
            "suggest": _alike("all.exact", unfound),
        }
        answer = self._ask(body)
        counts = answer["aggregations"][KNOWN]["buckets"]
        unknown = [plain for plain in unfound if not counts[plain]["doc_count"]]
        found = {plain: _offered(answer["suggest"][plain]) for plain in unknown}
        return {plain: words for plain, words in found.items() if words}

    def _held(self, plain: Iterable[str]) -> dict[str, Any]:
        """What tells of entries that hold a word, by its folded form."""
        return {each: _holds(self._words[each]).to_dict() for each in plain}

    def _finds(self, text: ParsedText) -> bool:
        """Whether these words find anything, without the pages that stand before all."""
        query = replace(self._query, text=text, expansions=(), pinned=(), ties=None)
        body = {
            "size": 0,
            "query": Q("bool", must=[queries.words_query(query)], filter=self._kept).to_dict(),
            "track_total_hits": 1,
        }
        return self._ask(body)["hits"]["total"]["value"] > 0

    @property
    def _kept(self) -> list[Query]:
        """What the reader may see under the filters: they stay when it is asked in other words."""
        filters = queries.filter_queries(self._query.filters).values()
        return [*queries.readable(self._query.reader), *filters]

    def _seen(self, candidates: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Those that the reader may know of, as texts write them, the most frequent first."""
        words = sorted({word for tried in candidates.values() for word in tried})
        terms = {word: {"term": {"all.exact": word}} for word in words}
        body = {
            "size": 0,
            "query": Q("bool", filter=self._kept).to_dict(),
            "aggs": {TRIED: {"filters": {"filters": terms}}},
            "suggest": _alike("all.written", words),
        }
        answer = self._ask(body)
        buckets = answer["aggregations"][TRIED]["buckets"]
        counts = {word: bucket["doc_count"] for word, bucket in buckets.items()}
        written = {word: _written(word, answer["suggest"][word]) for word in words}
        found = {
            plain: [written[w] for w in sorted(tried, key=lambda w: -counts[w]) if counts[w]]
            for plain, tried in candidates.items()
        }
        return {plain: tried for plain, tried in found.items() if tried}


def _alike(field: str, words: list[str]) -> dict[str, Any]:
    term = {
        "field": field,
        "suggest_mode": "always",
        "size": CANDIDATES,
        "max_edits": MOST_EDITS,
        "prefix_length": 0,
        "min_word_length": SHORTEST,
        "string_distance": "damerau_levenshtein",
    }
    return {word: {"text": word, "term": term} for word in words}


def _offered(entries: list[dict[str, Any]]) -> list[str]:
    return [option["text"] for entry in entries for option in entry["options"]]


def _written(word: str, entries: list[dict[str, Any]]) -> str:
    """The word with its accents: a neighbour of itself in the texts as written."""
    return next((option for option in _offered(entries) if folded(option) == word), word)


def _holds(word: str) -> Any:
    return Q(
        "bool",
        should=[Q("match", all=word), Q("match", **{"all.exact": word})],
        minimum_should_match=1,
    )
