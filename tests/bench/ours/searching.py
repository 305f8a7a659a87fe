"""Our index and our results page."""

from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser

from search import service
from search.params import SearchParams
from tests.bench.client import timed_queries
from tests.bench.timing import Answer, Span, clock


def build_index() -> Span:
    """Seconds of a whole rebuild of the search index."""
    with clock() as span:
        report = service.rebuild()
    if report.failed:
        raise AssertionError(f"{len(report.failed)} pages could not be indexed")
    return span


def search(*, questions: list[str], limit: float) -> list[Answer]:
    """One answer for each question: the results page with its facets."""
    return timed_queries([f"/search/?{urlencode({'q': text})}" for text in questions], limit=limit)


def found(*, question: str) -> int:
    """How many pages hold the words or others of their families."""
    return service.search(SearchParams(text=question), AnonymousUser()).total
