"""The pages that a question may mean, by what the database holds of them."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import F, Q, QuerySet
from wagtail.models import Page

from search.eligibility import indexable_pages
from search.engines.base import Expansion
from search.kinds import searchable_models
from search.people.reduced import Told, people_told
from search.reduced.roots import Forms, Root, alternatives, holds, roots
from search.syntax import ParsedText
from search.text import typed
from wiki.communities.audience import Viewer, readable

#: Rows of the database that are ranked, the most recent first: 40 ms at most.
MOST_READ = 3_000
#: Worth of a word found there.
TITLE, KEYWORDS, SUMMARY = 3.0, 2.0, 1.0
#: A title typed exactly stands before all others.
EXACT = 1_000.0
#: Columns read when a page type has them.
TEXTS = ("summary", "keywords")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page with what is compared."""

    pk: int
    title: str
    summary: str
    keywords: str

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.keywords}\n{self.summary}"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as roots with their worth."""

    text: ParsedText
    expansions: tuple[Expansion, ...] = ()

    @property
    def asked(self) -> tuple[Root, ...]:
        """The words of the question."""
        return roots(self.text.wanted)

    @property
    def worth(self) -> dict[Root, float]:
        """Every word that is looked for; those of editors are worth less."""
        given = {
            root: expansion.worth
            for expansion in sorted(self.expansions, key=lambda expansion: expansion.worth)
            for root in roots(expansion.words)
        }
        return given | dict.fromkeys(self.asked, 1.0)

    def admits(self, candidate: Candidate) -> bool:
        """Phrases have to stand there, words left out must not."""
        text = candidate.text
        return all(holds(text, phrase) for phrase in self.text.phrases) and not any(
            holds(text, part) for part in self.text.without
        )


def candidates(question: Question, viewer: Viewer) -> dict[int, float]:
    """Pages that the viewer may read and that may answer, with their scores.

    Best first; without words, the most recent first. Two queries per table of texts.
    """
    worth = question.worth
    found = [row for row in _rows(worth, viewer) if question.admits(row)]
    if not worth:
        return dict.fromkeys((row.pk for row in found), 0.0)
    forms = Forms(worth)
    places = {row.pk: _places(row, forms) for row in found}
    held = Counter(term for terms in places.values() for term in terms)
    weights = {
        root.text: worth[root] * math.log(1 + (1 + len(found)) / (1 + held[root.text]))
        for root in worth
    }
    exact = typed(question.text.typed)
    scores = {
        row.pk: sum(weights[term] * place for term, place in places[row.pk].items())
        + (EXACT if typed(row.title) == exact else 0.0)
        for row in found
        if places[row.pk]
    }
    return dict(sorted(scores.items(), key=lambda item: -item[1]))


def _places(row: Candidate, forms: Forms) -> dict[str, float]:
    """The best place at which each word stands."""
    best: dict[str, float] = {}
    for text, worth in ((row.summary, SUMMARY), (row.keywords, KEYWORDS), (row.title, TITLE)):
        best |= {word.term: worth for word in forms.found_in(text)}
    return best


def _rows(worth: dict[Root, float], viewer: Viewer) -> Iterator[Candidate]:
    pattern = alternatives(worth) if worth else ""
    yield from (_person(told) for told in people_told(pattern, viewer, most=MOST_READ))
    for model, texts in _tables():
        rows = _readable(model, viewer)
        if pattern:
            matches = Q(title__iregex=pattern)
            for name in texts:
                matches |= Q(**{f"{name}__iregex": pattern})
            rows = rows.filter(matches)
        rows = rows.order_by(F("last_published_at").desc(nulls_last=True), "pk")
        for pk, title, *values in rows.values_list("pk", "title", *texts)[:MOST_READ]:
            told = dict(zip(texts, values, strict=True))
            yield Candidate(pk, title, told.get("summary", ""), told.get("keywords", ""))


def _person(told: Told) -> Candidate:
    """What somebody declares is to them what a summary is to a page."""
    return Candidate(told.entry, told.name, told.text, "")


def _readable(model: Any, viewer: Viewer) -> QuerySet:
    pages: QuerySet = model._default_manager.filter(pk__in=indexable_pages().values("pk"))
    return readable(pages, viewer)


@cache
def _tables() -> tuple[tuple[type[Page], tuple[str, ...]], ...]:
    """The models whose tables hold titles and texts, with the names of the texts."""
    found: dict[type[Page], tuple[str, ...]] = {}
    for model in searchable_models():
        columns = {field.name: field.model for field in model._meta.get_fields() if field.concrete}
        home = columns.get("summary", model)
        found[home] = tuple(name for name in TEXTS if columns.get(name) is home)
    return tuple(found.items())
