"""What is about the same as one page."""

from typing import Any

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

#: Characters of the page that are compared: its beginning says what it is about.
MOST_CHARACTERS = 20_000
#: Terms that stand for the page; more only find more of the same.
TERMS = 25
#: Share of them that another page must hold, as in the embedded engine: below, it shares a
#: word by chance.
LEAST = "20%"
#: A shared theme weighs about as much as a few shared words.
THEME, SAME_LANGUAGE = 2.0, 1.0


def like_query(entry: dict[str, Any]) -> Query:
    """Entries about the same as this one, its own family left out."""
    texts = [entry["title"], entry.get("keywords", "")]
    texts += [section["text"] for section in entry.get("sections", [])]
    marks = entry.get("filter", [])
    themes = [mark for mark in marks if mark.startswith("theme:")]
    own_language = [mark for mark in marks if mark.startswith("language:")]
    return Q(
        "bool",
        must=[
            Q(
                "more_like_this",
                fields=["all", "title"],
                # The chain of questions: this text is as people read it.
                analyzer="stemmed",
                like="\n".join(texts)[:MOST_CHARACTERS],
                max_query_terms=TERMS,
                min_term_freq=1,
                min_doc_freq=1,
                minimum_should_match=LEAST,
            )
        ],
        should=[
            *(_worth(theme, THEME) for theme in themes),
            *(_worth(language, SAME_LANGUAGE) for language in own_language),
        ],
        must_not=[Q("term", family=entry["family"])],
    )


def _worth(mark: str, boost: float) -> Query:
    return Q("constant_score", filter=Q("term", filter=mark), boost=boost)
