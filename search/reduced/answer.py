"""One page of results without the index, in the form in which an engine gives it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from search.documents import SearchDocument
from search.eligibility import indexable_pages
from search.engines.base import EngineAnswer, EngineHit, EngineQuery, FacetCount, Passage
from search.extracts import extract, marked
from search.params import FACETS, Sort
from search.projection import Projection
from search.reduced.candidates import Question, candidates
from search.reduced.roots import Forms
from search.text import typed
from wiki.communities.audience import Viewer, readable
from wiki.core.once import reading_once
from wiki.core.search_content import Label, Section

#: Pages whose filters are read and counted: some 0.1 s.
MOST = 300
#: Before all that is dated.
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReducedAnswer:
    """An answer, and whether more pages fitted than were looked at."""

    answer: EngineAnswer
    cut: bool


def reduced_answer(query: EngineQuery, viewer: Viewer) -> ReducedAnswer:
    """The answer to ``query`` from titles, summaries and keywords.

    A bounded number of queries, some sixty, and of pages read.
    """
    question = Question(query.text, query.expansions)
    with reading_once():
        scores = candidates(question, viewer)
        chosen = readable(indexable_pages().filter(pk__in=query.pinned), viewer)
        pinned = chosen.values_list("pk", flat=True) if query.pinned else ()
        found = Projection().documents({*list(scores)[:MOST], *pinned}, texts=False)
    read = [_Read(document, document.facets) for document in found]
    kept = [each.document for each in read if each.holds(query.filters)]
    results = _ordered(_once(kept, scores, query), scores, query)
    shown = [d.page_id for d in results[query.offset : query.offset + query.limit]]
    whole = {d.page_id: d for d in Projection().documents(shown)}
    forms = Forms(question.worth)
    answer = EngineAnswer(
        total=len(results),
        hits=tuple(_hit(whole[page_id], forms) for page_id in shown if page_id in whole),
        facets={name: _counts(read, name, query.filters) for name in FACETS},
        elsewhere=0 if results or not query.filters else len({d.family for d in found}),
    )
    return ReducedAnswer(answer, cut=len(scores) > MOST)


@dataclass(frozen=True, slots=True)
class _Read:
    """A document with its facets, made out once."""

    document: SearchDocument
    facets: Mapping[str, tuple[Label, ...]]

    def holds(self, filters: Mapping[str, tuple[str, ...]]) -> bool:
        """Any value within one facet, all facets together."""
        return all(
            any(label.key in chosen for label in self.facets[name])
            for name, chosen in filters.items()
        )


def _counts(
    found: Iterable[_Read], name: str, filters: Mapping[str, tuple[str, ...]]
) -> tuple[FacetCount, ...]:
    """Results by value of this facet, under the filters of the others."""
    others = {other: chosen for other, chosen in filters.items() if other != name}
    families: dict[str, set[int]] = defaultdict(set)
    labels: dict[str, str] = {}
    for each in found:
        if each.holds(others):
            for label in each.facets[name]:
                families[label.key].add(each.document.family)
                labels.setdefault(label.key, label.label)
    counts = [FacetCount(key, labels[key], len(held)) for key, held in families.items()]
    return tuple(sorted(counts, key=lambda count: (-count.count, count.key)))


def _once(
    documents: Iterable[SearchDocument], scores: Mapping[int, float], query: EngineQuery
) -> list[SearchDocument]:
    """One language of each page: the one that answers best, then the reader's."""
    families: dict[int, SearchDocument] = {}
    for document in documents:
        before = families.get(document.family)
        if before is None or _fits(document, scores, query) > _fits(before, scores, query):
            families[document.family] = document
    return list(families.values())


def _fits(
    document: SearchDocument, scores: Mapping[int, float], query: EngineQuery
) -> tuple[bool, float, bool, int]:
    return (
        document.page_id in query.pinned,
        scores.get(document.page_id, 0.0),
        document.content.language == query.language,
        -document.page_id,
    )


def _ordered(
    documents: list[SearchDocument], scores: Mapping[int, float], query: EngineQuery
) -> list[SearchDocument]:
    sort = query.sort
    if sort is Sort.RELEVANCE and not query.text.wanted:
        sort = Sort.UPDATED
    documents = sorted(documents, key=lambda d: (typed(d.content.title), d.page_id))
    match sort:
        case Sort.NEWEST:
            documents.sort(key=_published, reverse=True)
        case Sort.UPDATED:
            documents.sort(key=_updated, reverse=True)
        case Sort.RELEVANCE:
            documents.sort(key=lambda d: -scores.get(d.page_id, 0.0))
    places = {page_id: place for place, page_id in enumerate(query.pinned)}
    documents.sort(key=lambda d: places.get(d.page_id, len(places)))
    return documents


def _published(document: SearchDocument) -> datetime:
    return document.content.first_published or document.content.updated or NEVER


def _updated(document: SearchDocument) -> datetime:
    return document.content.updated or document.content.first_published or NEVER


def _hit(document: SearchDocument, forms: Forms) -> EngineHit:
    content = document.content
    return EngineHit(
        content=replace(content, sections=()),
        title_html=marked(content.title, forms.found_in(content.title)),
        passage=_passage(document, forms),
    )


def _passage(document: SearchDocument, forms: Forms) -> Passage:
    """The part with most of the words; the summary when no section has more."""
    content = document.content
    top = Section("", "", content.summary)
    parts = [top, *content.sections]
    marks = [forms.found_in(part.text) for part in parts]
    told = [len({word.term for word in words}) for words in marks]
    best = told.index(max(told))
    if not max(told) and not content.summary:
        best = next((place for place, part in enumerate(parts) if part.text), 0)
    part = parts[best]
    return Passage(extract(part.text, marks[best]), part.anchor, part.heading)
