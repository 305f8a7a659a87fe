"""The search server is away: nobody who writes or reads has to wait, and nothing is lost."""

import time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from search import jobs
from search.models import OutboxEntry
from tests import factories
from tests.search.faults.conftest import Site
from tests.search.servers import Node
from wiki.communities.models import CommunityPage
from wiki.people.models import User

#: Ways to lose a server: nobody listens any more, or somebody listens and never answers.
LOSSES = {"stopped": Node.stop, "held": Node.pause}


@pytest.fixture(params=LOSSES)
def lost(request: pytest.FixtureRequest) -> str:
    return request.param


def shown(client: Client, query: str) -> str:
    """The text of the results page, which has to be there."""
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").main.get_text()


def test_work_goes_on_and_all_arrives_later(
    server: Node, site: Site, community: CommunityPage, client: Client, reader: User, lost: str
):
    with site.publishing():
        known = factories.guide(community, title="Mentorat")
        leaving = factories.guide(community, title="Tutorat")
        closed = factories.community(title="Interne")
        factories.guide(closed, title="Mentorat interne")
        factories.restrict(closed)
    assert client.get("/readyz").json()["parts"]["search"] == "ok"

    LOSSES[lost](server)
    with site.saving():
        new = factories.guide(community, title="Parrainage")
    with site.saving():
        known.title = "Compagnonnage"
        known.save_revision().publish()
    with site.saving():
        leaving_id = leaving.pk
        leaving.delete()
    waiting = set(OutboxEntry.objects.values_list("page_id", flat=True))
    assert waiting >= {new.pk, known.pk, leaving_id}
    jobs.drain_outbox()
    jobs.heal_index()
    assert set(OutboxEntry.objects.values_list("page_id", flat=True)) == waiting

    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["parts"]["search"]) == (200, "unavailable")
    assert "Parrainage" in shown(client, "parrainage")
    assert "Mentorat interne" not in shown(client, "mentorat")
    client.force_login(reader)
    assert "Mentorat interne" in shown(client, "mentorat")

    server.recover()
    site.heal()
    assert site.found("compagnonnage") == ["Compagnonnage"]
    assert site.found("parrainage") == ["Parrainage"]
    assert "Tutorat" not in site.found("tutorat")


def test_one_reader_waits_and_the_others_do_not(
    server: Node, site: Site, client: Client, settings: Any
):
    server.pause()
    started = time.monotonic()
    shown(client, "mentorat")
    assert time.monotonic() - started < settings.ELASTICSEARCH["timeout"] + 1
    started = time.monotonic()
    for _ in range(3):
        shown(client, "mentorat")
    assert time.monotonic() - started < 2, "a server that does not answer is left alone"


def test_killed_and_back_while_many_pages_change(
    server: Node, site: Site, community: CommunityPage
):
    with site.publishing():
        guides = [factories.guide(community, title=f"Cahier {number}") for number in range(9)]
    for number, guide in enumerate(guides):
        if number == 3:
            server.kill()
        if number == 6:
            server.recover()
        with site.saving():
            guide.title = f"Fiche {number}"
            guide.save_revision().publish()
    site.heal()
    assert len(site.found("fiche")) == len(guides)
