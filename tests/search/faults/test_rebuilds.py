"""A rebuild that is interrupted, at any point: the old index serves, the next run cleans up."""

import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from elasticsearch import ApiError

from search import service
from search.consistency import compare
from search.engines.elastic import building
from search.errors import IndexBusy, SearchUnavailable
from search.models import OutboxEntry
from tests import factories
from tests.search.faults.conftest import Open, Site
from tests.search.faults.proxy import (
    Answer,
    CutOff,
    Manner,
    Proxy,
    Request,
    cut_from,
    half_refused,
    too_busy_to_write,
)
from tests.search.faults.test_refusals import block
from tests.search.servers import Node
from wiki.communities.models import CommunityPage


def standing(node: Node, prefix: str) -> dict[str, set[str]]:
    """The site's indexes and the aliases of each."""
    with node.client() as client:
        answer = client.indices.get_alias(index=f"{prefix}-*", allow_no_indices=True).body
    return {name: set(told["aliases"]) for name, told in answer.items()}


def is_whole(node: Node, prefix: str) -> bool:
    """One index for each language, which readers see and writers know, and nothing else."""
    found = standing(node, prefix)
    return len(found) == 2 and all(
        aliases == {name.rpartition("-")[0], f"{name}-w"} for name, aliases in found.items()
    )


@pytest.mark.parametrize("answer_lost", [False, True], ids=["not sent", "answer lost"])
def test_cut_off_at_any_request(
    server: Node,
    between: Proxy,
    open_site: Open,
    community: CommunityPage,
    settings: Any,
    answer_lost: bool,
):
    with open_site(server, url=between.url) as site:
        prefix = settings.ELASTICSEARCH["prefix"]
        with site.publishing():
            factories.guide(community, title="Mentorat")
        between.behave()
        service.rebuild()
        requests = len(between.asked)
        assert is_whole(server, prefix)
        for number in range(1, requests + 1):
            between.behave(cut_from(number, answer_lost=answer_lost))
            with pytest.raises(SearchUnavailable):
                service.rebuild()
            between.behave()
            assert site.found("mentorat") == ["Mentorat"], f"request {number} of {requests}"
        service.rebuild()
        assert is_whole(server, prefix)
        assert not compare().ids


def test_one_answer_lost_while_the_others_arrive(
    server: Node, between: Proxy, open_site: Open, community: CommunityPage, settings: Any
):
    """What readers were already given is never removed because nobody heard of it."""

    def lose_the_swap(proxy: Proxy, request: Request) -> Answer:
        answer = proxy.forward(request)
        if request.path.startswith("/_aliases"):
            raise CutOff
        return answer

    with open_site(server, url=between.url) as site:
        with site.publishing():
            factories.guide(community, title="Mentorat")
        between.behave(lose_the_swap)
        with pytest.raises(SearchUnavailable):
            service.rebuild()
        between.behave()
        assert site.found("mentorat") == ["Mentorat"]
        service.rebuild()
        assert is_whole(server, settings.ELASTICSEARCH["prefix"])


Deed = Callable[[Node, str], None]
#: What is done to the server or to the site's indexes on it, and what mends it.
HARMS: dict[str, tuple[Deed, Deed]] = {
    "killed": (lambda server, _indexes: server.kill(), lambda server, _indexes: server.recover()),
    "held": (lambda server, _indexes: server.pause(), lambda server, _indexes: server.resume()),
    "no room": (partial(block, on=True), partial(block, on=False)),
}


@pytest.mark.parametrize("harm", HARMS)
def test_harmed_while_it_fills(
    server: Node,
    site: Site,
    community: CommunityPage,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    harm: str,
):
    """It ends when its time is over; what was published meanwhile arrives later."""
    do_harm, mend = HARMS[harm]
    patient = settings.ELASTICSEARCH
    indexes = f"{patient['prefix']}-*"
    with site.publishing():
        guide = factories.guide(community, title="Mentorat")

    monkeypatch.setattr(building, "PAUSES", (0.01,))
    monkeypatch.setattr(service, "BATCH", 1)  # some pages are sent before, some after
    settings.ELASTICSEARCH = patient | {"bulk_timeout": 2.0}
    with pytest.raises(SearchUnavailable):
        service.rebuild(progress=lambda done, total: do_harm(server, indexes))
    with site.saving():
        guide.title = "Parrainage"
        guide.save_revision().publish()
    assert OutboxEntry.objects.exists()
    settings.ELASTICSEARCH = patient
    mend(server, indexes)
    site.heal()
    assert site.found("parrainage") == ["Parrainage"]
    call_command("search_rebuild", verbosity=0)
    assert is_whole(server, patient["prefix"])


