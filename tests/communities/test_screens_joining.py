"""Joining, asking, withdrawing and leaving, on the screens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.communities.scenes import client_of, hidden, restricted, scene
from tests.together import together
from wiki.communities.models import CommunityPage, JoinRequest, Membership
from wiki.communities.rights import Joining, Role, Visibility
from wiki.communities.services.joining import REQUESTS_PER_HOUR, decide, invite
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def main(client: Client, address: str, *, status: int = 200) -> str:
    """The text of the screen, on one line."""
    response = client.get(address, follow=True)
    assert response.status_code == status
    html = response.content.decode()
    return " ".join(html.split("<main", 1)[1].split("</main>", 1)[0].split())


def test_an_open_community_is_joined_by_a_post(home: object, reader: User) -> None:
    section = scene(
        "Libre", visibility=Visibility.INTERNAL, joining=Joining.OPEN, charter="<p>On cite.</p>"
    )
    client = client_of(reader)
    page = main(client, section.url("join/"))
    assert "On cite." in page
    assert "<textarea" not in page
    assert not Membership.objects.filter(person=reader).exists()
    done = client.post(section.url("join/"), follow=True)
    assert done.redirect_chain[-1][0] == section.community.url
    assert 'class="messages"' in done.content.decode()
    assert Membership.objects.get(person=reader).role == Role.MEMBER
    # Once more, from a form that stayed open: told, and nothing breaks.
    again = client.post(section.url("join/"), follow=True)
    assert again.status_code == 200
    assert 'class="warning"' in again.content.decode()


def test_asking_waiting_withdrawing_and_reading_the_answer(home: object, reader: User) -> None:
    section = restricted()
    client = client_of(reader)
    assert "<textarea" in main(client, section.url("join/"))
    client.post(section.url("join/"), {"message": "Je négocie"})
    asked = JoinRequest.objects.get()
    assert (asked.person, asked.message, asked.state) == (reader, "Je négocie", "waiting")
    door = main(client, section.url("door/"))
    assert section.url("join/withdraw/") in door
    client.post(section.url("join/"), {"message": "encore"})
    assert JoinRequest.objects.count() == 1
    client.post(section.url("join/withdraw/"))
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    client.post(section.url("join/"), {"message": "à nouveau"})
    decide(JoinRequest.objects.latest("pk"), accepted=False, by=section.chief, answer="En mars.")
    door = main(client, section.url("door/"))
    assert "En mars." in door
    assert f'href="{section.url("join/")}"' in door


def test_asking_and_withdrawing_again_and_again_comes_to_an_end(home: object, reader: User) -> None:
    section = restricted()
    client = client_of(reader)
    for _number in range(REQUESTS_PER_HOUR):
        client.post(section.url("join/"), {"message": "encore"})
        client.post(section.url("join/withdraw/"))
    refused = client.post(section.url("join/"), {"message": "encore"}, follow=True)
    assert 'class="warning"' in refused.content.decode()
    assert JoinRequest.objects.count() == REQUESTS_PER_HOUR
    # Another community is another matter, and so is another hour.
    elsewhere = scene("Ailleurs")
    client.post(elsewhere.url("join/"))
    assert JoinRequest.objects.filter(community=elsewhere.community, state="waiting").exists()
    JoinRequest.objects.update(asked_at=timezone.now() - timedelta(hours=1, minutes=1))
    client.post(section.url("join/"), {"message": "plus tard"})
    assert JoinRequest.objects.filter(community=section.community, state="waiting").exists()


def test_links_in_its_words_do_not_say_the_address_of_a_closed_page(
    home: object, reader: User
) -> None:
    secret = factories.guide(restricted().community, title="Plan discret")
    draft = factories.guide(factories.community(title="Autre"), title="Plan en projet")
    draft.unpublish()
    words = "".join(
        f'<p><a linktype="page" id="{page.pk}">voir</a></p>' for page in (secret, draft)
    )
    section = scene("Libre", joining=Joining.OPEN, charter=words, domain=words)
    _made, link = invite(section.community, by=section.chief)
    for address in (section.url("join/"), "/communities/" + link.split("/communities/")[1]):
        page = main(client_of(reader), address)
        assert f'href="/go/{secret.pk}/"' in page
        assert "plan-discret" not in page
        assert "plan-en-projet" not in page


def test_a_request_that_is_too_long_is_shown_again(home: object, reader: User) -> None:
    section = restricted()
    answer = client_of(reader).post(section.url("join/"), {"message": "x" * 1001})
    assert answer.status_code == 200
    assert b"field-error" in answer.content
    assert not JoinRequest.objects.exists()


@together("method", ["get", "post"])
@together("rest", ["join/", "leave/", "members/", "requests/", "invitations/"])
def test_a_hidden_community_is_not_found_by_others(
    home: object, reader: User, rest: str, method: str
) -> None:
    section = hidden()
    assert getattr(client_of(reader), method)(section.url(rest)).status_code in {404, 405}
    assert client_of(reader).get(section.url(rest)).status_code == 404
    assert not Membership.objects.filter(person=reader).exists()


def test_by_invitation_only_nobody_joins_or_asks(home: object, reader: User) -> None:
    section = scene("Sur invitation", joining=Joining.INVITATION)
    client = client_of(reader)
    assert "<button" not in main(client, section.url("join/"))
    client.post(section.url("join/"), {"message": "svp"})
    assert not Membership.objects.filter(person=reader).exists()
    assert not JoinRequest.objects.exists()


def test_an_archived_community_takes_nobody(home: object, reader: User) -> None:
    section = scene("Ancienne", joining=Joining.OPEN)
    CommunityPage.objects.filter(pk=section.community.pk).update(archived_at=timezone.now())
    client_of(reader).post(section.url("join/"))
    assert not Membership.objects.filter(person=reader).exists()


def test_leaving_says_what_happens_and_is_done_by_a_post(home: object) -> None:
    section = restricted()
    client = client_of(section.member)
    assert "<form" in main(client, section.url("leave/"))
    assert Membership.objects.filter(person=section.member).exists()
    done = client.post(section.url("leave/"))
    assert done.headers["Location"] == "/communities/"
    assert not Membership.objects.filter(person=section.member).exists()
    # Who is no member any more has nothing to leave.
    assert client.get(section.url("leave/")).headers["Location"] == section.url("door/")


def test_the_last_facilitator_is_told_to_find_another(home: object) -> None:
    section = scene("Seule")
    client = client_of(section.chief)
    page = main(client, section.url("leave/"))
    assert "<form" not in page
    assert section.url("members/") in page
    refused = client.post(section.url("leave/"))
    assert refused.status_code == 409
    assert b'role="alert"' in refused.content
    assert Membership.objects.filter(person=section.chief).exists()
    Membership.objects.filter(person=section.member).update(role=Role.FACILITATOR)
    assert "<form" in main(client, section.url("leave/"))
    client.post(section.url("leave/"))
    assert not Membership.objects.filter(person=section.chief).exists()


def test_visitors_sign_in_and_come_back(home: object) -> None:
    section = scene("Libre", joining=Joining.OPEN)
    person = factories.user("nouveau@example.org")
    client = Client()
    asked = client.get(section.url("join/"))
    assert asked.headers["Location"] == f"/account/sign-in/?next={section.url('join/')}"
    data = {"username": person.email, "password": factories.PASSWORD, "next": section.url("join/")}
    signed_in = client.post("/account/sign-in/", data)
    assert signed_in.headers["Location"] == section.url("join/")
    assert "<form" in main(client, section.url("join/"))


def test_changes_need_a_post_with_a_token(home: object, reader: User) -> None:
    section = scene("Libre", joining=Joining.OPEN)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    for rest in ("join/", "leave/", "join/withdraw/"):
        assert strict.post(section.url(rest)).status_code == 403, rest
    assert strict.get(section.url("join/withdraw/")).status_code == 405
    assert not Membership.objects.filter(person=reader).exists()
