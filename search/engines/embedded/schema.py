"""Fields of the embedded index, and the fingerprint that tells one layout from another."""

import hashlib
import json
from functools import cache
from importlib.metadata import version

import tantivy

from search.engines.embedded import analysis
from search.params import FACETS

#: Raise it when the meaning of a field changes while its name stays.
LAYOUT = 4

#: Terms made here, joined by spaces: streams of the text and how much each field notes.
STREAMS = {
    "all_stems": "freq",
    "all_words": "position",  # quoted phrases are looked up here
    "all_pairs": "freq",
    "all_grams": "freq",
    "title_stems": "freq",
    "title_grams": "freq",
    "title_prefixes": "basic",
    "keyword_stems": "freq",
    "keyword_grams": "freq",
}
#: Kept whole: the title as typed, the chain, the audience, « facet:key ».
KEYS = ("title_typed", "chain", "audience", "filter")
#: Looked up and read: the page, and what all its languages share.
IDS = ("page_id", "family")
#: Read for many entries at once. ``shared`` is the family again, where there is one to share.
NUMBERS = ("published", "updated", "fingerprint", "audience_code", "shared")
ORDERED_TITLE = "title_order"


def facet_field(name: str) -> str:
    """The field whose values are counted for this facet."""
    return f"facet_{name}"


@cache
def schema() -> tantivy.Schema:
    """The index's fields."""
    builder = tantivy.SchemaBuilder()
    for name in IDS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name, noted in STREAMS.items():
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=noted)
    for name in KEYS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*map(facet_field, FACETS), ORDERED_TITLE):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in NUMBERS:
        builder.add_unsigned_field(name, fast=True)
    builder.add_bytes_field("entry", stored=True)
    return builder.build()


@cache
def fingerprint() -> str:
    """Changes whenever an index written before could not be read rightly by this code."""
    parts = {
        "layout": LAYOUT,
        "fields": [STREAMS, KEYS, IDS, NUMBERS, FACETS],
        "stop_words": {name: sorted(c.stop_words) for name, c in analysis.CHAINS.items()},
        "patterns": [c.cut.pattern for c in analysis.CHAINS.values()],
        "gram": analysis.GRAM,
        "format": version("tantivy"),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
