"""The only door to the search: ask, suggest, bring up to date, rebuild.

All may raise ``SearchUnavailable``.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import get_language

from search import fields, pins, synonyms
from search.access import Access
from search.engines import engine
from search.engines.base import EngineAnswer, EngineQuery, Expansion, Reader, TieBreakers
from search.errors import EntriesRefused, IndexBusy, IndexIncomplete, SearchUnavailable
from search.kinds import page_kinds
from search.models import OutboxEntry
from search.params import SearchParams, Sort
from search.popularity import popular
from search.presentation import present
from search.projection import Projection
from search.reduced.answer import ReducedAnswer, reduced_answer
from search.results import ResultPage
from search.sources import all_ids
from search.suggestions import Suggestions, suggestions
from search.vocabulary import Vocabulary, vocabulary
from wiki.communities.audience import Viewer
from wiki.core.search_content import SearchContent

__all__ = [
    "IndexBusy", "IndexIncomplete", "RebuildReport", "SearchUnavailable", "SyncReport",
    "rebuild", "related", "search", "suggest", "sync",
]  # fmt: skip

logger = logging.getLogger(__name__)

#: Pages read at once during a rebuild: some 40 queries per batch, a few MB.
BATCH = 200
#: Share of the pages, and how many of a small site, that may be missing from a fresh index:
#: more is no fault of single pages, and readers would lose what the old one answers.
MOST_MISSING, FEW_MISSING = 0.05, 10


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What became of the entries; ``failed`` gives the reason by page id."""

    written: int
    deleted: int
    failed: dict[int, str]


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """A finished rebuild: entries, pages that were not read or not taken, seconds."""

    written: int
    failed: dict[int, str]
    seconds: float


def search(
    params: SearchParams,
    viewer: Viewer,
    *,
    today: date | None = None,
    expansions: tuple[Expansion, ...] | None = None,
    tie_breakers: bool = True,
) -> ResultPage:
    """One page of results that the viewer may see (eight queries at most, fields apart).

    While the index does not answer, a reduced search of the database does.
    ``expansions`` stand in for those of the stored synonyms; without ``tie_breakers``
    the words alone decide, for measurements.
    """
    started = time.perf_counter()
    day = today or timezone.localdate()
    access, kept = Access.of(viewer), vocabulary()
    reader = access.reader()
    params = fields.resolve(params, access, reader=reader, themes=kept.themes)
    query = _query(params, reader, kept, day=day, expansions=expansions)
    if tie_breakers and query.text.wanted and query.sort is Sort.RELEVANCE:
        query = replace(query, ties=TieBreakers(day, popular(day)))
    answer, reduced = _answer(query, viewer)
    if answer.spelling and OutboxEntry.objects.exists():
        # Hits are read again from the database, words cannot be: while the index is behind, it may
        # hold words of pages that have closed since.
        answer = replace(answer, spelling="")
    permitted = access.permitted((hit.content.page_id for hit in answer.hits), communities=True)
    page = present(answer, params, permitted, today=day, pinned=query.pinned, themes=kept.themes)
    if reduced:
        page = replace(page, reduced=True, cut=reduced.cut)
    logger.info(
        "search.asked",
        extra={
            "total": page.total,
            "near": page.near,
            "words": len(params.text.split()),
            "took_ms": round(1000 * (time.perf_counter() - started)),
        },
    )
    return page


def _query(
    params: SearchParams,
    reader: Reader,
    kept: Vocabulary,
    *,
    day: date,
    expansions: tuple[Expansion, ...] | None,
) -> EngineQuery:
    """What the engine is asked, with what editors added to the question."""
    text, language = params.parsed, (get_language() or "fr")[:2]
    chosen: tuple[int, ...] = ()
    if params.sort is Sort.RELEVANCE:
        chosen = pins.pinned(text, language=language, today=day, choices=kept.choices)
    return EngineQuery(
        text=text,
        reader=reader,
        filters=params.filters,
        sort=params.sort,
        offset=(params.page - 1) * params.page_size,
        limit=params.page_size,
        expansions=synonyms.expansions(text, kept.rules) if expansions is None else expansions,
        pinned=chosen,
        language=language,
    )


