"""From a search document to the server's and back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from search.documents import SearchDocument, audience_key, condition_key, dump, load
from search.engines.elastic.analysis import bare, language_for
from search.engines.elastic.mapping import ALL, GRAMS, facet_field
from search.text import clean, shown, typed
from wiki.core.search_content import SearchContent, Section

#: Stands between key and label in the values that facets count.
SEPARATOR = "\x1f"
#: No real title or label comes near, and it stays far below the longest term of the server.
LONGEST_KEY = 1_000


def to_elastic(document: SearchDocument) -> dict[str, Any]:
    """The entry of one page, as the mapping has it."""
    content, language = document.content, language_for(document.content.language)
    texts = [text for text in _texts(document) if text]
    conditions = [condition_key(tokens) for tokens in document.audience.conditions]
    made = {
        "page_id": content.page_id,
        "fingerprint": document.fingerprint,
        "family": document.family,
        "audience": audience_key(document.audience),
        "conditions": conditions,
        "conditions_count": len(conditions),
        "title": shown(content.title),
        "title_typed": typed(content.title)[:LONGEST_KEY],
        "title_order": typed(content.title)[:LONGEST_KEY],
        "keywords": shown(document.keywords),
        # Names beside the page are found, but worth no more than its text.
        ALL: [bare(text, language) for text in texts],
        # With the articles that the other streams cut off: they count in the length.
        GRAMS: [clean(text).replace("'", " ") for text in texts],
        "sections": [_section(section) for section in _passages(content)],
        "published": _seconds(content.first_published or content.updated),
        "updated": _seconds(content.updated or content.first_published),
        "content": dump(replace(content, sections=())).decode(),
        "filter": [
            filter_term("index", language),
            *(
                filter_term(facet, label.key)
                for facet, labels in document.facets.items()
                for label in labels
            ),
        ],
    }
    if content.family:
        made["shared_family"] = content.family
    for facet, labels in document.facets.items():
        made[facet_field(facet)] = [facet_value(label.key, label.label) for label in labels]
    return made


def _texts(document: SearchDocument) -> Iterator[str]:
    """Everything that the page says, piece by piece: no phrase goes from one into the next."""
    yield from (document.content.title, document.keywords, document.labels)
    for section in _passages(document.content):
        yield from (section.heading, section.text)


def _passages(content: SearchContent) -> list[Section]:
    """What a result may show: the summary stands for the top of the page."""
    top = [Section("", "", content.summary)] if content.summary else []
    return [*top, *content.sections]


def _section(section: Section) -> dict[str, str]:
    return {
        "anchor": section.anchor,
        "heading": shown(section.heading),
        "text": shown(section.text),
    }


def filter_term(facet: str, key: str) -> str:
    """The term under which a facet's value is looked up."""
    return f"{facet}:{key}"[:LONGEST_KEY]


def facet_value(key: str, label: str) -> str:
    """A value as it is counted."""
    return f"{key}{SEPARATOR}{label}"[:LONGEST_KEY]


def content_of(source: dict[str, Any]) -> SearchContent:
    """The content of an entry, without its sections."""
    return load(source["content"])


def _seconds(moment: datetime | None) -> int:
    return max(0, int(moment.timestamp())) if moment else 0
