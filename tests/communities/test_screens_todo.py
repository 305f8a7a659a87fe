"""What waits for the people who run communities, and pages whose owner has left."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from guides.handing_over import LOGGED_AS, NotAMember, hand_over, left_behind
from search.models import OutboxEntry
from tests import factories
from tests.communities.scenes import Scene, client_of, scene
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage, JoinRequest, Membership
from wiki.communities.rights import Role
from wiki.communities.services.joining import ask_to_join, decide
from wiki.communities.services.membership import leave
from wiki.communities.waiting import waiting_count
from wiki.people.models import User
from wiki.people.services import erase

pytestmark = pytest.mark.django_db
TODO = "/communities/to-do/"


def rows(client: Client) -> list[tuple[str, str]]:
    """Address and the line below of each thing to do."""
    page = BeautifulSoup(client.get(TODO).content, "html.parser")
    return [
        (row.a["href"], " ".join(row.select("p")[1].text.split()))
        for row in page.select("main .rows > li")
    ]


def test_requests_wait_for_facilitators_with_their_age(home: object, reader: User) -> None:
    section, other = scene("Ouverte"), scene("Autre")
    Membership.objects.create(
        community=other.community, person=section.chief, role=Role.FACILITATOR
    )
    late = ask_to_join(other.community, reader)
    JoinRequest.objects.filter(pk=late.pk).update(asked_at=timezone.now() - timedelta(days=9))
    fresh = ask_to_join(section.community, reader)
    found = rows(client_of(section.chief))
    assert [address for address, _line in found] == [
        f"{other.url('requests/')}#request-{late.pk}",
        f"{section.url('requests/')}#request-{fresh.pk}",
    ]
    assert "Autre" in found[0][1]
    assert "9" in found[0][1]
    assert rows(client_of(section.member)) == []
    assert rows(client_of(reader)) == []
    assert client_of(None).get(TODO).status_code == 302


def test_the_count_stands_in_the_menu_and_on_the_desk(home: object, reader: User) -> None:
    section = scene("Ouverte")
    client = client_of(section.chief)
    assert "(1)" not in client.get("/about/").content.decode()
    asked = ask_to_join(section.community, reader)
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert page.select_one(f".account a[href='{TODO}']").text.endswith("(1)")
    assert page.select_one(f".desk a[href='{TODO}']").text.split()[0] == "1"
    decide(asked, accepted=True, by=section.chief)
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert not page.select_one(f".desk a[href='{TODO}']")
    assert not page.select_one(".account summary .badge")


def test_the_count_costs_one_query_while_nothing_changes(
    home: object, django_assert_num_queries: object
) -> None:
    section = scene("Ouverte")
    waiting_count(section.chief)
    with django_assert_num_queries(1):  # type: ignore[operator]
        waiting_count(section.chief)


def test_ten_communities_cost_as_much_as_two(home: object) -> None:
    chief = factories.user("chef@example.org")
    client = client_of(chief)

    def add(first: int, last: int) -> None:
        for number in range(first, last):
            community = CommunityPage(title=f"Communauté {number}", summary="x")
            home.add_child(instance=community)  # type: ignore[attr-defined]
            community = factories.community(title=f"Pleine {number}")
            factories.guide(community, title=f"Guide {number}")
            Membership.objects.create(community=community, person=chief, role=Role.FACILITATOR)
            for each in range(3):
                person = factories.user(f"p{number}-{each}@example.org")
                ask_to_join(community, person)

    def cost() -> int:
        client.get(TODO)
        with CaptureQueriesContext(connection) as found:
            client.get(TODO)
        return len(found)

    add(0, 2)
    few = cost()
    add(2, 10)
    assert len(rows(client)) == 40
    assert cost() == few
    assert few <= 17


def owned(section: Scene, title: str, owner: User | None) -> Any:
    return factories.guide(section.community, title=title, owner=owner)


def test_pages_whose_owner_has_left_wait_for_the_facilitators(home: object, reader: User) -> None:
    section = scene("Ouverte")
    leaver = factories.member(section.community, "part@example.org", first_name="Part")
    closed = factories.member(section.community, "ferme@example.org")
    for title, owner in (
        ("Sans", None), ("Dehors", reader), ("Parti", leaver), ("Fermé", closed),
        ("À sa place", section.member),
    ):  # fmt: skip
        owned(section, title, owner)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    leave(section.community, leaver)
    found = left_behind(section.community, section.chief)
    assert {page.title for page in found} == {"Sans", "Dehors", "Parti", "Fermé"}
    ((address, _line),) = rows(client_of(section.chief))
    assert address == section.url("handover/")
    page = client_of(section.chief).get(address).content.decode()
    assert "Parti" in page
    assert "À sa place" not in page
    for person in (section.member, reader):
        assert client_of(person).get(address).status_code == 403


def test_a_page_that_the_facilitator_may_not_read_is_not_named(home: object) -> None:
    section = scene("Ouverte")
    page = owned(section, "Très discret", None)
    factories.restrict(page, groups=["Direction"])
    assert rows(client_of(section.chief)) == []
    assert (
        "Très discret"
        not in client_of(section.chief).get(section.url("handover/")).content.decode()
    )
    hand_over(section.community, [page.pk], to=section.member, by=section.chief)
    page.refresh_from_db()
    assert page.owner is None


def test_pages_are_handed_over_and_the_journal_says_so(home: object, reader: User) -> None:
    section, other = scene("Ouverte"), scene("Autre")
    mine = [owned(section, f"Page {number}", reader) for number in range(3)]
    strange = owned(other, "Ailleurs", None)
    kept = owned(section, "Gardée", section.chief)
    client = client_of(section.chief)
    address = section.url("handover/")
    to = section.member.pk
    assert b"field-error" in client.post(address, {"to": to}).content
    wrong = {"pages": [mine[0].pk, strange.pk], "to": to}
    refused = client.post(address, wrong).content.decode()
    assert "field-error" in refused
    assert refused.count(" checked") == 1
    outsider = {"pages": [mine[0].pk], "to": reader.pk}
    assert b"field-error" in client.post(address, outsider).content
    OutboxEntry.objects.all().delete()
    done = client.post(address, {"pages": [page.pk for page in mine[:2]], "to": to})
    assert done.headers["Location"] == address
    owners = []
    for page in (*mine, strange, kept):
        page.refresh_from_db()
        owners.append(page.owner)
    assert owners == [section.member, section.member, reader, None, section.chief]
    entries = PageLogEntry.objects.filter(action=LOGGED_AS)
    assert {entry.page_id for entry in entries} == {page.pk for page in mine[:2]}
    assert entries[0].data == {"from": reader.pk, "to": section.member.pk}
    assert all(name in str(entries[0].message) for name in ("Léa Martin", "Zoé Éluard"))
    assert entries[0].user == section.chief
    # The index names the owner: it is told.
    waiting = set(OutboxEntry.objects.values_list("page_id", flat=True))
    assert waiting == {page.pk for page in mine[:2]}


def test_the_journal_forgets_the_name_of_somebody_who_leaves(home: object, reader: User) -> None:
    section = scene("Ouverte")
    given, taken = owned(section, "Donnée", reader), owned(section, "Reprise", None)
    hand_over(section.community, [given.pk, taken.pk], to=section.member, by=section.chief)
    for person in (reader, section.member):
        erase(person)
    history = client_of(section.chief)
    for page in (given, taken):
        entry = PageLogEntry.objects.get(page=page.pk, action=LOGGED_AS)
        assert not any(name in f"{entry.data} {entry.message}" for name in ("Léa", "Zoé"))
        address = reverse("wagtailadmin_pages:history", args=[page.pk])
        assert history.get(address).status_code == 200


def test_a_new_version_does_not_bring_the_old_owner_back(home: object, reader: User) -> None:
    section = scene("Ouverte")
    page = owned(section, "Page", reader)
    page.save_revision()
    hand_over(section.community, [page.pk], to=section.member, by=section.chief)
    page.refresh_from_db()
    page.get_latest_revision().publish()
    page.refresh_from_db()
    assert page.owner == section.member


def test_handing_over_is_for_facilitators_and_to_members(home: object, reader: User) -> None:
    section = scene("Ouverte")
    page = owned(section, "Page", None)
    with pytest.raises(NotAllowed):
        hand_over(section.community, [page.pk], to=section.member, by=section.member)
    with pytest.raises(NotAMember):
        hand_over(section.community, [page.pk], to=reader, by=section.chief)
    CommunityPage.objects.filter(pk=section.community.pk).update(archived_at=timezone.now())
    section.community.refresh_from_db()
    with pytest.raises(NotAllowed):
        hand_over(section.community, [page.pk], to=section.member, by=section.chief)
