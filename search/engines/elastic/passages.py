"""The passage that answers, chosen and marked by the server.

Sections are nested entries of their own: the best of each page comes with the hit,
its words marked and everything else encoded. The marks are made by the server in a
text that it encoded; this module only joins and cuts.
"""

import html
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.engines.base import Expansion, Passage
from search.extracts import PAUSES
from wiki.core.search_content import SearchContent

#: Characters of an extract, near enough: it is cut between words or sentences.
WIDTH = 240
OPEN, CLOSE = "<mark>", "</mark>"
#: A heading's word counts twice.
HEADING = 2.0
MARKS: dict[str, Any] = {
    "type": "unified",
    "encoder": "html",
    "pre_tags": [OPEN],
    "post_tags": [CLOSE],
}


def passages_beside(words: str, expansions: tuple[Expansion, ...], *, alike: bool) -> Query:
    """A filter that all entries pass, with which the section that answers best is told.

    What is optional in a filter is not looked for at all, so that sections are read of the
    hits that are shown and not of every entry found.
    """
    passages = _passages(words, expansions, alike=alike)
    return Q("bool", filter=[Q("match_all")], should=[passages], minimum_should_match=0)


def _passages(words: str, expansions: tuple[Expansion, ...], *, alike: bool) -> Query:
    """The section that answers best, with its marks."""
    asked = [words, *(expansion.words for expansion in expansions)]
    clauses = [
        Q("match", **{field: {"query": text, "boost": boost, **_fuzzy(alike)}})
        for text in asked
        for field, boost in (("sections.text", 1.0), ("sections.heading", HEADING))
    ]
    return Q(
        "nested",
        path="sections",
        query=Q("bool", should=clauses, minimum_should_match=1),
        ignore_unmapped=True,
        inner_hits={
            "name": "passage",
            "size": 1,
            "_source": ["sections.anchor", "sections.heading", "sections.text"],
            "highlight": {
                **MARKS,
                "fields": {
                    "sections.text": {
                        "number_of_fragments": 1,
                        "fragment_size": WIDTH,
                        "order": "score",
                        "boundary_scanner": "sentence",
                        "no_match_size": WIDTH,
                    }
                },
            },
        },
    )


def _fuzzy(alike: bool) -> dict[str, Any]:
    return {"fuzziness": 1, "prefix_length": 1} if alike else {}


def title_marks(words: str, expansions: tuple[Expansion, ...]) -> dict[str, Any]:
    """Asks for the title with its words marked, whole."""
    asked = " ".join([words, *(expansion.words for expansion in expansions)])
    return {
        **MARKS,
        "fields": {
            "title": {
                "number_of_fragments": 0,
                "highlight_query": Q("match", title=asked).to_dict(),
            }
        },
    }


def title_of(hit: dict[str, Any], content: SearchContent) -> SafeString:
    """The title, encoded, words marked."""
    marked = hit.get("highlight", {}).get("title")
    return _marked_safe(marked[0]) if marked else conditional_escape(content.title)


def passage_of(hit: dict[str, Any], content: SearchContent) -> Passage:
    """The section that answers; the summary when no section holds the words."""
    found = hit.get("inner_hits", {}).get("passage", {}).get("hits", {}).get("hits", [])
    if not found:
        return Passage(_shortened(content.summary))
    section = found[0]["_source"]
    fragments = found[0].get("highlight", {}).get("sections.text")
    if not fragments:
        return Passage(_shortened(section["text"]), section["anchor"], section["heading"])
    return Passage(_with_dots(fragments[0], section["text"]), section["anchor"], section["heading"])


def _with_dots(fragment: str, text: str) -> SafeString:
    """The fragment, with dots on the sides where the text goes on."""
    bare = html.unescape(fragment.replace(OPEN, "").replace(CLOSE, "")).strip()
    starts = text.lstrip().startswith(bare)
    ends = text.rstrip().endswith(bare)
    return _marked_safe(f"{'' if starts else '… '}{fragment.strip(PAUSES)}{'' if ends else ' …'}")


def _shortened(text: str) -> SafeString:
    if len(text) <= WIDTH:
        return conditional_escape(text)
    cut = text[:WIDTH].rpartition(" ")[0] or text[:WIDTH]
    return mark_safe(f"{conditional_escape(cut)} …")  # noqa: S308  (encoded on this line)


def _marked_safe(encoded: str) -> SafeString:
    return mark_safe(encoded)  # noqa: S308  (encoded by the server: `encoder: html`)
