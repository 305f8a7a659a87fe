"""From a search document to tantivy's and back."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import tantivy

from search.documents import SearchDocument, audience_key, dump
from search.engines.embedded.analysis import chain_for, grams
from search.engines.embedded.schema import ORDERED_TITLE, facet_field
from search.text import WORD, clean, folded, typed
from wiki.core.search_content import SearchContent

#: Stands between key and label in the values that facets count.
SEPARATOR = "\x1f"
LONGEST_PREFIX = 15  # characters of a title's word that suggestions look up
#: tantivy refuses longer terms (65,530 bytes); no real title or label comes near.
LONGEST_KEY = 1_000


def to_tantivy(document: SearchDocument) -> tantivy.Document:
    """The entry of one page."""
    content = document.content
    chain = chain_for(content.language)
    sections = "\n".join(f"{section.heading}\n{section.text}" for section in content.sections)
    whole = "\n".join(
        (content.title, content.summary, sections, document.keywords, document.labels)
    )
    everything, title = chain.terms(whole), chain.terms(content.title)
    made = tantivy.Document()
    made.add_unsigned("page_id", content.page_id)
    made.add_unsigned("fingerprint", int(document.fingerprint, 16))
    made.add_unsigned("family", document.family)
    if content.family:
        made.add_unsigned("shared", content.family)
    streams = {
        "all_stems": " ".join(everything.stems),
        "all_words": " ".join(everything.words),
        "all_pairs": " ".join(everything.pairs),
        "all_grams": grams(whole),
        "title_stems": " ".join(title.stems),
        "title_grams": grams(content.title),
        "title_prefixes": " ".join(prefixes(content.title)),
        "keyword_stems": " ".join(chain.terms(document.keywords).stems),
        "keyword_grams": grams(document.keywords),
    }
    for name, stream in streams.items():
        made.add_text(name, stream)
    _add_keys(made, document)
    made.add_unsigned("published", _seconds(content.first_published or content.updated))
    made.add_unsigned("updated", _seconds(content.updated or content.first_published))
    made.add_bytes("entry", dump(content))
    return made


def _add_keys(made: tantivy.Document, document: SearchDocument) -> None:
    content = document.content
    made.add_text("title_typed", typed(content.title)[:LONGEST_KEY])
    made.add_text(ORDERED_TITLE, typed(content.title)[:LONGEST_KEY])
    made.add_text("chain", chain_for(content.language).language)
    audience = audience_key(document.audience)
    made.add_text("audience", audience)
    made.add_unsigned("audience_code", audience_code(audience))
    for facet, labels in document.facets.items():
        for label in labels:
            made.add_text("filter", filter_term(facet, label.key))
            value = f"{label.key}{SEPARATOR}{label.label}"
            made.add_text(facet_field(facet), value[:LONGEST_KEY])


def filter_term(facet: str, key: str) -> str:
    """The term under which a facet's value is looked up."""
    return f"{facet}:{key}"[:LONGEST_KEY]


def audience_code(key: str) -> int:
    """The audience as a number: numbers are read for many entries at once, texts are not."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])


def prefixes(title: str) -> Iterator[str]:
    """The beginnings of each word of a title, from one letter."""
    for word in dict.fromkeys(WORD.findall(clean(title).lower())):
        plain = folded(word)
        yield from (plain[:end] for end in range(1, min(len(plain), LONGEST_PREFIX) + 1))


def without_text(content: SearchContent) -> SearchContent:
    """The content as a hit carries it."""
    return replace(content, sections=())


def _seconds(moment: datetime | None) -> int:
    return max(0, int(moment.timestamp())) if moment else 0
