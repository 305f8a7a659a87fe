"""Asks this very site: pages in its tree, its own index, ``search.service``.

Runs in a process whose settings name a database and an index of its own.
"""

import json
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from tqdm import tqdm

from search import service
from search.engines import engine
from search.evaluation.figures import Figures
from search.evaluation.jobs import Job, ask_all
from search.evaluation.sets import RelevanceSet
from search.params import SearchParams
from search.syntax import tidy
from wiki.core.languages import Language
from wiki.importers.evaluation.pages import make_pages

#: Which text each page shows, once all pages are there.
PAGES = "pages.json"


class Incomplete(Exception):  # noqa: N818  (named after the situation)
    """The index does not hold what it should: figures would mean nothing."""


def measure(job: Job) -> list[Figures]:
    """The figures of the engine that the settings name."""
    collection = job.collection
    ids = _pages(job, collection)
    viewer = AnonymousUser()

    def answer(text: str) -> list[str]:
        found = service.search(SearchParams(text=tidy(text)), viewer, tie_breakers=False)
        if found.reduced:
            raise Incomplete("the index does not answer")
        return [ids[hit.page_id] for hit in found.hits]

    try:
        _index(len(ids))
        return list(ask_all(job, collection, answer))
    finally:
        engine().remove()


def _index(count: int) -> None:
    report = service.rebuild()
    if report.failed or report.written < count:
        reason = next(iter(report.failed.values()), "pages are missing")
        raise Incomplete(f"{report.written} of {count} pages are in the index: {reason}")


def _pages(job: Job, collection: RelevanceSet) -> dict[int, str]:
    """The texts' ids by page; the pages stay for the next engine."""
    path = Path(job.place) / PAGES
    if not path.exists():
        call_command("migrate", verbosity=0, interactive=False)
        path.write_text(json.dumps(_made(job, collection)))
    return dict(json.loads(path.read_text()))


def _made(job: Job, collection: RelevanceSet) -> list[tuple[int, str]]:
    made = make_pages(
        collection.entries(), language=Language(job.language), section=collection.name
    )
    return list(
        tqdm(
            made,
            desc=f"{collection.name}: pages",
            total=collection.size,
            unit="",
            disable=not job.progress,
            leave=False,
        )
    )