def _answer(query: EngineQuery, viewer: Viewer) -> tuple[EngineAnswer, ReducedAnswer | None]:
    """The engine's answer, or the database's; beside it what was reduced."""
    try:
        return engine().search(query), None
    except SearchUnavailable as error:
        logger.warning("search.reduced", extra={"reason": str(error)[:200]})
    try:
        reduced = reduced_answer(query, viewer)
    except DatabaseError as error:
        raise SearchUnavailable("neither the index nor the database answers") from error
    return reduced.answer, reduced


def suggest(text: str, viewer: Viewer) -> Suggestions:
    """Titles, communities and themes that begin like ``text``."""
    access = Access.of(viewer)
    return suggestions(text, access, viewer)


def related(page_id: int, viewer: Viewer, *, limit: int = 4) -> tuple[SearchContent, ...]:
    """Pages about the same as this one that the viewer may read, best first (six queries)."""
    access = Access.of(viewer)
    found = engine().related(page_id, access.reader(), limit=limit, kinds=page_kinds())
    permitted = access.permitted(content.page_id for content in found)
    return tuple(content for content in found if content.page_id in permitted.ids)


def sync(ids: Iterable[int]) -> SyncReport:
    """Bring the entries of these pages up to date with the database.

    Safe to repeat, to run late, and to run for pages that no longer exist.
    """
    wanted = frozenset(ids)
    if not wanted:
        return SyncReport(0, 0, {})
    projection = Projection()
    try:
        changes = engine().update(wanted, projection.changes)
    except EntriesRefused as error:
        # The others are done; how many had to change, the engine does not say.
        return SyncReport(0, 0, projection.failed | error.reasons)
    return SyncReport(len(changes.write), len(changes.delete), projection.failed)


def rebuild(
    *,
    languages: Iterable[str] = (),
    progress: Callable[[int, int], None] | None = None,
    force: bool = False,
) -> RebuildReport:
    """A fresh index of all pages and people; readers see the old one until the new one is whole.

    ``languages`` limits it to the indexes of these, where each has its own. ``progress``
    is told how many pages are done, of how many. Raises ``IndexIncomplete`` when many pages
    are missing from it, unless ``force`` wants it all the same.
    """
    started = time.perf_counter()
    projection = Projection()
    with engine().rebuild(languages=languages) as build:
        ids = all_ids()
        sent: set[int] = set()
        for start in range(0, len(ids), BATCH):
            documents = projection.documents(ids[start : start + BATCH])
            build.add(documents)
            sent.update(document.page_id for document in documents)
            if progress:
                progress(min(start + BATCH, len(ids)), len(ids))
        build.finish()
        if not force:
            _refuse_gaps(ids, sent - build.refused.keys(), projection.failed | build.refused)
        build.swap(projection.changes)
    failed = projection.failed | build.refused
    seconds = time.perf_counter() - started
    report = RebuildReport(len(sent - failed.keys()), failed, seconds)
    logger.info(
        "search.rebuilt",
        extra={"written": report.written, "failed": len(failed), "seconds": seconds},
    )
    return report


def _refuse_gaps(ids: list[int], there: set[int], reasons: dict[int, str]) -> None:
    """Raise ``IndexIncomplete`` when many of these pages, or all, are not in the fresh index."""
    most = min(len(ids) - 1, max(FEW_MISSING, MOST_MISSING * len(ids)))
    if len(ids) - len(there) <= most:
        return
    missing = set(ids) & set(all_ids()) - there  # others were taken away meanwhile
    if missing and len(missing) > most:
        raise IndexIncomplete(len(missing), len(ids), reasons)
