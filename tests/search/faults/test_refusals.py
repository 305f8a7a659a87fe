"""The search server answers and refuses: it has too much to do, no room, no index."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from search.models import OutboxEntry
from tests import factories
from tests.search.faults.conftest import Open, Site
from tests.search.faults.proxy import (
    Answer,
    Manner,
    Proxy,
    Request,
    half_refused,
    slow,
    too_busy,
    too_busy_to_write,
)
from tests.search.faults.test_outage import shown
from tests.search.servers import Node
from wiki.communities.models import CommunityPage


@pytest.fixture
def far_site(server: Node, between: Proxy, open_site: Open) -> Iterator[Site]:
    """A site that reaches its server through the proxy."""
    with open_site(server, url=between.url) as opened:
        between.behave()
        yield opened
        between.behave()


@pytest.mark.parametrize(
    "manner",
    [too_busy, too_busy_to_write, half_refused, slow(4)],
    ids=["busy", "busy to write", "half", "slow"],
)
def test_refused_for_a_while(
    between: Proxy, far_site: Site, community: CommunityPage, client: Client, manner: Manner
):
    with far_site.publishing():
        first = factories.guide(community, title="Mentorat")
    between.behave(manner)
    with far_site.saving():
        guides = [factories.guide(community, title=f"Fiche {number}") for number in range(6)]
        first.title = "Compagnonnage"
        first.save_revision().publish()
    assert OutboxEntry.objects.exists()
    assert "Fiche 3" in shown(client, "fiche 3") or manner in (too_busy_to_write, half_refused)
    between.behave()
    far_site.heal()
    assert len(far_site.found("fiche")) == len(guides)
    assert far_site.found("compagnonnage") == ["Compagnonnage"]


def test_what_was_taken_is_not_sent_again(between: Proxy, far_site: Site, community: CommunityPage):
    between.behave(half_refused)
    with far_site.saving():
        for number in range(6):
            factories.guide(community, title=f"Fiche {number}")
    taken = len(far_site.found("fiche"))
    assert 0 < taken < 6, "half of the bulk arrived and is found at once"
    between.behave()
    far_site.heal()
    sent = b"".join(request.body for request in between.asked if request.is_bulk)
    assert sent.count(b'"index":') <= 6 - taken + 1


def test_no_room_left_on_the_disk(
    server: Node, site: Site, community: CommunityPage, settings: Any
):
    """What the server does by itself when its disk is nearly full."""
    index = f"{settings.ELASTICSEARCH['prefix']}-fr"
    with site.publishing():
        known = factories.guide(community, title="Mentorat")
    block(server, index, on=True)
    with site.saving():
        factories.guide(community, title="Parrainage")
        known.title = "Compagnonnage"
        known.save_revision().publish()
    assert OutboxEntry.objects.exists()
    assert site.found("mentorat") == ["Mentorat"], "questions are answered as before"
    block(server, index, on=False)
    site.heal()
    assert site.found("parrainage") == ["Parrainage"]
    assert site.found("compagnonnage") == ["Compagnonnage"]


def block(server: Node, index: str, *, on: bool) -> None:
    with server.client() as client:
        value = True if on else None
        client.indices.put_settings(
            index=index, settings={"index.blocks.read_only_allow_delete": value}
        )


def test_index_removed_by_hand(
    server: Node, site: Site, community: CommunityPage, client: Client, settings: Any
):
    with site.publishing():
        factories.guide(community, title="Mentorat")
    with server.client() as admin:
        alias = f"{settings.ELASTICSEARCH['prefix']}-fr"
        (name,) = admin.indices.get_alias(index=alias)
        admin.indices.delete(index=name)
    assert "Mentorat" in shown(client, "mentorat")
    with site.saving():
        factories.guide(community, title="Parrainage")
    with server.client() as admin:
        made = admin.indices.get_alias(index=f"{alias}*", allow_no_indices=True)
        assert not made.body, "no write makes an index with fields of the server's guess"
    assert client.get("/readyz").json()["parts"]["search"] == "missing"
    site.heal()
    assert site.found("mentorat") == ["Mentorat"]
    assert site.found("parrainage") == ["Parrainage"]


def test_answers_that_are_no_answers(
    between: Proxy, far_site: Site, community: CommunityPage, client: Client
):
    """Something else listens there: a proxy's page of errors, or nonsense."""

    def page_of_errors(proxy: Proxy, request: Request) -> Answer:
        return Answer(502, b"<html>Bad gateway</html>")

    def nonsense(proxy: Proxy, request: Request) -> Answer:
        return Answer(200, b'{"took": ')

    def something_else(proxy: Proxy, request: Request) -> Answer:
        return Answer(200, b"{}")

    for number, manner in enumerate((page_of_errors, nonsense, something_else)):
        between.behave(manner)
        with far_site.saving():
            factories.guide(community, title=f"Fiche {number}")
        started = time.monotonic()
        shown(client, f"fiche {number}")
        assert time.monotonic() - started < 4
        assert OutboxEntry.objects.exists()
    between.behave()
    far_site.heal()
    assert len(far_site.found("fiche")) == 3
