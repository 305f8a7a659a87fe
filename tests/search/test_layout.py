"""What tells an index of this code from another one's."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from django.conf import settings
from elasticsearch.dsl import analyzer

from search.engines.elastic import mapping as layout
from search.engines.elastic.analysis import Analyzers, Written, analyzers

PRINT = (
    "import django; django.setup();"
    "from search.engines.elastic.mapping import all_languages, fingerprint;"
    "print([fingerprint(language) for language in all_languages()])"
)


def test_every_process_knows_the_index_again() -> None:
    """An order that Python draws by lot would have each restart call its own index stale."""
    told = {
        subprocess.run(
            [sys.executable, "-c", PRINT],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "wiki.settings", "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


@pytest.fixture
def told_anew() -> Iterator[Callable[[], str]]:
    """Works the fingerprint out again; nothing of it is left for other tests."""

    def forget() -> None:
        for known in (layout.mapping, layout.settings, layout.fingerprint):
            known.cache_clear()

    def told() -> str:
        forget()
        return layout.fingerprint("fr")

    yield told
    forget()


OTHER = analyzer("other", type="custom", tokenizer="keyword")


@pytest.mark.parametrize("name", [part.name for part in fields(Analyzers) if part.name != "bare"])
def test_another_chain_of_questions_is_another_index(
    told_anew: Callable[[], str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = told_anew()
    chain = replace(analyzers("fr"), **{name: OTHER})
    monkeypatch.setattr(layout, "analyzers", lambda language: chain)
    assert told_anew() != before


@pytest.mark.parametrize("name", [part.name for part in fields(Written)])
def test_another_chain_of_texts_is_another_index(
    told_anew: Callable[[], str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = told_anew()
    chain = analyzers("fr")
    chain = replace(chain, bare=replace(chain.bare, **{name: OTHER}))
    monkeypatch.setattr(layout, "analyzers", lambda language: chain)
    assert told_anew() != before


@pytest.mark.parametrize(
    ("name", "value"),
    [("LAYOUT", 0), ("KEYS", ("filter",)), ("FACETS", ("type",)), ("STORED", {"index": False}),
     ("LONGEST_TERM", 100), ("DEEPEST", 100)],
)  # fmt: skip
def test_other_fields_or_settings_are_another_index(
    told_anew: Callable[[], str], monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    before = told_anew()
    monkeypatch.setattr(layout, name, value)
    assert told_anew() != before
