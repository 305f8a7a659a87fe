"""Rebuilds on a server: who fills an index, what is refused, what changes meanwhile."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from elasticsearch import Elasticsearch

from search import service
from search.consistency import compare
from search.documents import SearchDocument
from search.engines import engine
from search.engines.elastic import entries, fillers, indexes, writing
from search.engines.elastic.building import ElasticBuild
from search.errors import IndexBusy
from search.healing import heal
from search.models import OutboxEntry
from search.projection import Projection
from tests import factories
from tests.search.conftest import ELASTICSEARCH_URL, remove_indexes
from tests.search.test_elastic_life import found, standing
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.parametrize("search_engine", ["elastic"], indirect=True)

ROOT = Path(__file__).resolve().parents[2]
FILLING = """
import django, sys
django.setup()
from search.engines import engine
with engine().rebuild():
    print("filling", flush=True)
    sys.stdin.read()
"""


def indexes_of(prefix: str) -> int:
    """How many stand on the server."""
    with Elasticsearch(ELASTICSEARCH_URL) as client:
        return len(standing(client, prefix))


@contextmanager
def filling(prefix: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that fills indexes until it is stopped."""
    with subprocess.Popen(
        [sys.executable, "-c", FILLING],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "wiki.settings",
            "VAR_DIR": str(folder),
            "SEARCH_ENGINE": "elastic",
            "ELASTICSEARCH_URL": ELASTICSEARCH_URL,
            "ELASTICSEARCH_PREFIX": prefix,
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "filling\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_process_that_was_killed_is_followed_at_once(built: str, tmp_path: Path):
    with filling(built, tmp_path) as process:
        with pytest.raises(IndexBusy) as busy:
            service.rebuild()
        assert busy.value.wait == 0, "it is certainly at work: nobody need wait to be sure"
        process.kill()
        process.wait()
        assert indexes_of(built) == 4
        service.rebuild()
    assert indexes_of(built) == 2
    assert found("page") == ["Ancienne page"]


def test_what_this_process_gave_up_is_left_behind_at_once(
    built: str, monkeypatch: pytest.MonkeyPatch
):
    """The server was away when the build was thrown away, say."""
    monkeypatch.setattr(indexes.Indexes, "discard", lambda *args, **options: None)
    with pytest.raises(KeyboardInterrupt), engine().rebuild():
        raise KeyboardInterrupt
    monkeypatch.undo()
    assert indexes_of(built) == 4
    service.rebuild()
    assert indexes_of(built) == 2


def test_one_of_another_machine_is_waited_for(
    built: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    """Its process cannot be looked for from here: it has a minute to tell that it lives."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(fillers, "place", lambda: "another machine")
        elsewhere.setattr(ElasticBuild, "close", lambda build: build._pool.shutdown())
        with pytest.raises(KeyboardInterrupt), engine().rebuild():
            raise KeyboardInterrupt
    assert indexes_of(built) == 4
    with pytest.raises(IndexBusy) as busy:
        service.rebuild()
    assert 0 < busy.value.wait <= indexes.LEFT_BEHIND
    soon = indexes.LEFT_BEHIND - busy.value.wait + 2
    monkeypatch.setattr(indexes, "LEFT_BEHIND", soon)
    call_command("search_rebuild")
    assert "another rebuild is running, or was stopped" in capsys.readouterr().err
    assert indexes_of(built) == 2


@pytest.fixture
def bad(built: str, community: CommunityPage, monkeypatch: pytest.MonkeyPatch) -> int:
    """A page whose entry the server can never take, and beside it one that it takes."""
    factories.guide(community, title="Bonne page")
    refused: int = factories.guide(community, title="Mauvaise page").pk

    def broken(document: SearchDocument) -> dict[str, Any]:
        entry = entries.to_elastic(document)
        return {**entry, "surprise": 1} if document.page_id == refused else entry

    monkeypatch.setattr(writing, "to_elastic", broken)
    return refused


def test_an_entry_that_can_never_be_taken_stops_no_rebuild(bad: int, built: str):
    report = service.rebuild()
    assert report.failed.keys() == {bad}
    assert "surprise" in report.failed[bad]
    assert report.written == 3
    assert sorted(found("page")) == ["Ancienne page", "Bonne page"]
    assert compare().missing == (bad,)


def test_an_entry_that_can_never_be_taken_waits_after_the_healing(bad: int, built: str):
    remove_indexes(ELASTICSEARCH_URL, built)
    assert heal()
    row = OutboxEntry.objects.get()
    assert (row.page_id, row.attempts) == (bad, 1)
    assert "surprise" in row.last_error


def test_a_page_that_changes_its_language_while_it_fills(built: str, community: CommunityPage):
    guide = factories.guide(community, title="Sprint", language="fr")
    projection = Projection()
    with engine().rebuild() as build:
        build.add(projection.documents([guide.pk]))
        build.finish()
        guide.language = "en"
        guide.save_revision().publish()
        service.sync([guide.pk])
        build.swap(projection.changes)
    assert found("sprint") == ["Sprint"]
