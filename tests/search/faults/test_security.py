"""A server behind TLS that asks who is there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from search import engines, service
from search.errors import SearchUnavailable
from search.evaluation.sets import read_set
from search.evaluation.stock import sides
from search.models import OutboxEntry
from tests import factories
from tests.search import certificates, servers
from tests.search.evaluation.made import write_set
from tests.search.faults.conftest import Open, Site
from tests.search.faults.test_outage import shown
from tests.search.servers import PASSWORD, USER, Node
from wiki.communities.models import CommunityPage
from wiki.importers.evaluation.runs import Plan, ask_stock, prepared
from wiki.importers.evaluation.servers import Servers


@pytest.fixture(scope="module")
def safe(need_servers: None) -> Iterator[Node]:
    with servers.secured() as node:
        yield node


@pytest.fixture
def known(safe: Node, open_site: Open) -> Iterator[Site]:
    """A site that the server knows, and that knows the server."""
    with open_site(
        safe, username=USER, password=PASSWORD, ca_certificate=str(safe.authority)
    ) as opened:
        yield opened


def test_rights_on_its_own_indexes_are_enough(known: Site, community: CommunityPage):
    with known.publishing():
        guide = factories.guide(community, title="Mentorat")
    with known.publishing():
        guide.unpublish()
    service.rebuild()
    with known.publishing():
        guide.save_revision().publish()
    assert known.found("mentorat") == ["Mentorat"]


def test_an_api_key_does_as_well(safe: Node, open_site: Open, community: CommunityPage):
    with safe.client() as admin:
        made = admin.security.create_api_key(name="site", role_descriptors=servers.SITE_ROLE)
    with open_site(safe, api_key=made["encoded"], ca_certificate=str(safe.authority)) as site:
        with site.publishing():
            factories.guide(community, title="Mentorat")
        assert site.found("mentorat") == ["Mentorat"]


@pytest.mark.parametrize("wrong", ["password", "nobody", "authority", "no authority"])
def test_refused_and_accepted_again(
    known: Site,
    community: CommunityPage,
    client: Client,
    settings: Any,
    tmp_path: Path,
    wrong: str,
):
    """A password that was changed, a certificate that expired or was replaced."""
    with known.publishing():
        factories.guide(community, title="Mentorat")
    right = settings.ELASTICSEARCH
    mistakes = {
        "password": {"password": "another"},
        "nobody": {"username": "", "password": ""},
        "authority": {"ca_certificate": str(certificates.authority(tmp_path))},
        "no authority": {"ca_certificate": ""},
    }
    settings.ELASTICSEARCH = right | mistakes[wrong]
    with known.saving():
        factories.guide(community, title="Parrainage")
    assert OutboxEntry.objects.exists()
    assert "Mentorat" in shown(client, "mentorat")
    assert client.get("/readyz").json()["parts"]["search"] == "unavailable"
    with pytest.raises(SearchUnavailable):
        service.rebuild()
    settings.ELASTICSEARCH = right
    known.heal()
    assert known.found("parrainage") == ["Parrainage"]


def test_nothing_secret_is_told(known: Site, settings: Any, caplog: pytest.LogCaptureFixture):
    settings.ELASTICSEARCH = settings.ELASTICSEARCH | {"password": "quite-another-secret"}
    with pytest.raises(SearchUnavailable) as refused:
        engines.engine().check()
    assert "quite-another-secret" not in f"{refused.value!r} {caplog.text}"


@pytest.mark.parametrize("opening", ["password", "key"])
def test_other_engines_are_measured_there_as_well(
    safe: Node, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opening: str
):
    """What opens the site's own server, and the rights of the site, are enough."""
    given = {"USERNAME": USER, "PASSWORD": PASSWORD}
    if opening == "key":
        with safe.client() as admin:
            made = admin.security.create_api_key(name="site", role_descriptors=servers.SITE_ROLE)
        given = {"API_KEY": made["encoded"]}
    for name, value in {**given, "CA_CERTIFICATE": str(safe.authority)}.items():
        monkeypatch.setenv(f"ELASTICSEARCH_{name}", value)
    monkeypatch.delenv("TEST_ELASTICSEARCH_URL")
    settings.ELASTICSEARCH = settings.ELASTICSEARCH | {"url": safe.url}
    plan = Plan(("embedded",), ("plain",), Servers.of(postgresql=None, elasticsearch=None))
    collection = read_set(write_set(tmp_path / "small"))
    with prepared(collection, "fr", place=tmp_path / "place", server="") as asked:
        (figures,) = ask_stock(asked, sides.ELASTICSEARCH, plan)
    assert figures.ndcg_at_10 > 0.5
