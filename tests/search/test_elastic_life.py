"""Indexes on a server: filled while the old one serves, stopped half-way, written by several."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from elasticsearch import BadRequestError, Elasticsearch

from search import service
from search.consistency import compare, repair
from search.engines import engine
from search.engines.base import Changes
from search.engines.elastic import indexes as names
from search.engines.elastic.building import ElasticBuild
from search.engines.elastic.entries import to_elastic
from search.errors import EntriesRefused, IndexBusy, IndexMissing, IndexStale, SearchUnavailable
from search.params import SearchParams
from search.probe import index_state
from search.projection import Projection
from tests import factories
from tests.search.conftest import ELASTICSEARCH_URL, remove_indexes, titles

pytestmark = pytest.mark.parametrize("search_engine", ["elastic"], indirect=True)


@pytest.fixture
def client() -> Iterator[Elasticsearch]:
    with Elasticsearch(ELASTICSEARCH_URL) as found:
        yield found


def found(question: str) -> list[str]:
    params = SearchParams.of(QueryDict(f"q={question}"))
    return titles(service.search(params, AnonymousUser()))


def standing(client: Elasticsearch, prefix: str) -> dict[str, list[str]]:
    """The aliases of each index."""
    answer = client.indices.get_alias(index=f"{prefix}-*")
    return {name: sorted(entry["aliases"]) for name, entry in answer.items()}


def test_readers_see_the_old_index_until_the_new_one_is_whole(built, community, client):
    with engine().rebuild() as build:
        factories.guide(community, title="Nouvelle page")
        assert found("page") == ["Ancienne page"], "half an index is never asked"
        projection = Projection()
        ids = [page.pk for page in community.get_descendants()]
        build.add(projection.documents(ids))
        assert found("page") == ["Ancienne page"]
        build.swap(projection.changes)
    assert sorted(found("page")) == ["Ancienne page", "Nouvelle page"]
    left = standing(client, built)
    assert len(left) == 2, "the old indexes went"
    assert all(
        aliases == sorted([name.rpartition("-")[0], f"{name}-w"]) for name, aliases in left.items()
    )


def test_what_changes_while_it_fills_is_in(built, community):
    moved = factories.guide(community, title="Titre provisoire")
    gone = factories.guide(community, title="Page retirée")
    projection = Projection()
    with engine().rebuild() as build:
        read = projection.documents([moved.pk, gone.pk])
        moved.title = "Titre définitif"
        moved.save_revision().publish()
        gone.unpublish()
        service.sync([moved.pk, gone.pk])
        build.add(read)  # read before the change, sent after it
        build.swap(projection.changes)
    assert found("titre") == ["Titre définitif"]
    assert found("retirée") == []


@pytest.mark.parametrize("where", ["create", "add", "swap"])
def test_stopped_half_way_the_old_index_serves(built, client, monkeypatch, where):
    class StoppedError(Exception):
        pass

    def stop(*args: Any, **kwargs: Any) -> None:
        raise StoppedError

    if where == "create":
        monkeypatch.setattr(names.Indexes, "create", stop)
    else:
        monkeypatch.setattr(ElasticBuild, where, stop)
    with pytest.raises(StoppedError):
        service.rebuild()
    monkeypatch.undo()
    assert found("page") == ["Ancienne page"]
    assert len(standing(client, built)) == 2
    service.rebuild()
    assert found("page") == ["Ancienne page"]


def test_what_a_killed_rebuild_left_is_removed_by_the_next(built, client, monkeypatch):
    monkeypatch.setattr(ElasticBuild, "close", lambda build: build._pool.shutdown())
    with pytest.raises(KeyboardInterrupt), engine().rebuild():
        raise KeyboardInterrupt
    monkeypatch.undo()
    assert len(standing(client, built)) == 4
    with pytest.raises(IndexBusy):
        service.rebuild()
    later = time.time() + names.LEFT_BEHIND + 1
    monkeypatch.setattr(names.time, "time", lambda: later)
    service.rebuild()
    assert len(standing(client, built)) == 2
    assert found("page") == ["Ancienne page"]


def test_two_rebuilds_do_not_meet(built):
    with engine().rebuild(), pytest.raises(IndexBusy):
        service.rebuild()
    assert found("page") == ["Ancienne page"]


def test_entries_that_did_not_arrive_stop_the_swap(built, monkeypatch, community):
    guide = factories.guide(community, title="Page perdue")
    projection = Projection()
    lost = projection.documents([guide.pk])
    with engine().rebuild() as build:
        build._added["fr"].add(guide.pk)
        monkeypatch.setattr("search.engines.elastic.building.send", lambda *a, **k: None)
        with pytest.raises(SearchUnavailable, match="did not arrive"):
            build.swap(lambda ids: Changes(tuple(lost)))
    assert found("page") == ["Ancienne page"]


def test_one_language_alone(built, community, client):
    factories.guide(community, title="English page", language="en")
    before = set(standing(client, built))
    service.rebuild(languages=("en",))
    after = set(standing(client, built))
    assert before - after == {n for n in before if "-en-" in n}
    assert found("english") == ["English page"]
    assert found("ancienne") == ["Ancienne page"]


def test_an_older_reading_never_wins(built, community):
    guide = factories.guide(community, title="Premier titre")
    projection = Projection()
    before = projection.changes(frozenset({guide.pk}))

    def slow(ids: frozenset[int]) -> Changes:
        """Another process reads and writes the newer title meanwhile."""
        guide.title = "Second titre"
        guide.save_revision().publish()
        service.sync([guide.pk])
        return before

    engine().update(frozenset({guide.pk}), slow)
    assert found("titre") == ["Second titre"]


def test_a_page_that_changes_its_language_changes_its_index(built, community):
    guide = factories.guide(community, title="Sprint", language="fr")
    service.sync([guide.pk])
    guide.language = "en"
    guide.save_revision().publish()
    service.sync([guide.pk])
    assert found("sprint") == ["Sprint"]
    assert engine().states([guide.pk]).keys() == {guide.pk}


@pytest.mark.parametrize(("changed", "kind"), [({}, "stale"), ({"audience": "login"}, "audience")])
def test_a_copy_in_the_index_of_another_language_is_told_and_removed(
    built, community, client, changed, kind
):
    guide = factories.guide(community, title="Sprint", language="fr")
    service.sync([guide.pk])
    entry = client.get(index=f"{built}-fr", id=str(guide.pk))["_source"]
    client.index(index=f"{built}-en", id=str(guide.pk), document=entry | changed, refresh=True)
    drift = compare()
    assert guide.pk in getattr(drift, kind)
    assert len(engine().states()) == drift.compared
    assert not repair(drift).ids
    assert client.exists(index=f"{built}-fr", id=str(guide.pk))
    assert not client.exists(index=f"{built}-en", id=str(guide.pk))


def test_only_what_changed_is_sent(built, community, monkeypatch):
    guide = factories.guide(community, title="Mentorat")
    assert service.sync([guide.pk]).written == 1
    sent: list[Any] = []
    monkeypatch.setattr("search.engines.elastic.engine.send", lambda *a, **k: sent.append(k))
    assert service.sync([guide.pk]).written == 0
    assert sent == []


def test_an_index_of_another_version_is_told(built, client):
    index = next(name for name in standing(client, built) if "-fr-" in name)
    client.indices.put_mapping(index=index, meta={"fingerprint": "another"})
    with pytest.raises(IndexStale):
        engine().check()
    service.rebuild()
    engine().check()


def test_an_index_removed_by_hand_is_told_and_not_made_anew_by_a_write(built, client, community):
    remove_indexes(ELASTICSEARCH_URL, built)
    with pytest.raises(IndexMissing):
        engine().check()
    assert found("page") == ["Ancienne page"], "the database answers meanwhile"
    with pytest.raises(IndexMissing):
        service.sync([community.pk])
    assert client.indices.get_alias(index=f"{built}-*", allow_no_indices=True).body == {}


def test_an_index_that_cannot_be_written_any_more_is_told_and_replaced(built, client, community):
    index = next(name for name in standing(client, built) if "-fr-" in name)
    client.indices.delete_alias(index=index, name=f"{index}-w")
    with pytest.raises(IndexMissing, match="written to the index of: fr"):
        engine().check()
    assert index_state() == "missing"
    assert found("page") == ["Ancienne page"], "it is asked meanwhile"
    service.rebuild()
    assert index_state() == "ok"
    assert index not in standing(client, built)
    guide = factories.guide(community, title="Nouvelle page")
    assert service.sync([guide.pk]).written == 1


def test_a_field_that_the_code_does_not_name_is_refused(built, client):
    index = next(name for name in standing(client, built) if "-fr-" in name)
    with pytest.raises(BadRequestError, match="strict_dynamic_mapping"):
        client.index(index=index, document={"page_id": 1, "surprise": "value"})


def spoil(monkeypatch, *ids: int) -> None:
    """Make entries of these pages that the server refuses for ever."""

    def broken(document):
        entry = to_elastic(document)
        return {**entry, "surprise": 1} if document.page_id in ids else entry

    monkeypatch.setattr("search.engines.elastic.writing.to_elastic", broken)


def test_an_entry_that_can_never_be_taken_is_named(built, community, monkeypatch):
    good = factories.guide(community, title="Bonne page")
    bad = factories.guide(community, title="Mauvaise page")
    spoil(monkeypatch, bad.pk)
    with pytest.raises(EntriesRefused) as refused:
        engine().update(frozenset({good.pk, bad.pk}), Projection().changes)
    assert refused.value.reasons.keys() == {bad.pk}
    assert found("bonne") == ["Bonne page"]


def test_what_comes_after_an_entry_that_is_refused_is_written(built, community, monkeypatch):
    pages = [factories.guide(community, title=f"Page {name}") for name in ("une", "deux", "trois")]
    first, good, last = (page.pk for page in pages)
    documents = Projection().documents([first, good, last])
    in_order = sorted(documents, key=lambda document: document.page_id)
    spoil(monkeypatch, first, last)
    monkeypatch.setattr("search.engines.elastic.writing.MOST_ENTRIES", 1)
    with pytest.raises(EntriesRefused) as refused:
        engine().update(frozenset({first, good, last}), lambda ids: Changes(tuple(in_order)))
    assert refused.value.reasons.keys() == {first, last}
    assert found("deux") == ["Page deux"]
