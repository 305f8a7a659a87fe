"""From a search document to tantivy's and back."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

import tantivy

from search.documents import SearchDocument, audience_key
from search.engines.embedded import analysis
from search.engines.embedded.analysis import SOFT_HYPHEN, chain_for, folded, grams, typed
from search.engines.embedded.schema import ORDERED_TITLE, facet_field
from wiki.core.search_content import Label, SearchContent, Section

#: Stands between key and label in the values that facets count.
SEPARATOR = "\x1f"
LONGEST_PREFIX = 15  # characters of a title's word that suggestions look up
#: tantivy refuses longer terms (65,530 bytes); no real title or label comes near.
LONGEST_KEY = 1_000

_LABELS = ("communities", "themes", "tags", "authors")
_TEXTS = ("keywords", "trail", "theme_words")
_MOMENTS = ("first_published", "updated")
_DAYS = ("verified_until", "expired_on")


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
    streams = {
        "all_stems": everything.stems,
        "all_words": everything.words,
        "all_pairs": everything.pairs,
        "all_grams": grams(whole),
        "title_stems": title.stems,
        "title_grams": grams(content.title),
        "title_prefixes": prefixes(content.title),
        "keyword_stems": chain.terms(document.keywords).stems,
        "keyword_grams": grams(document.keywords),
    }
    for name, terms in streams.items():
        made.add_text(name, " ".join(terms))
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
    made.add_text("audience", audience_key(document.audience))
    for facet, labels in document.facets.items():
        for label in labels:
            made.add_text("filter", filter_term(facet, label.key))
            value = f"{label.key}{SEPARATOR}{label.label}"
            made.add_text(facet_field(facet), value[:LONGEST_KEY])


def filter_term(facet: str, key: str) -> str:
    """The term under which a facet's value is looked up."""
    return f"{facet}:{key}"[:LONGEST_KEY]


def prefixes(title: str) -> Iterator[str]:
    """The beginnings of each word of a title, from one letter."""
    for word in dict.fromkeys(analysis.WORD.findall(analysis.clean(title).lower())):
        plain = folded(word)
        yield from (plain[:end] for end in range(1, min(len(plain), LONGEST_PREFIX) + 1))


def dump(content: SearchContent) -> bytes:
    """The content, stored; texts as people read them, in one normal form."""
    return _shown(json.dumps(asdict(content), default=_iso, ensure_ascii=False)).encode()


def load(stored: bytes) -> SearchContent:
    """What :func:`dump` stored; unknown fields of a newer writer are an error."""
    raw: dict[str, Any] = json.loads(stored)
    raw["community"] = Label(**raw["community"]) if raw["community"] else None
    raw["sections"] = tuple(Section(**section) for section in raw["sections"])
    for name in _LABELS:
        raw[name] = tuple(Label(**label) for label in raw[name])
    for name in _TEXTS:
        raw[name] = tuple(raw[name])
    for name in _MOMENTS:
        raw[name] = raw[name] and datetime.fromisoformat(raw[name])
    for name in _DAYS:
        raw[name] = raw[name] and date.fromisoformat(raw[name])
    return SearchContent(**raw)


def without_text(content: SearchContent) -> SearchContent:
    """The content as a hit carries it."""
    return replace(content, sections=())


def _shown(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace(SOFT_HYPHEN, "")


def _iso(value: date) -> str:
    return value.isoformat()


def _seconds(moment: datetime | None) -> int:
    return max(0, int(moment.timestamp())) if moment else 0
