"""An index that is gone, damaged or of another version comes back by itself."""

import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from wagtail.models import get_page_models

from guides.models import GuidePage
from search import service
from search.checks import TAG, page_types_are_whole
from search.consistency import compare
from search.engines import engine
from search.errors import SearchUnavailable
from search.healing import heal
from search.jobs import drain_outbox, heal_index
from search.models import OutboxEntry
from search.probe import index_state
from tests import factories
from tests.search.conftest import Ask, titles
from wiki.communities.models import CommunityPage

embedded_only = pytest.mark.parametrize("search_engine", ["embedded"], indirect=True)


def generation(root: Path) -> Path:
    return root / (root / "current").read_text()


def ready(client: Client) -> tuple[int, str, str]:
    response = client.get("/readyz")
    parts = response.json()["parts"]
    return response.status_code, parts["search"], parts["search_outbox"]


def told() -> list[str]:
    return [str(message.id) for message in run_checks(tags=[TAG])]


def test_a_lost_index_is_told_and_made_anew(
    community: CommunityPage,
    committed: Callable[[], Any],
    ask: Ask,
    lose_index: Callable[[], None],
    client: Client,
):
    drain_outbox()
    assert ready(client) == (200, "ok", "ok")
    assert told() == []
    lose_index()
    assert told() == ["search.I001"]
    with committed():
        factories.guide(community, title="Mentorat")
    status, state, waiting = ready(client)
    assert (status, state) == (200, "missing")
    assert waiting.endswith(" waiting")
    heal_index()
    assert ready(client) == (200, "ok", "ok")
    assert titles(ask("q=mentorat")) == ["Mentorat"]
    assert not compare().ids


def test_a_stale_index_is_told_and_made_anew(
    community: CommunityPage,
    ask: Ask,
    make_stale: Callable[[], None],
    search_index: str,
    client: Client,
):
    factories.guide(community, title="Mentorat")
    service.rebuild()
    make_stale()
    assert ready(client)[:2] == (200, "stale")
    page = ask("q=mentorat")
    assert titles(page) == ["Mentorat"]
    assert page.reduced == (search_index == "embedded"), "a server goes on answering"
    assert told() == ["search.W001"]
    assert heal()
    assert ready(client)[1] == "ok"
    assert not heal(), "nothing to do"


@embedded_only
@pytest.mark.parametrize("suffix", [".store", ".idx", ".term", ".fast", "meta.json"])
def test_damaged_files_are_made_anew(
    community: CommunityPage, ask: Ask, index_folder: Path, suffix: str
):
    factories.guide(community, title="Mentorat")
    service.rebuild()
    for path in generation(index_folder).iterdir():
        if path.name.endswith(suffix):
            path.write_bytes(b"\x00\xff" * 40)
    with pytest.raises(SearchUnavailable):
        compare()
    assert index_state() == "damaged"
    heal_index()
    assert titles(ask("q=mentorat")) == ["Mentorat"]


def test_a_rebuild_that_fails_rests(
    search_index: str, lose_index: Callable[[], None], monkeypatch: pytest.MonkeyPatch
):
    tried: list[int] = []

    def fails() -> None:
        tried.append(1)
        raise SearchUnavailable("the disk is full")

    lose_index()
    monkeypatch.setattr("search.healing.rebuild", fails)
    heal_index()
    heal_index()
    assert len(tried) == 1
    with pytest.raises(SearchUnavailable):
        heal(rested=False)
    assert len(tried) == 2
    monkeypatch.undo()


def test_rests_grow_from_one_failure_to_the_next(
    search_index: str, lose_index: Callable[[], None], monkeypatch: pytest.MonkeyPatch
):
    tried: list[int] = []
    started, clock = time.time(), SimpleNamespace(minute=0)

    def fails() -> None:
        tried.append(clock.minute)
        raise SearchUnavailable("the disk is full")

    lose_index()
    monkeypatch.setattr("search.healing.rebuild", fails)
    monkeypatch.setattr(time, "time", lambda: started + 60 * clock.minute)
    for minute in range(40):
        clock.minute = minute
        heal_index()
    assert tried == [0, 1, 3, 7, 15, 25, 35]
    monkeypatch.undo()
    assert heal(rested=False)
    lose_index()
    assert heal(), "a rebuild that went well forgets those that failed"


def test_somebody_else_s_rebuild_costs_no_rest(search_index: str, lose_index: Callable[[], None]):
    lose_index()
    with engine().rebuild():
        assert not heal()
    assert heal(), "it was given up, and the next look makes the index"


def test_the_drain_job_empties_what_an_outage_left(
    community: CommunityPage, committed: Callable[[], Any], lose_index: Callable[[], None], ask: Ask
):
    lose_index()
    with committed():
        factories.guide(community, title="Mentorat")
    service.rebuild()
    assert OutboxEntry.objects.exists()
    drain_outbox()
    assert not OutboxEntry.objects.exists()
    assert titles(ask("q=mentorat")) == ["Mentorat"]


def test_page_types_are_whole():
    assert page_types_are_whole() == []
    assert GuidePage in get_page_models()


@pytest.mark.parametrize("name", ["search_kind", "kind_label", "kind_label_plural", "kind_icon"])
def test_a_page_type_that_forgot_something_is_refused(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(GuidePage, name, "")
    (error,) = page_types_are_whole()
    assert (error.id, error.obj) == ("search.E001", GuidePage)
    assert name in error.msg


def test_two_page_types_of_one_kind_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(GuidePage, "search_kind", CommunityPage.search_kind)
    assert [error.id for error in page_types_are_whole()] == ["search.E002"]
