"""Dates of communities as calendars read them."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from tests import factories
from tests.communities.scenes import Scene, restricted, scene
from wiki.communities.models import Gathering
from wiki.communities.services.gatherings import add_gathering, change_gathering, remove_gathering
from wiki.people.models import User
from wiki.syndication.feeds import tokens

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
ADDRESS = "/feeds/communities/animation.ics"


@pytest.fixture
def here(home: object) -> Scene:
    return scene("Animation")


def calendar(address: str) -> Calendar:
    response = Client().get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"\r\n" in response.content
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75
    return Calendar.from_ical(response.content)


def events(address: str) -> list[Any]:
    return list(calendar(address).walk("VEVENT"))


def date(here: Scene, **values: Any) -> Gathering:
    starts = values.pop("starts_at", timezone.now() + timedelta(days=3))
    values = {"title": "Atelier", "starts_at": starts, **values}
    return add_gathering(here.community, values, by=here.chief)


def test_a_date_says_all(here: Scene) -> None:
    starts = datetime(2027, 7, 1, 14, 30, tzinfo=PARIS)
    gathering = date(
        here, title="Atelier, suite; fin", starts_at=starts, ends_at=starts + timedelta(hours=2),
        place="Salle 4\nou https://visio.example/x", notes="Ordre du jour :\n- écouter\n" * 20,
    )  # fmt: skip
    (event,) = events(ADDRESS)
    assert event["UID"] == f"gathering-{gathering.pk}@127.0.0.1"
    assert event["SUMMARY"] == "Atelier, suite; fin"
    assert event.start == starts
    assert event.start.utcoffset() == timedelta(hours=2)
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert event.end - event.start == timedelta(hours=2)
    assert event["LOCATION"] == gathering.place
    assert event["DESCRIPTION"] == gathering.notes
    assert event["URL"] == f"http://127.0.0.1:8000{here.community.url}"
    assert event["DTSTAMP"].dt == gathering.changed_at.replace(microsecond=0)
    made = calendar(ADDRESS)
    assert [each["TZID"] for each in made.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert not made.walk("VALARM")
    assert not made.errors


def test_a_date_in_winter_has_winter_time(here: Scene) -> None:
    starts = datetime(2027, 1, 12, 9, 0, tzinfo=PARIS)
    date(here, starts_at=starts)
    (event,) = events(ADDRESS)
    assert event.start == starts
    assert "DTEND" not in event


def test_a_date_that_moves_stays_the_same_event(here: Scene) -> None:
    gathering = date(here)
    (before,) = events(ADDRESS)
    tag = Client().get(ADDRESS).headers["ETag"]
    assert Client().get(ADDRESS, headers={"if-none-match": tag}).status_code == 304
    later = gathering.starts_at + timedelta(days=1)
    change_gathering(gathering, {"starts_at": later}, by=here.chief)
    (after,) = events(ADDRESS)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    change_gathering(gathering, {"title": "Autre titre"}, by=here.chief)
    assert events(ADDRESS)[0]["SEQUENCE"] == after["SEQUENCE"], "the hour is the same"
    assert Client().get(ADDRESS, headers={"if-none-match": tag}).status_code == 200
    remove_gathering(gathering, by=here.chief)
    assert events(ADDRESS) == []


def test_moving_by_the_screen_counts_too(here: Scene, client: Client) -> None:
    gathering = date(here)
    client.force_login(here.chief)
    client.post(
        here.url(f"meetings/{gathering.pk}/"), {"title": "Atelier", "starts_at": "2027-05-04T10:00"}
    )
    gathering.refresh_from_db()
    assert gathering.moves == 1


def test_what_is_long_over_leaves(here: Scene) -> None:
    now = timezone.now()
    for days in (-200, -20, 20):
        moment = now + timedelta(days=days)
        Gathering.objects.create(community=here.community, title=f"{days}", starts_at=moment)
    assert [event["SUMMARY"] for event in events(ADDRESS)] == ["-20", "20"]


def test_dates_are_for_those_who_read_the_community(here: Scene, reader: User) -> None:
    closed = restricted()
    date(closed, title="À huis clos")
    date(here, title="Ouvert")
    address = f"/feeds/communities/{closed.community.slug}.ics"
    assert Client().get(address).status_code == 404
    secret = tokens.secret_of(tokens.make_token(reader))
    own = f"/feeds/private/{secret}/communities/{closed.community.slug}.ics"
    assert Client().get(own).status_code == 404
    theirs = tokens.secret_of(tokens.make_token(closed.member))
    own = f"/feeds/private/{theirs}/communities/{closed.community.slug}.ics"
    assert [event["SUMMARY"] for event in events(own)] == ["À huis clos"]
    # Mine: of the communities in which one is, not of all that one may read.
    assert [e["SUMMARY"] for e in events(f"/feeds/private/{theirs}/communities.ics")] == [
        "À huis clos"
    ]
    assert events(f"/feeds/private/{secret}/communities.ics") == []


def test_it_costs_the_same_however_many_dates(here: Scene) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            Client().get(ADDRESS)
        return len(queries)

    date(here)
    cost()
    few = cost()
    for number in range(6):
        date(here, title=f"{number}")
    assert cost() == few <= 6


def test_the_community_leads_there(here: Scene, client: Client) -> None:
    date(here)
    page = BeautifulSoup(client.get(here.community.url).content, "html.parser")
    assert page.select_one("#dates a[type='text/calendar']")["href"] == ADDRESS
    closed = restricted()
    date(closed)
    client.force_login(closed.member)
    page = BeautifulSoup(client.get(closed.community.url).content, "html.parser")
    assert not page.select("#dates a[type='text/calendar']")
    assert page.select_one("#dates a[href='/account/feeds/']")


def test_an_empty_calendar_is_one(home: object) -> None:
    factories.community(title="Animation")
    assert events(ADDRESS) == []
