"""The index on disk: broken, stale, written by several at once, rebuilt and interrupted."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict

from guides.models import GuideIndexPage, GuidePage
from search import service
from search.engines import engine
from search.errors import IndexBusy, IndexMissing, IndexStale, SearchUnavailable
from search.models import OutboxEntry
from search.outbox import gathered
from search.params import SearchParams
from search.projection import Projection
from tests import factories
from tests.search.conftest import Ask, titles
from wiki.communities.models import CommunityPage

#: Files are the embedded engine's own matter.
pytestmark = pytest.mark.parametrize("search_engine", ["embedded"], indirect=True)


def generation(root: Path) -> Path:
    return root / (root / "current").read_text()


def test_a_stale_layout_is_refused(ask: Ask, index_folder: Path):
    service.rebuild()
    (generation(index_folder) / "layout.json").write_text(json.dumps({"fingerprint": "old"}))
    assert ask("q=mentorat").reduced, "the database answers meanwhile"
    service.rebuild()
    page = ask("q=mentorat")
    assert (page.total, page.reduced) == (0, False)


def test_stale_and_missing_are_told_apart(index_folder: Path):
    service.rebuild()
    engine().check()
    shutil.rmtree(generation(index_folder))
    with pytest.raises(IndexMissing):
        engine().check()
    service.rebuild()
    (generation(index_folder) / "layout.json").write_text(json.dumps({"fingerprint": "old"}))
    with pytest.raises(IndexStale):
        engine().check()
    (index_folder / "current").unlink()
    with pytest.raises(IndexMissing):
        engine().check()


def test_equal_entries_are_left_alone(community: CommunityPage, index_folder: Path):
    service.rebuild()
    before = (generation(index_folder) / "meta.json").stat().st_mtime_ns
    assert service.sync([community.pk]).written == 0
    assert (generation(index_folder) / "meta.json").stat().st_mtime_ns == before


@pytest.mark.parametrize("suffix", [".store", ".idx", ".term", ".fast", "meta.json"])
def test_damaged_files_are_an_outage_and_a_rebuild_repairs(
    community: CommunityPage, ask: Ask, index_folder: Path, suffix: str
):
    factories.guide(community, title="Mentorat")
    service.rebuild()
    for path in generation(index_folder).iterdir():
        if path.name.endswith(suffix):
            path.write_bytes(b"\x00\xff" * 40)
    assert ask("q=mentorat").reduced, "the database answers meanwhile"
    service.rebuild()
    assert not ask("q=mentorat").reduced


def test_an_interrupted_rebuild_leaves_the_old_index(
    community: CommunityPage, ask: Ask, index_folder: Path
):
    factories.guide(community, title="Mentorat")
    service.rebuild()
    before = generation(index_folder)

    def interrupted(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        service.rebuild(progress=interrupted)
    assert titles(ask("q=mentorat")) == ["Mentorat"]
    assert list(index_folder.glob("g-*")) == [before]
    assert not (index_folder / "building").exists()


def test_what_changes_during_a_rebuild_is_in_the_new_index(
    community: CommunityPage, ask: Ask, index_folder: Path
):
    guide = factories.guide(community, title="Mentorat", summary="À deux.")

    def renamed(done: int, total: int) -> None:
        GuidePage.objects.filter(pk=guide.pk).update(title="Compagnonnage")
        service.sync([guide.pk])

    service.rebuild()
    service.rebuild(progress=renamed)
    assert titles(ask("q=compagnonnage")) == ["Compagnonnage"]
    assert "Compagnonnage" not in titles(ask("q=mentorat"))
    assert engine().states().keys() == {guide.pk, community.pk}


def test_two_rebuilds_do_not_meet(index_folder: Path):
    with engine().rebuild(), pytest.raises(IndexBusy):
        service.rebuild()


def test_entries_that_did_not_arrive_stop_the_swap(
    community: CommunityPage, ask: Ask, index_folder: Path
):
    guide = factories.guide(community, title="Mentorat")
    service.rebuild()

    class Forgetful:
        """A writer that loses what it is given."""

        def __init__(self, writer: Any) -> None:
            self.commit, self.wait_merging_threads = writer.commit, writer.wait_merging_threads

        def add_document(self, document: object) -> None:
            """Lost."""

    projection = Projection()
    with engine().rebuild() as build:
        build._writer = Forgetful(build._writer)
        build.add(projection.documents([guide.pk]))
        with pytest.raises(SearchUnavailable, match="1 entries did not arrive"):
            build.swap(projection.changes)
    assert titles(ask("q=mentorat")) == ["Mentorat"]


def test_commands_rebuild_drain_and_repair(
    community: CommunityPage, index_folder: Path, capsys: pytest.CaptureFixture
):
    guide = factories.guide(community, title="Mentorat")
    call_command("search_rebuild")
    assert "2 pages" in capsys.readouterr().out
    assert not OutboxEntry.objects.exists(), "the rebuild read what waited"
    GuidePage.objects.filter(pk=guide.pk).update(live=False)
    OutboxEntry.objects.create(page_id=guide.pk)
    call_command("search_sync")
    assert engine().states().keys() == {community.pk}
    (index_folder / "current").unlink()
    OutboxEntry.objects.create(page_id=guide.pk)
    call_command("search_sync")
    assert engine().states().keys() == {community.pk}, "made anew"
    assert not OutboxEntry.objects.exists()


def test_many_changes_are_one_drain(
    community: CommunityPage, committed, ask: Ask, monkeypatch: pytest.MonkeyPatch
):
    synced = []
    sync = service.sync

    def noted(ids: set[int]) -> service.SyncReport:
        synced.append(ids)
        return sync(ids)

    monkeypatch.setattr("search.drain.sync", noted)
    with committed(), gathered():
        for number in range(3):
            factories.guide(community, title=f"Mentorat {number}")
    assert len(synced) == 1
    assert ask("q=mentorat").total == 3


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_pages_published_at_once_are_all_found(
    community: CommunityPage, index_folder: Path, reader
):
    """Several threads publish, as several workers do: one writer at a time, none is lost."""
    parent = factories.index_of(community, GuideIndexPage)
    pages = []
    for number in range(4):
        page = GuidePage(title=f"Mentorat {number}", summary="…", live=False)
        parent.add_child(instance=page)
        page.save_revision()
        pages.append(page.pk)

    def publish(pk: int) -> int:
        try:
            GuidePage.objects.get(pk=pk).latest_revision.publish()
            return service.search(SearchParams.of(QueryDict("q=mentorat")), reader).total
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert min(pool.map(publish, pages)) >= 1
    assert service.search(SearchParams.of(QueryDict("q=mentorat")), reader).total == 4
    assert not OutboxEntry.objects.exists()