def at_first(times: int, manner: Manner) -> Manner:
    """This manner for so many writes, then an honest server."""
    writes: Counter[str] = Counter()

    def behaving(proxy: Proxy, request: Request) -> Answer:
        writes["seen"] += request.is_bulk
        return (manner if writes["seen"] <= times else Proxy.forward)(proxy, request)

    return behaving


@pytest.mark.parametrize("manner", [too_busy_to_write, half_refused], ids=["all", "half"])
def test_a_busy_server_is_sent_the_same_again(
    server: Node,
    between: Proxy,
    open_site: Open,
    community: CommunityPage,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    manner: Manner,
):
    monkeypatch.setattr(building, "PAUSES", (0.01, 0.02, 0.04))
    with open_site(server, url=between.url) as site:
        with site.publishing():
            for number in range(4):
                factories.guide(community, title=f"Fiche {number}")
        between.behave(at_first(3, manner))
        service.rebuild()
        assert is_whole(server, settings.ELASTICSEARCH["prefix"])
        assert not compare().ids
        between.behave(at_first(4, manner))
        with pytest.raises(SearchUnavailable):
            service.rebuild()
        between.behave()
        assert is_whole(server, settings.ELASTICSEARCH["prefix"]), "nothing is left of it"
        assert len(site.found("fiche")) == 4


def test_stopped_by_hand_it_leaves_nothing(
    server: Node, site: Site, community: CommunityPage, settings: Any
):
    with site.publishing():
        factories.guide(community, title="Mentorat")

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    before = standing(server, settings.ELASTICSEARCH["prefix"])
    with pytest.raises(KeyboardInterrupt):
        service.rebuild(progress=stop)
    assert standing(server, settings.ELASTICSEARCH["prefix"]) == before
    assert site.found("mentorat") == ["Mentorat"]


def test_changes_while_it_fills_are_in_both(site: Site, community: CommunityPage):
    with site.publishing():
        guide = factories.guide(community, title="Mentorat")
        leaving = factories.guide(community, title="Tutorat")
    seen: list[list[str]] = []

    def change(done: int, total: int) -> None:
        with site.saving():
            guide.title = "Parrainage"
            guide.save_revision().publish()
            leaving.delete()
        seen.append(site.found("parrainage"))

    service.rebuild(progress=change)
    assert seen[0] == ["Parrainage"], "found before the rebuild ends"
    assert site.found("parrainage") == ["Parrainage"]
    assert "Tutorat" not in site.found("tutorat")
    assert not compare().ids


def test_readers_never_see_a_gap(server: Node, site: Site, community: CommunityPage, settings: Any):
    with site.publishing():
        for number in range(5):
            factories.guide(community, title=f"Fiche {number}")
    alias = f"{settings.ELASTICSEARCH['prefix']}-fr"
    with server.client() as client:
        entries = client.count(index=alias)["count"]
    seen: Counter[object] = Counter()
    over = threading.Event()

    def read() -> None:
        with server.client() as client:
            while not over.is_set():
                try:
                    seen[client.count(index=alias)["count"]] += 1
                except ApiError as error:
                    seen[str(error)] += 1

    readers = [threading.Thread(target=read) for _ in range(2)]
    for each in readers:
        each.start()
    for _ in range(2):
        service.rebuild()
    over.set()
    for each in readers:
        each.join()
    assert seen.keys() == {entries}


def test_a_second_run_gives_way(site: Site, community: CommunityPage):
    def start_another(done: int, total: int) -> None:
        with pytest.raises(IndexBusy):
            service.rebuild()
        with pytest.raises(CommandError, match="another rebuild"):
            call_command("search_rebuild", verbosity=0)

    service.rebuild(progress=start_another)
    assert not compare().ids
