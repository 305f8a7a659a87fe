"""Fields of an index, its settings, and the fingerprint that tells one layout from another.

The mapping is strict: a field that the code does not name here is a mistake.
"""

import hashlib
import json
from functools import cache
from typing import Any

from elasticsearch.dsl import Mapping

from search.engines.elastic.analysis import LANGUAGES, Analyzers, analyzers
from search.params import FACETS

#: Raise it when the meaning of a field changes while its name stays.
LAYOUT = 3
#: Where everything a page says is found; looked up only, so that it is not kept as sent.
ALL, GRAMS = "all", "grams"
#: Kept as sent, found by their exact value.
KEYS = ("fingerprint", "audience", "conditions", "title_typed", "filter")
#: Characters of the longest term kept, four bytes each at most: the server refuses an entry with
#: a term of more than 32,766. Of ours a condition alone comes near: left out, nobody meets it.
LONGEST_TERM = 8_000
#: The server looks no deeper, in hits or in pages of results; they end before.
DEEPEST = 10_000
#: Nothing is looked up or counted in these: they are shown.
STORED = {"index": False, "doc_values": False}


def facet_field(name: str) -> str:
    """The field whose values are counted for this facet: key and label."""
    return f"facet_{name}"


@cache
def mapping(language: str) -> Mapping:
    """The fields of this language's index, with their analyzers."""
    found = _fields(language)
    found.meta("_meta", {"fingerprint": fingerprint(language)})
    return found


def _fields(language: str) -> Mapping:
    found = Mapping()
    found.meta("dynamic", "strict")
    found.meta("_source", {"excludes": [ALL, GRAMS]})
    _texts(found, language)
    for name in KEYS:
        found.field(name, "keyword", ignore_above=LONGEST_TERM)
    for name in FACETS:
        found.field(facet_field(name), "keyword", ignore_above=LONGEST_TERM)
    for name in ("page_id", "family"):
        found.field(name, "long")
    # Only entries that have a version in another language: few, so that counting is cheap.
    found.field("shared_family", "long")
    found.field("conditions_count", "short")
    found.field("title_order", "keyword", ignore_above=LONGEST_TERM)
    for name in ("published", "updated"):
        found.field(name, "date", format="epoch_second")
    found.field("content", "keyword", **STORED)
    return found


def _texts(found: Mapping, language: str) -> None:
    with_chain = analyzers(language)
    grams = {"type": "text", "analyzer": with_chain.grams}
    found.field(
        ALL,
        "text",
        analyzer=with_chain.bare.stemmed,
        search_analyzer=with_chain.stemmed,
        fields={
            "exact": _stream(with_chain, "exact"),
            "pairs": _stream(with_chain, "pairs", index_options="freqs"),
            "written": _stream(with_chain, "written", index_options="docs", norms=False),
        },
    )
    found.field(GRAMS, _stream(with_chain, "grams", index_options="freqs", similarity="grams"))
    found.field(
        "title",
        "text",
        analyzer=with_chain.stemmed,
        fields={
            "grams": {**grams, "index_options": "freqs"},
            "prefixes": {
                "type": "text",
                "analyzer": with_chain.prefixes,
                "search_analyzer": with_chain.prefix,
                "index_options": "docs",
                "norms": False,
            },
        },
    )
    found.field(
        "keywords",
        "text",
        analyzer=with_chain.stemmed,
        fields={"grams": {**grams, "index_options": "freqs"}},
    )
    found.field(
        "sections",
        "nested",
        dynamic="strict",
        properties={
            "anchor": {"type": "keyword", **STORED},
            "heading": _passage(with_chain.stemmed),
            "text": _passage(with_chain.stemmed),
        },
    )


def _stream(chain: Analyzers, name: str, **options: Any) -> dict[str, Any]:
    """One way to look up a text that is cut already."""
    own, asked = getattr(chain.bare, name), getattr(chain, name)
    return {"type": "text", "analyzer": own, "search_analyzer": asked, **options}


def _passage(analyzer: Any) -> dict[str, Any]:
    # The section that says most of the question wins, however long: no length in the score.
    return {"type": "text", "analyzer": analyzer, "similarity": "passage"}


@cache
def settings(language: str) -> dict[str, Any]:
    """The settings of this language's index, analysis included."""
    return {
        # One shard: scores are comparable, and a wiki of 100,000 pages fits in it.
        "number_of_shards": 1,
        # A second node gets a copy by itself; a lone one is not yellow for ever.
        "auto_expand_replicas": "0-1",
        "refresh_interval": "1s",
        "similarity": {
            "passage": {"type": "BM25", "b": 0.0},
            # Every gram counts in the length, though those of one word stand at one place.
            "grams": {"type": "BM25", "discount_overlaps": False},
        },
        "max_result_window": DEEPEST,
        "analysis": _fields(language)._collect_analysis(),
    }


@cache
def fingerprint(language: str) -> str:
    """Changes whenever this code would make the index otherwise than it was made before."""
    parts = {
        "layout": LAYOUT,
        "fields": _fields(language).to_dict(),
        "settings": settings(language),
    }
    text = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def all_languages() -> tuple[str, ...]:
    """The languages that have an index."""
    return tuple(LANGUAGES)
