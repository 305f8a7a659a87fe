"""Members, roles, requests and the exported list, on the screens."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.communities.scenes import Scene, client_of, restricted, scene
from wiki.communities.models import JoinRequest, Membership
from wiki.communities.rights import Role
from wiki.communities.services.joining import ask_to_join
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def names(client: Client, address: str) -> list[str]:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [person.text for person in page.select("main .person strong")]


def row_of(section: Scene, person: User) -> Membership:
    return Membership.objects.get(community=section.community, person=person)


def test_members_are_shown_by_role_to_members(home: object, reader: User) -> None:
    section = scene("Ouverte")
    factories.member(section.community, "x@example.org", role=Role.EXPERT, first_name="Xi")
    gone = factories.member(section.community, "g@example.org", first_name="Parti")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert names(client_of(section.member), section.url("members/")) == [
        "Awa Diallo", "Xi", "Zoé Éluard",
    ]  # fmt: skip
    assert client_of(reader).get(section.url("members/")).status_code == 403
    page = client_of(section.member).get(section.url("members/")).content.decode()
    for forbidden in ("requests/", "invitations/", "export/"):
        assert section.url(forbidden) not in page
    assert f"/members/{row_of(section, section.member).pk}/" not in page


def test_a_name_is_found_whatever_its_accents(home: object) -> None:
    section = scene("Ouverte")
    client = client_of(section.chief)
    for words in ("zoe", "ELUARD", "éluard zo"):
        assert names(client, f"{section.url('members/')}?name={words}") == ["Zoé Éluard"]
    assert names(client, f"{section.url('members/')}?name=personne") == []
    assert client.get(f"{section.url('members/')}?name=%00%25").status_code == 200
    for wrong in ("0", "9", "x"):
        assert client.get(f"{section.url('members/')}?page={wrong}").status_code == 404


def test_a_list_of_a_hundred_costs_as_much_as_one_of_ten(home: object) -> None:
    section = scene("Grande")
    client = client_of(section.chief)

    def cost() -> int:
        client.get(section.url("members/"))
        with CaptureQueriesContext(connection) as found:
            client.get(section.url("members/"))
        return len(found)

    def add(first: int, last: int) -> None:
        people = [
            User(email=f"p{n}@example.org", last_name=f"Nom {n:03}") for n in range(first, last)
        ]
        User.objects.bulk_create(people)
        Membership.objects.bulk_create(
            Membership(community=section.community, person=person) for person in people
        )

    add(0, 8)
    few = cost()
    add(8, 98)
    assert cost() == few
    assert few <= 14
    assert len(names(client, section.url("members/"))) == 60
    assert len(names(client, f"{section.url('members/')}?page=2")) == 40


def test_a_facilitator_changes_a_role_and_who_reviews(home: object, reader: User) -> None:
    section, other = scene("Ouverte"), scene("Autre")
    row = row_of(section, section.member)
    address = section.url(f"members/{row.pk}/")
    chief = client_of(section.chief)
    assert chief.get(address).status_code == 200
    done = chief.post(address, {"role": "expert", "reviews": "on"})
    assert done.headers["Location"] == section.url("members/")
    row.refresh_from_db()
    assert (row.role, row.reviews) == ("expert", True)
    chief.post(address, {"role": "member"})
    row.refresh_from_db()
    assert (row.role, row.reviews) == ("member", False)
    assert chief.post(address, {"role": "boss"}).status_code == 200
    for person in (reader, section.member, other.chief):
        assert client_of(person).post(address, {"role": "facilitator"}).status_code == 403
    row.refresh_from_db()
    assert row.role == "member"
    # A member of another community is no member here.
    stranger = row_of(other, other.member)
    assert chief.get(section.url(f"members/{stranger.pk}/")).status_code == 404
    remove = section.url(f"members/{stranger.pk}/remove/")
    assert chief.post(remove).status_code == 404
    assert chief.get(section.url(f"members/{'9' * 18}/")).status_code == 404
    assert chief.get(section.url(f"members/{'9' * 30}/")).status_code == 404


def test_the_last_facilitator_keeps_the_role(home: object) -> None:
    section = scene("Ouverte")
    row = row_of(section, section.chief)
    chief = client_of(section.chief)
    answer = chief.post(section.url(f"members/{row.pk}/"), {"role": "member"})
    assert b"field-error" in answer.content
    refused = chief.post(section.url(f"members/{row.pk}/remove/"))
    assert refused.status_code == 409
    row.refresh_from_db()
    assert row.role == "facilitator"


def test_removing_asks_first(home: object) -> None:
    section = restricted()
    row = row_of(section, section.member)
    chief = client_of(section.chief)
    address = section.url(f"members/{row.pk}/remove/")
    assert "Zoé Éluard" in chief.get(address).content.decode()
    assert Membership.objects.filter(pk=row.pk).exists()
    chief.post(address)
    assert not Membership.objects.filter(pk=row.pk).exists()
    assert client_of(section.member).get(section.community.url).status_code != 200


def test_requests_are_accepted_or_declined_with_a_word(home: object, reader: User) -> None:
    section, other = restricted(), scene("Autre")
    second = factories.user("second@example.org", first_name="Second")
    asked = [
        ask_to_join(section.community, person, message="Bonjour") for person in (reader, second)
    ]
    chief = client_of(section.chief)
    assert names(chief, section.url("requests/")) == ["Léa Martin", "Second"]
    addresses = [section.url(f"requests/{each.pk}/") for each in asked]
    for person in (section.member, reader, other.chief):
        refused = client_of(person)
        assert refused.get(section.url("requests/")).status_code == 403
        assert refused.post(addresses[0], {"accepted": "yes"}).status_code == 403
    wrong = other.url(f"requests/{asked[0].pk}/")
    assert client_of(other.chief).post(wrong, {"accepted": "yes"}).status_code == 404
    chief.post(addresses[0], {"accepted": "yes", "answer": "Bienvenue"})
    form = {"accepted": "no", "answer": "Plus tard"}
    said = chief.post(addresses[1], form, headers={"accept-language": "en"})
    told = [str(message) for message in get_messages(said.wsgi_request)]
    assert told[-1] == "Declined: Second has your answer."
    assert row_of(section, reader).role == "member"
    states = JoinRequest.objects.order_by("pk").values_list("state", "answer")
    assert list(states) == [("accepted", "Bienvenue"), ("declined", "Plus tard")]
    assert names(chief, section.url("requests/")) == []
    late = chief.post(addresses[1], {"accepted": "yes"}, follow=True)
    assert b'class="warning"' in late.content
    assert not Membership.objects.filter(person=second).exists()


def test_an_answer_without_a_choice_changes_nothing(home: object, reader: User) -> None:
    section = restricted()
    asked = ask_to_join(section.community, reader)
    chief = client_of(section.chief)
    for data in ({}, {"accepted": "maybe"}, {"accepted": "yes", "answer": "x" * 1001}):
        chief.post(section.url(f"requests/{asked.pk}/"), data)
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_the_exported_list_computes_nothing(home: object, reader: User) -> None:
    section = scene("Ouverte")
    factories.member(
        section.community, "f@example.org", first_name="=cmd|' /C calc'!A0", last_name="@SUM(1)"
    )
    address = section.url("members/export/")
    for person in (reader, section.member):
        assert client_of(person).get(address).status_code == 403
    response = client_of(section.chief).get(address, headers={"accept-language": "en"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    text = response.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[:3] for row in rows[1:]] == [
        ["Diallo", "Awa", section.chief.email],
        ["'@SUM(1)", "'=cmd|' /C calc'!A0", "f@example.org"],
        ["Éluard", "Zoé", section.member.email],
    ]
    french = client_of(section.chief).get(address).content.decode("utf-8-sig")
    assert len(next(csv.reader(io.StringIO(french), delimiter=";"))) == 7
