"""The search's index, on the embedded engine: what is tested here does not depend on the engine."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from search import service
from tests.communities.scenes import Scene, scene
from tests.syndication.channels import Channel, a_channel


@pytest.fixture
def index(db: None, settings: Any, tmp_path: Path) -> None:
    """An empty index of the test's own."""
    settings.SEARCH_ENGINE = "embedded"
    settings.SEARCH_INDEX_DIR = tmp_path / "search-index"
    service.rebuild()


@pytest.fixture
def committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[], Any]:
    """A block whose changes are committed at its end, with the tasks that follow."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def channel(settings: Any) -> Iterator[Channel]:
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with a_channel() as made:
        yield made


@pytest.fixture
def public(home: object) -> Scene:
    return scene("Animation")
