"""The list, the bell, the settings."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.notifications.conftest import signed_in
from wiki.communities.models import CommunityPage
from wiki.notifications.kinds import KINDS
from wiki.notifications.models import Notice, Pause, Wish
from wiki.notifications.queries import unread_count
from wiki.notifications.services.reading import forget_old
from wiki.people.models import User

pytestmark = pytest.mark.django_db
LIST = "/account/notices/"
SETTINGS = "/account/notices/settings/"


def notices(person: User, community: CommunityPage, count: int, *, start: int = 0) -> None:
    page = factories.guide(community, title=f"Guide {start}")
    Notice.objects.bulk_create(
        Notice(recipient=person, kind="page_new", event=f"{n}", page=page, channel="site")
        for n in range(start, start + count)
    )


def shown(client: Client, address: str = LIST) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_only_for_people_signed_in(client: Client, home: object) -> None:
    for address in (LIST, SETTINGS, "/account/following/"):
        assert client.get(address).url.startswith("/account/sign-in/")
    assert client.post("/account/notices/read/").url.startswith("/account/sign-in/")


def test_by_day_with_what_is_unread_and_pages(community: CommunityPage, reader: User) -> None:
    notices(reader, community, 31)
    Notice.objects.filter(event="3").update(created_at="2026-01-05T10:00:00Z")
    client = signed_in(reader)
    first = shown(client)
    assert len(first.select("main .rows > li")) == 30
    second = shown(client, f"{LIST}?page=2")
    assert [h.text for h in second.select("main h2")] == ["5 janvier 2026"]
    assert client.get(f"{LIST}?page=3").status_code == 404
    assert client.get(f"{LIST}?page=x").status_code == 404
    bell = first.select_one(f".site-menu a[href='{LIST}']")
    assert "31" in bell.text
    client.post("/account/notices/read/", {"notice": Notice.objects.first().pk})
    assert unread_count(reader) == 30
    client.post("/account/notices/read/")
    assert unread_count(reader) == 0
    assert not shown(client).select("main .badge")
    assert not shown(client).select(".site-menu .badge")
    for odd in ("x", "9" * 30, "²"):
        assert client.post("/account/notices/read/", {"notice": odd}).status_code == 404


def test_the_list_costs_the_same_whatever_its_length(
    community: CommunityPage, reader: User
) -> None:
    client = signed_in(reader)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    notices(reader, community, 2)
    cost()
    few = cost()
    for start in range(10, 20):
        notices(reader, community, 1, start=start)
    cost()  # what is kept until content changes
    assert cost() == few
    assert few <= 22, few


def test_the_bell_is_one_query_when_nothing_waits(
    community: CommunityPage, reader: User, django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    with django_assert_num_queries(1):
        assert unread_count(reader) == 0
    notices(reader, community, 3)
    with django_assert_max_num_queries(8):
        assert unread_count(User.objects.get(pk=reader.pk)) == 3


def test_empty_says_what_will_be_here(reader: User, home: object) -> None:
    assert shown(signed_in(reader)).select_one(".empty a")


def test_every_kind_can_be_chosen_on_one_page(home: object, reader: User) -> None:
    client = signed_in(reader)
    form = shown(client, SETTINGS)
    usual = {
        select["name"]: select.select_one("option[selected]")["value"]
        for select in form.select("main select")
        if select["name"] != "pause"
    }
    assert usual == {name: kind.default.value for name, kind in KINDS.items()}
    answer = client.post(SETTINGS, {**usual, "mention": "off", "page_new": "now", "pause": "7"})
    assert answer.url == SETTINGS
    chosen = dict(Wish.objects.values_list("kind", "channel"))
    assert chosen == {"mention": "off", "page_new": "now"}
    assert (Pause.objects.get().until - timezone.localdate()).days == 7
    client.post(SETTINGS, {**usual, "pause": "0"})
    assert not Wish.objects.exists()
    assert not Pause.objects.exists()
    for bad in ({}, {**usual, "mention": "shout"}, {**usual, "pause": "1000"}):
        assert client.post(SETTINGS, bad).status_code == 422


def test_every_kind_has_a_sentence_and_an_icon(
    community: CommunityPage, reader: User, admin: User
) -> None:
    page = factories.guide(community, owner=reader)
    for kind in KINDS.values():
        for case in kind.says:
            Notice.objects.create(
                recipient=reader, kind=kind.name, event=f"{kind.name}{case}", page=page,
                actor=admin, channel="site", data={"case": case, "role": "expert"},
            )  # fmt: skip
    Notice.objects.create(
        recipient=reader, kind="of_another_version", event="x", page=page, channel="site"
    )
    client = signed_in(reader)
    told = sum(len(kind.says) for kind in KINDS.values())
    first, second = (shown(client, f"{LIST}?page={number}") for number in (1, 2))
    rows = [row for page in (first, second) for row in page.select("main .rows > li")]
    assert len(rows) == told
    assert all(row.select_one("svg") for row in rows)
    assert all("%(" not in row.text for row in rows)


def test_old_ones_are_forgotten(community: CommunityPage, reader: User) -> None:
    notices(reader, community, 2)
    Notice.objects.filter(event="0").update(created_at="2020-01-01T00:00:00Z")
    forget_old()
    assert list(Notice.objects.values_list("event", flat=True)) == ["1"]
