"""The search's index, on the embedded engine: what is tested here does not depend on the engine."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from search import service


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
