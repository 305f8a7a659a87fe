"""An index of the test's own, and shorter ways to ask it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from pytest_django import DjangoCaptureOnCommitCallbacks

from search import service
from search.params import SearchParams
from search.results import ResultPage
from wiki.communities.audience import Viewer


@pytest.fixture
def search_index(db: None, settings: Any, tmp_path: Path) -> Path:
    """An index of what is published so far, in a folder of its own."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search-index"
    service.rebuild()
    return settings.SEARCH_INDEX_DIR


Ask = Callable[..., ResultPage]


@pytest.fixture
def ask(search_index: Path) -> Ask:
    """``ask("q=words&type=guide", viewer)`` gives a page of results."""

    def asked(query: str, viewer: Viewer | None = None) -> ResultPage:
        return service.search(SearchParams.of(QueryDict(query)), viewer or AnonymousUser())

    return asked


@pytest.fixture
def committed(
    search_index: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Callable[[], Any]:
    """A context manager at whose end the change is committed and the index told."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def titles(page: ResultPage) -> list[str]:
    """The titles of the hits, best first."""
    return [hit.title for hit in page.hits]


def counts(page: ResultPage, facet: str) -> dict[str, int]:
    """The values of one facet and their counts."""
    return {v.key: v.count for f in page.facets if f.name == facet for v in f.values}
