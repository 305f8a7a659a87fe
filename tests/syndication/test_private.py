"""Private addresses: whose they are, what they open, and that they end."""

import logging
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.syndication.reading import ATOM, atom_of, texts, titles, valid_json
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Visibility
from wiki.core.logs import EventFormatter
from wiki.core.opml import read_outlines
from wiki.people.models import User
from wiki.people.services import copy_of, erase
from wiki.syndication.feeds import tokens
from wiki.syndication.models import FeedToken, SavedSearch

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def closed(home: object) -> CommunityPage:
    """A community that its members alone read, with a page."""
    section = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    factories.guide(section, title="Plan secret")
    return section


def secret_of(person: User) -> str:
    return tokens.secret_of(tokens.make_token(person))


def test_it_reads_with_the_rights_of_the_moment(closed: CommunityPage, reader: User) -> None:
    secret = secret_of(reader)
    address = f"/feeds/private/{secret}/site.atom"
    inside = f"/feeds/private/{secret}/communities/fermee.json"
    assert titles(atom_of(address)) == []
    assert Client().get(inside).status_code == 404
    Membership.objects.create(community=closed, person=reader)
    assert titles(atom_of(address)) == ["Plan secret"]
    document = valid_json(Client().get(inside).content)
    assert [item["title"] for item in document["items"]] == ["Plan secret"]
    Membership.objects.get(person=reader).delete()
    assert titles(atom_of(address)) == []
    assert Client().get(inside).status_code == 404


def test_it_is_another_feed_than_the_public_one(closed: CommunityPage, reader: User) -> None:
    secret = secret_of(reader)
    own, public = atom_of(f"/feeds/private/{secret}/site.atom"), atom_of("/feeds/site.atom")
    assert texts(own, "a:id") != texts(public, "a:id")
    link = own.find("a:link[@rel='self']", ATOM)
    assert link.get("href") == f"{SITE}/feeds/private/{secret}/site.atom"


def test_nobody_else_keeps_it(closed: CommunityPage, reader: User) -> None:
    response = Client().get(f"/feeds/private/{secret_of(reader)}/site.atom")
    assert "private" in response.headers["Cache-Control"]
    assert "no-cache" in response.headers["Cache-Control"]
    assert "public" not in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    again = Client().get(
        f"/feeds/private/{secret_of(reader)}/site.atom",
        headers={"if-none-match": response.headers["ETag"]},
    )
    assert again.status_code == 200, "another address, another feed"


@pytest.mark.parametrize("end", ["revoke", "renew", "deactivate", "erase", "forge", "cut"])
def test_it_ends(closed: CommunityPage, end: str) -> None:
    person = factories.member(closed)
    secret = secret_of(person)
    address = f"/feeds/private/{secret}/site.atom"
    assert titles(atom_of(address)) == ["Plan secret"]
    match end:
        case "revoke":
            tokens.revoke_token(person)
        case "renew":
            assert titles(atom_of(f"/feeds/private/{secret_of(person)}/site.atom"))
        case "deactivate":
            User.objects.filter(pk=person.pk).update(is_active=False)
        case "erase":
            erase(person)
        case "forge":
            address = address.replace(secret[-3:], "abc")
        case "cut":
            address = address.replace(secret, secret[:-1])
    for path in ("site.atom", "site.json", "communities/fermee.ics", "communities.ics",
                 "feeds.opml"):  # fmt: skip
        assert Client().get(address.replace("site.atom", path)).status_code == 404, path


def test_the_database_alone_opens_nothing(closed: CommunityPage, settings: Any) -> None:
    person = factories.member(closed)
    secret = secret_of(person)
    key = FeedToken.objects.get().key
    assert secret not in str(FeedToken.objects.values().get())
    settings.SECRET_KEY = "the key of another site"
    other = secret_of(factories.user("other@example.org")).partition("~")[2]
    for forged in (secret, f"{key}~{other}", f"{key}~{key}"):
        assert Client().get(f"/feeds/private/{forged}/site.atom").status_code == 404


def test_a_site_closed_to_visitors_opens_to_it(home: Any, reader: User) -> None:
    factories.guide(factories.community(title="Interne"), title="Pour nous")
    factories.restrict(home)
    assert Client().get("/feeds/site.atom").status_code == 302
    assert titles(atom_of(f"/feeds/private/{secret_of(reader)}/site.atom")) == ["Pour nous"]


def test_the_account_makes_shows_and_takes_back(closed: CommunityPage) -> None:
    person = factories.member(closed)
    SavedSearch.objects.create(person=person, name="Plans", query="q=plan")
    client = Client()
    assert client.get("/account/feeds/").status_code == 302
    client.force_login(person)
    assert not BeautifulSoup(client.get("/account/feeds/").content, "html.parser").select(".feeds")
    client.post("/account/feeds/make/")
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/account/feeds/")
    assert len(queries) <= 24
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]
    shown = BeautifulSoup(response.content, "html.parser")
    addresses = [a["href"] for a in shown.select("a[type='application/atom+xml']")]
    assert [each for each in addresses if each.endswith("/communities/fermee.atom")]
    assert [each for each in addresses if "/searches/" in each]
    listed = shown.select_one("a[type='text/x-opml']")["href"].removeprefix(SITE)
    feeds = read_outlines(Client().get(listed).content)
    assert sorted(feed.address for feed in feeds) == sorted(addresses)
    for each in addresses:
        atom_of(each.removeprefix(SITE))
    client.post("/account/feeds/revoke/")
    assert Client().get(listed).status_code == 404
    assert FeedToken.objects.get().revoked_at


def test_its_use_is_noted_by_the_day(closed: CommunityPage, reader: User) -> None:
    address = f"/feeds/private/{secret_of(reader)}/site.atom"
    Client().get(address)
    assert FeedToken.objects.get().last_used == timezone.localdate()
    with CaptureQueriesContext(connection) as queries:
        Client().get(address)
    assert not [each for each in queries if each["sql"].startswith("UPDATE")]
    assert len(queries) <= 5


def test_it_is_in_no_log_and_no_copy_of_data(closed: CommunityPage, reader: User) -> None:
    secret = secret_of(reader)
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "Internal Server Error: %s",
        (f"/feeds/private/{secret}/site.atom",), None,
    )  # fmt: skip
    line = EventFormatter().format(record)
    assert secret not in line
    assert "/feeds/private/" in line
    archive = copy_of(reader)
    assert secret.encode() not in archive
    assert FeedToken.objects.get().key.encode() not in archive


def test_another_person_does_not_read_ones_searches(closed: CommunityPage, reader: User) -> None:
    search = SavedSearch.objects.create(person=reader, name="À moi", query="q=plan")
    other = secret_of(factories.user("other@example.org"))
    path = f"searches/{search.pk}.atom"
    assert Client().get(f"/feeds/private/{other}/{path}").status_code == 404
    assert Client().get(f"/feeds/private/{secret_of(reader)}/{path}").status_code == 200
    for wrong in ("0", "999999999999999999", "9" * 30, "x", "²"):
        address = f"/feeds/private/{secret_of(reader)}/searches/{wrong}.atom"
        assert Client().get(address).status_code == 404
