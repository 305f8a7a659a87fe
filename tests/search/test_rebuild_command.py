"""``manage.py search_rebuild``: what it tells, what it refuses, and how it ends when stopped."""

import os
import re
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from elasticsearch import Elasticsearch

from guides.models import GuidePage
from search import service
from search.consistency import compare
from search.errors import IndexIncomplete
from search.models import OutboxEntry
from search.projection import Projection
from tests import factories
from tests.search.conftest import ELASTICSEARCH_URL, Ask, titles
from wiki.communities.models import CommunityPage


@pytest.fixture
def guides(community: CommunityPage, committed: Callable[[], Any]) -> list[GuidePage]:
    """Three guides that readers find."""
    with committed():
        return [factories.guide(community, title=f"Mentorat {n}", language="fr") for n in range(3)]


@pytest.fixture
def standing(search_index: str, settings: Any) -> Callable[[], set[str]]:
    """``standing()`` gives the names of all indexes, or of all generations."""

    def names() -> set[str]:
        if search_index == "embedded":
            return {path.name for path in settings.SEARCH_INDEX_DIR.glob("g-*")}
        with Elasticsearch(ELASTICSEARCH_URL) as client:
            return set(client.indices.get(index=f"{settings.ELASTICSEARCH['prefix']}-*"))

    return names


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``unreadable("title", …)``: pages of these titles cannot be read any more."""
    facts = GuidePage.facts

    def broken(*names: str) -> None:
        def told(page: GuidePage) -> Any:
            if page.title in names:
                raise ValueError("a table without rows")
            return facts(page)

        monkeypatch.setattr(GuidePage, "facts", told)

    return broken


def test_it_tells_how_far_it_is_and_how_fast(
    guides: list[GuidePage], capsys: pytest.CaptureFixture
):
    call_command("search_rebuild")
    out, err = capsys.readouterr()
    assert re.fullmatch(r"4 pages in the index, \d+\.\d s, \d+ per second\.\n", out)
    assert "search: 100%" in err
    assert "4/4" in err
    assert err.count("\n") == 1, "a bar stays on its line"
    call_command("search_rebuild", verbosity=0)
    assert capsys.readouterr() == ("", "")


def test_one_language(
    guides: list[GuidePage],
    community: CommunityPage,
    committed: Callable[[], Any],
    search_index: str,
):
    with committed():
        english = factories.guide(community, title="Mentoring", language="en")
    pages = [guides[0].pk, english.pk]
    GuidePage.objects.filter(pk__in=pages).update(summary="Changed behind the signals.")
    OutboxEntry.objects.create(page_id=guides[0].pk)
    assert compare().ids == set(pages)
    call_command("search_rebuild", "--language", "en", verbosity=0)
    assert compare().ids == ({guides[0].pk} if search_index == "elastic" else set())
    assert OutboxEntry.objects.exists(), "what waits for the other language goes on waiting"


def test_one_page_that_cannot_be_read_is_named_and_waits(
    guides: list[GuidePage],
    unreadable: Callable[..., None],
    ask: Ask,
    capsys: pytest.CaptureFixture,
):
    unreadable("Mentorat 1")
    with pytest.raises(CommandError, match="1 pages are not in the index"):
        call_command("search_rebuild")
    out, err = capsys.readouterr()
    assert out.startswith("3 pages in the index")
    assert f"page {guides[1].pk}: ValueError: a table without rows" in err
    assert OutboxEntry.objects.get().page_id == guides[1].pk
    assert sorted(titles(ask("q=mentorat"))) == ["Mentorat 0", "Mentorat 2"]


def test_an_index_without_many_pages_is_kept_from_readers(
    guides: list[GuidePage],
    unreadable: Callable[..., None],
    ask: Ask,
    standing: Callable[[], set[str]],
    capsys: pytest.CaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(service, "FEW_MISSING", 1)
    before = standing()
    unreadable("Mentorat 0", "Mentorat 1")
    with pytest.raises(CommandError, match="2 of 4 pages are missing from the fresh") as refused:
        call_command("search_rebuild", verbosity=0)
    assert refused.value.returncode == 1
    assert "--force" in str(refused.value)
    assert capsys.readouterr().err.count("a table without rows") == 2
    assert standing() == before
    assert len(titles(ask("q=mentorat"))) == 3
    with pytest.raises(CommandError, match="2 pages are not in the index"):
        call_command("search_rebuild", "--force", verbosity=0)
    assert titles(ask("q=mentorat")) == ["Mentorat 2"]
    assert OutboxEntry.objects.count() == 2


def test_an_empty_index_is_kept_from_readers_of_any_site(
    guides: list[GuidePage], ask: Ask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Projection, "documents", lambda *args, **options: [])
    with pytest.raises(IndexIncomplete, match="4 of 4"):
        service.rebuild()
    assert len(titles(ask("q=mentorat"))) == 3


def test_pages_that_go_meanwhile_are_not_missed(
    guides: list[GuidePage], ask: Ask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(service, "FEW_MISSING", 0)
    documents = Projection.documents

    def late(projection: Projection, ids: Any, **options: Any) -> Any:
        GuidePage.objects.filter(pk=guides[0].pk).update(live=False)
        return [d for d in documents(projection, ids, **options) if d.page_id != guides[0].pk]

    monkeypatch.setattr(Projection, "documents", late)
    assert service.rebuild().written == 3


def test_told_to_stop_it_leaves_nothing(
    guides: list[GuidePage],
    ask: Ask,
    standing: Callable[[], set[str]],
    monkeypatch: pytest.MonkeyPatch,
):
    before, handler = standing(), signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(
        Projection, "documents", lambda *args, **options: os.kill(os.getpid(), signal.SIGTERM)
    )
    with pytest.raises(SystemExit) as stopped:
        call_command("search_rebuild", verbosity=0)
    assert stopped.value.code == 128 + signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is handler
    assert standing() == before
    monkeypatch.undo()
    call_command("search_rebuild", verbosity=0)
    assert len(titles(ask("q=mentorat"))) == 3
