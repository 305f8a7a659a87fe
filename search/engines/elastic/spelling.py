"""Other words for those that stand nowhere.

The server knows its vocabulary, not who may read what: a word is proposed only after
an entry that the reader may see was found to hold it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from elasticsearch.dsl import Q, Search

from search.engines.elastic import queries
from search.spelling import corrected
from search.stopwords import word_says_nothing
from search.text import WORD, clean, folded

if TYPE_CHECKING:
    from search.engines.base import EngineQuery
    from search.engines.elastic.question import Ask

#: A word of fewer letters has too many neighbours.
SHORTEST = 4
#: Words of one question that are looked at.
MOST_WORDS = 10
#: Words of the vocabulary that are tried for each.
CANDIDATES = 6
KNOWN, TRIED = "known_words", "tried"


class Spelling:
    """Looks for words of a question that no entry found holds, and for better ones."""

    def __init__(self, ask: "Ask", query: "EngineQuery") -> None:
        self._ask = ask
        self._query = query
        words = WORD.findall(clean(query.text.words).lower())
        likely = [w for w in words if len(w) >= SHORTEST and not word_says_nothing(w)]
        #: As written, by their folded form; a long question is no misspelling.
        self._words = {folded(w): w for w in likely} if len(likely) <= MOST_WORDS else {}

    def ask_beside(self, search: Search) -> None:
        """Ask how many of the entries found hold each word."""
        if self._words:
            search.aggs.bucket(
                KNOWN,
                "filters",
                filters={plain: _holds(word) for plain, word in self._words.items()},
            )

    def better(self, aggregations: Mapping[str, Any]) -> str:
        """The question with other words; "" when there is nothing better."""
        if not self._words:
            return ""
        counts = {k: b["doc_count"] for k, b in aggregations[KNOWN]["buckets"].items()}
        unknown = [plain for plain, count in counts.items() if not count]
        candidates = self._candidates(unknown) if unknown else {}
        seen = self._seen(candidates) if candidates else {}
        return corrected(self._query.text.typed, unknown, seen) if seen else ""

    def _candidates(self, unknown: list[str]) -> dict[str, list[str]]:
        """Words of the vocabulary that look alike, by word; all without accents."""
        suggested = self._ask({"size": 0, "suggest": _alike("all.exact", unknown)})["suggest"]
        found = {plain: _offered(entries) for plain, entries in suggested.items()}
        return {plain: words for plain, words in found.items() if words}

    def _seen(self, candidates: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Those that the reader may know of, as texts write them, the most frequent first.

        Under the filters of the question: they stay when it is asked in other words.
        """
        words = sorted({word for tried in candidates.values() for word in tried})
        terms = {word: {"term": {"all.exact": word}} for word in words}
        filters = queries.filter_queries(self._query.filters).values()
        kept = [*queries.readable(self._query.reader), *filters]
        body = {
            "size": 0,
            "query": Q("bool", filter=kept).to_dict(),
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
        "max_edits": 2,
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
