"""The screens of a community's channels."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.communities.scenes import Scene, client_of, hidden, scene
from tests.syndication.channels import Channel
from wiki.syndication.models import Webhook, WebhookPost
from wiki.syndication.webhooks import services

pytestmark = pytest.mark.django_db
VALUES = {"name": "Général", "service": "slack", "address": "https://hooks.example.org/T1/secret",
          "active": "on"}  # fmt: skip


@pytest.fixture
def here(home: object) -> Scene:
    return scene("Animation")


@pytest.fixture
def chief(here: Scene) -> Client:
    return client_of(here.chief)


def soup(response: Any) -> Any:
    return BeautifulSoup(response.content, "html.parser")


def test_a_channel_from_end_to_end(
    here: Scene, chief: Client, channel: Channel, committed: Any
) -> None:
    url = here.url("channels/")
    assert soup(chief.get(url)).select_one(".empty")
    answer = chief.post(f"{url}new/", {**VALUES, "address": channel.address})
    assert answer.status_code == 302
    row = Webhook.objects.get()
    assert (row.address, row.created_by) == (channel.address, here.chief)
    shown = chief.get(url).content.decode()
    assert "127.0.0.1" in shown
    assert "/hooks/1" not in shown
    with committed():
        chief.post(f"{url}{row.pk}/act/", {"act": "test"})
    assert len(channel.told) == 1
    assert "Animation" not in str(channel.told)
    assert soup(chief.get(url)).select("#posts")
    # An empty address leaves the present one.
    chief.post(f"{url}{row.pk}/", {**VALUES, "address": "", "name": "Autre", "service": "teams"})
    row.refresh_from_db()
    assert (row.name, row.service, row.address) == ("Autre", "teams", channel.address)
    assert "/hooks/1" not in chief.get(f"{url}{row.pk}/").content.decode()
    chief.post(f"{url}{row.pk}/act/", {"act": "remove"})
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"address": ""}, {"address": "ftp://example.org/x"}, {"address": "https://u:p@example.org/"},
     {"address": "example"}, {"address": "https://example.org/" + "x" * 3000}, {"name": ""},
     {"name": "x" * 81}, {"service": "irc"}, {"name": "a\0"}, {"address": "https://a\0b/"}],
)  # fmt: skip
def test_what_is_wrong_is_said(here: Scene, chief: Client, wrong: dict[str, str]) -> None:
    answer = chief.post(here.url("channels/new/"), {**VALUES, **wrong})
    assert answer.status_code == 422
    assert soup(answer).select_one(".field-error")
    assert not Webhook.objects.exists()


def test_there_are_not_more_than_ten(here: Scene, chief: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(services, "MOST_CHANNELS", 1)
    chief.post(here.url("channels/new/"), VALUES)
    answer = chief.post(here.url("channels/new/"), VALUES)
    assert answer.status_code == 422
    assert soup(answer).select_one("[role=alert]")
    assert Webhook.objects.count() == 1


def test_they_are_for_those_who_run_the_community(here: Scene, chief: Client) -> None:
    chief.post(here.url("channels/new/"), VALUES)
    row = Webhook.objects.get()
    screens = ("channels/", "channels/new/", f"channels/{row.pk}/")
    for path in screens:
        assert Client().get(here.url(path)).status_code == 302
        assert client_of(here.member).get(here.url(path)).status_code == 403
        assert chief.get(here.url(path)).status_code == 200
    act = here.url(f"channels/{row.pk}/act/")
    assert client_of(here.member).post(act, {"act": "remove"}).status_code == 403
    secret = hidden()
    assert client_of(here.chief).get(secret.url("channels/")).status_code == 404
    # The channel of one community is none of another one's.
    other = scene("Écoute")
    assert client_of(other.chief).get(other.url(f"channels/{row.pk}/")).status_code == 404
    assert client_of(other.chief).post(
        other.url(f"channels/{row.pk}/act/"), {"act": "remove"}
    ).status_code == 404  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [{}, {"act": "x"}, {"act": "again"}, {"act": "again", "post": "²"},
     {"act": "again", "post": "9" * 30}, {"act": "again", "post": "7"}],
)  # fmt: skip
def test_nonsense_is_no_act(here: Scene, chief: Client, data: dict[str, str]) -> None:
    chief.post(here.url("channels/new/"), VALUES)
    address = here.url(f"channels/{Webhook.objects.get().pk}/act/")
    assert chief.post(address, data).status_code == 404
    assert chief.get(address).status_code == 405


def test_the_log_names_what_its_reader_may_read(here: Scene, chief: Client) -> None:
    chief.post(here.url("channels/new/"), VALUES)
    row = Webhook.objects.get()
    page = factories.digest(here.community, title="Lettre close")
    WebhookPost.objects.filter(webhook=row).update(state="failed", reason="status", status=404)
    assert "Lettre close" in chief.get(here.url("channels/")).content.decode()
    factories.restrict(page, groups=["Quelques-uns"])
    shown = chief.get(here.url("channels/")).content.decode()
    assert "Lettre close" not in shown
    assert 'value="again"' in shown


def test_the_screen_costs_the_same_however_long_the_log(here: Scene, chief: Client) -> None:
    chief.post(here.url("channels/new/"), VALUES)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert chief.get(here.url("channels/")).status_code == 200
        return len(queries)

    def post(number: int) -> None:
        factories.digest(here.community, title=f"Lettre {number}")

    post(0)
    cost()
    few = cost()
    for number in range(1, 6):
        post(number)
    cost()  # what waits is counted anew after each change of content
    assert cost() == few <= 18
    assert WebhookPost.objects.count() == 6
