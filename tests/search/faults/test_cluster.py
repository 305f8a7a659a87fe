"""Two servers, of which one is lost."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client

from search import service
from search.errors import SearchUnavailable
from search.models import OutboxEntry
from tests import factories
from tests.search import servers
from tests.search.faults.conftest import Open
from tests.search.faults.test_outage import shown
from tests.search.faults.test_rebuilds import is_whole
from tests.search.servers import Node
from wiki.communities.models import CommunityPage

Pair = tuple[Node, Node]


@pytest.fixture(scope="module")
def both(need_servers: None) -> Iterator[Pair]:
    with servers.cluster() as nodes:
        yield nodes


@pytest.fixture
def pair(both: Pair) -> Iterator[Pair]:
    """A cluster of two, the master first; both run again at the end."""
    yield both
    for node in both:
        node.recover()
    both[0].wait(nodes=2)


def wait_for(node: Node, status: str) -> None:
    with node.client(request_timeout=60) as client:
        health = client.cluster.health(wait_for_status=status, timeout="50s")
    assert not health["timed_out"], health


def test_the_other_one_is_lost_while_pages_change(
    pair: Pair, open_site: Open, community: CommunityPage
):
    """Each index has a copy on the second server by itself: whichever is lost, one is left."""
    first, second = pair
    with open_site(first) as site:
        wait_for(first, "green")
        with site.publishing():
            guide = factories.guide(community, title="Mentorat")
        second.kill()
        with site.saving():
            guide.title = "Parrainage"
            guide.save_revision().publish()
        site.heal()
        assert site.found("parrainage") == ["Parrainage"]
        service.rebuild()
        assert site.found("parrainage") == ["Parrainage"]


def test_the_one_that_is_asked_is_lost(
    pair: Pair, open_site: Open, community: CommunityPage, client: Client
):
    first, _ = pair
    with open_site(first) as site:
        wait_for(first, "green")
        with site.publishing():
            factories.guide(community, title="Mentorat")
        first.kill()
        assert "Mentorat" in shown(client, "mentorat")
        with site.saving():
            factories.guide(community, title="Parrainage")
        assert OutboxEntry.objects.exists()
        first.start()
        site.heal()
        assert site.found("parrainage") == ["Parrainage"]


def test_without_a_master_nothing_is_written_and_nothing_lost(
    pair: Pair, open_site: Open, community: CommunityPage, client: Client
):
    """The site asks the second server, which may still answer questions but takes no write."""
    first, second = pair
    with open_site(second) as site:
        wait_for(second, "green")
        with site.publishing():
            factories.guide(community, title="Mentorat")
        first.kill()
        with site.saving():
            factories.guide(community, title="Parrainage")
        assert "Mentorat" in shown(client, "mentorat")
        first.start()
        site.heal()
        assert site.found("parrainage") == ["Parrainage"]


def test_the_other_one_is_lost_while_an_index_fills(
    pair: Pair,
    open_site: Open,
    community: CommunityPage,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
):
    """The fresh index has no copy yet: where it stood on the lost one, it is given up."""
    first, second = pair
    monkeypatch.setattr(service, "BATCH", 1)  # some pages are sent before, some after
    with open_site(first) as site:
        patient = settings.ELASTICSEARCH
        wait_for(first, "green")
        with site.publishing():
            guide = factories.guide(community, title="Mentorat")
        settings.ELASTICSEARCH = patient | {"bulk_timeout": 5.0}
        with suppress(SearchUnavailable):
            service.rebuild(progress=lambda done, total: second.kill())
        assert site.found("mentorat") == ["Mentorat"]
        with site.saving():
            guide.title = "Parrainage"
            guide.save_revision().publish()
        settings.ELASTICSEARCH = patient
        site.heal()
        service.rebuild()
        assert site.found("parrainage") == ["Parrainage"]
        assert is_whole(first, patient["prefix"])
