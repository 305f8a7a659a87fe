"""An index of the test's own on each engine, and shorter ways to ask it."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from elasticsearch import Elasticsearch
from pytest_django import DjangoCaptureOnCommitCallbacks

from search import service
from search.engines import engine
from search.params import SearchParams
from search.results import ResultPage
from search.sources import all_ids
from tests import factories
from tests.conftest import need
from tests.search.log_reader import logged_pages, somebody  # noqa: F401
from tests.search.people_made import noemie  # noqa: F401  (pytest looks for it here)
from wiki.communities.audience import Viewer
from wiki.communities.models import CommunityPage

ELASTICSEARCH_URL = os.environ.get("TEST_ELASTICSEARCH_URL", "")


@pytest.fixture(scope="session")
def elastic_prefix() -> Iterator[str]:
    """The names of this worker's indexes; removed at the end."""
    prefix = f"test-{uuid4().hex[:12]}"
    yield prefix
    if ELASTICSEARCH_URL:
        remove_indexes(ELASTICSEARCH_URL, prefix)


def remove_indexes(url: str, prefix: str) -> None:
    """Remove all indexes below this prefix."""
    with Elasticsearch(url) as client:
        for name in client.indices.get_alias(index=f"{prefix}-*", allow_no_indices=True):
            client.indices.delete(index=name, ignore_unavailable=True)


@pytest.fixture(params=["embedded", pytest.param("elastic", marks=pytest.mark.elasticsearch)])
def search_engine(
    request: pytest.FixtureRequest, settings: Any, tmp_path: Path, elastic_prefix: str
) -> str:
    """Each engine in turn."""
    settings.SEARCH_ENGINE = request.param
    settings.SEARCH_INDEX_DIR = tmp_path / "search-index"
    if request.param == "elastic":
        need(
            ELASTICSEARCH_URL,
            'Elasticsearch is missing: start one with `eval "$(.ci/elasticsearch)"`',
        )
        # On a busy machine a slow answer is an answer: it must not become a reduced search.
        options = {"url": ELASTICSEARCH_URL, "prefix": elastic_prefix, "timeout": 30.0}
        settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, **options}
    return request.param


@pytest.fixture
def search_index(db: None, search_engine: str) -> str:
    """An index of what is published so far; the name of its engine."""
    try:
        # A worker's indexes on the server are emptied: making new ones takes ten times as long.
        service.sync({*engine().states(), *all_ids()})
    except service.SearchUnavailable:
        service.rebuild()
    return search_engine


@pytest.fixture
def index_folder(search_index: str, settings: Any) -> Path:
    """Where the embedded index stands; for tests of that engine alone."""
    assert search_index == "embedded"
    return settings.SEARCH_INDEX_DIR


@pytest.fixture
def lose_index(search_index: str, settings: Any) -> Callable[[], None]:
    """Removes the index by hand, as an accident would."""

    def lost() -> None:
        if search_index == "embedded":
            (settings.SEARCH_INDEX_DIR / "current").unlink()
        else:
            remove_indexes(ELASTICSEARCH_URL, settings.ELASTICSEARCH["prefix"])

    return lost


@pytest.fixture
def prefix(search_engine: str, settings: Any) -> Iterator[str]:
    """Indexes on the server for this test alone: it breaks them."""
    own = f"test-{uuid4().hex[:12]}"
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "prefix": own}
    yield own
    remove_indexes(ELASTICSEARCH_URL, own)


@pytest.fixture
def built(prefix: str, community: CommunityPage) -> str:
    """The same, filled with a guide called « Ancienne page »."""
    factories.guide(community, title="Ancienne page")
    service.rebuild()
    return prefix


@pytest.fixture
def make_stale(search_index: str, settings: Any) -> Callable[[], None]:
    """Makes the index one that another version of the code wrote."""

    def made() -> None:
        if search_index == "embedded":
            root = settings.SEARCH_INDEX_DIR
            mark = root / (root / "current").read_text() / "layout.json"
            mark.write_text(json.dumps({"fingerprint": "old"}))
            engine()._generations.forget()  # type: ignore[attr-defined]
        else:
            with Elasticsearch(ELASTICSEARCH_URL) as client:
                name = f"{settings.ELASTICSEARCH['prefix']}-fr"
                client.indices.put_mapping(index=name, meta={"fingerprint": "old"})

    return made


Ask = Callable[..., ResultPage]


@pytest.fixture
def ask(search_index: str) -> Ask:
    """``ask("q=words&type=guide", viewer)`` gives a page of results."""

    def asked(query: str, viewer: Viewer | None = None) -> ResultPage:
        return service.search(SearchParams.of(QueryDict(query)), viewer or AnonymousUser())

    return asked


@pytest.fixture
def committed(
    search_index: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Callable[[], Any]:
    """A context manager at whose end the change is committed and the index told."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def titles(page: ResultPage) -> list[str]:
    """The titles of the hits, best first."""
    return [hit.title for hit in page.hits]


def counts(page: ResultPage, facet: str) -> dict[str, int]:
    """The values of one facet and their counts."""
    return {v.key: v.count for f in page.facets if f.name == facet for v in f.values}
