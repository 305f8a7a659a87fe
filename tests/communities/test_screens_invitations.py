"""Invitations: made, sent, opened, accepted, refused."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests import factories
from tests.communities.scenes import client_of, hidden, scene
from tests.together import together
from wiki.communities.mails import send_invitation
from wiki.communities.models import CommunityPage, Invitation, Membership
from wiki.communities.rights import Role
from wiki.communities.services.inviting import invite_addresses
from wiki.communities.services.joining import invite, withdraw_invitation
from wiki.communities.services.membership import change_role, remove
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def path_of(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def test_an_invitation_is_how_one_learns_of_a_hidden_community(home: object, reader: User) -> None:
    section = hidden()
    _made, link = invite(section.community, by=section.chief, role=Role.EXPERT)
    client = client_of(reader)
    assert client.get(section.url("door/")).status_code == 404
    page = client.get(path_of(link)).content.decode()
    assert "Secrète" in page
    assert "Awa Diallo" in page
    assert not Membership.objects.filter(person=reader).exists()
    done = client.post(path_of(link), follow=True)
    assert done.redirect_chain[-1][0] == section.community.url
    assert Membership.objects.get(person=reader).role == "expert"
    # Whoever is in already is led on.
    assert client.get(path_of(link), follow=True).status_code in {200, 410}


def test_visitors_sign_in_and_come_back_to_the_invitation(home: object) -> None:
    section = hidden()
    _made, link = invite(section.community, by=section.chief)
    answer = client_of(None).get(path_of(link))
    assert answer.headers["Location"] == f"/account/sign-in/?next={path_of(link)}"
    unknown = client_of(None).get("/communities/invitation/unknown/")
    assert unknown.status_code == answer.status_code == 302


def spoilt(kind: str, chief: User, community: CommunityPage) -> str:
    """The path of an invitation that cannot be used, for this reason."""
    made, link = invite(community, by=chief, email="autre@example.org" if kind == "other" else "")
    row = Invitation.objects.filter(pk=made.pk)
    if kind == "expired":
        row.update(expires_at=timezone.now() - timedelta(minutes=1))
    elif kind == "used":
        row.update(uses=1)
    elif kind == "withdrawn":
        withdraw_invitation(made, by=chief)
    elif kind == "archived":
        CommunityPage.objects.filter(pk=community.pk).update(archived_at=timezone.now())
    elif kind == "unknown":
        return path_of(link)[:-2] + "/"
    return path_of(link)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("unknown", 404), ("other", 404), ("expired", 410), ("used", 410), ("withdrawn", 410),
     ("archived", 410)],
)  # fmt: skip
def test_an_unusable_invitation_says_so_and_names_nothing(
    home: object, reader: User, kind: str, status: int
) -> None:
    section = hidden()
    path = spoilt(kind, section.chief, section.community)
    client = client_of(reader)
    for response in (client.get(path), client.post(path)):
        assert response.status_code == status
        assert "Secrète" not in response.content.decode()
    assert not Membership.objects.filter(person=reader).exists()


def test_a_community_named_invitation_keeps_its_screens(home: object) -> None:
    section = scene("Invitation")
    assert section.community.slug == "invitation"
    assert client_of(section.chief).get(section.url("members/")).status_code == 200


def test_a_link_is_shown_once(home: object, reader: User) -> None:
    section = scene("Ouverte")
    client = client_of(section.chief)
    data = {"addresses": "", "role": "member", "days": "30", "max_uses": "0"}
    page = client.post(section.url("invitations/"), data)
    link = re.search(r'value="(http[^"]+/communities/invitation/[^"]+)"', page.content.decode())
    assert link
    assert "no-store" in page.headers["Cache-Control"]
    secret = link[1].rstrip("/").rsplit("/", 1)[1]
    assert secret not in client.get(section.url("invitations/")).content.decode()
    made = Invitation.objects.get()
    assert (made.max_uses, (made.expires_at - timezone.now()).days) == (0, 29)
    for person in (reader, factories.user("b@example.org")):
        client_of(person).post(path_of(link[1]))
        assert Membership.objects.filter(person=person).exists()


def test_several_addresses_are_invited_at_once(
    home: object, django_capture_on_commit_callbacks: object
) -> None:
    section = scene("Ouverte")
    client = client_of(section.chief)
    lines = f"A@example.org\n\n b@example.org \na@example.org\n{section.member.email}"
    data = {"addresses": lines, "role": "ambassador", "days": "7", "max_uses": "5"}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        done = client.post(section.url("invitations/"), data, follow=True)
    assert section.member.email in done.content.decode()
    rows = Invitation.objects.order_by("email").values_list("email", "role", "max_uses")
    assert list(rows) == [("a@example.org", "ambassador", 1), ("b@example.org", "ambassador", 1)]
    assert sorted(message.to[0] for message in mail.outbox) == ["a@example.org", "b@example.org"]


@together(
    "change",
    [{"addresses": "pas une adresse"}, {"addresses": "a@b.fr\nx@"}, {"days": "0"},
     {"days": "9999"}, {"days": "x"}, {"max_uses": "-1"}, {"role": "boss"},
     {"addresses": "\n".join(f"p{n}@example.org" for n in range(51))}],
)  # fmt: skip
def test_a_wrong_form_is_shown_again(home: object, change: dict[str, str]) -> None:
    section = scene("Ouverte")
    data = {"addresses": "", "role": "member", "days": "7", "max_uses": "1", **change}
    page = client_of(section.chief).post(section.url("invitations/"), data)
    assert page.status_code == 200
    assert b"field-error" in page.content
    assert not Invitation.objects.exists()


def test_an_ambassador_invites_members_and_nothing_else(home: object, reader: User) -> None:
    section = scene("Ouverte")
    ambassador = factories.member(section.community, "amb@example.org", role=Role.AMBASSADOR)
    data = {"addresses": "n@example.org", "role": "facilitator", "days": "7"}
    client = client_of(ambassador)
    assert b'name="role"' not in client.get(section.url("invitations/")).content
    client.post(section.url("invitations/"), data)
    assert Invitation.objects.get().role == "member"
    for person in (reader, section.member):
        assert client_of(person).get(section.url("invitations/")).status_code == 403
        assert client_of(person).post(section.url("invitations/"), data).status_code == 403
    assert Invitation.objects.count() == 1


def test_an_invitation_is_withdrawn_where_it_was_made(home: object) -> None:
    section, other = scene("Ouverte"), scene("Autre")
    made, _link = invite(section.community, by=section.chief)
    wrong = other.url(f"invitations/{made.pk}/withdraw/")
    assert client_of(other.chief).post(wrong).status_code == 404
    address = section.url(f"invitations/{made.pk}/withdraw/")
    assert client_of(section.member).post(address).status_code == 403
    made.refresh_from_db()
    assert made.is_usable
    client_of(section.chief).post(address)
    made.refresh_from_db()
    assert made.state == Invitation.State.WITHDRAWN


def test_nobody_comes_back_by_an_invitation_of_their_own(home: object) -> None:
    section = scene("Ouverte")
    second = factories.member(section.community, "b@example.org", role=Role.FACILITATOR)
    row = Membership.objects.get(person=second)
    _made, as_facilitator = invite(section.community, by=second, role=Role.FACILITATOR)
    _made, as_member = invite(section.community, by=second, max_uses=0)
    friend = client_of(factories.user("ami@example.org"))
    change_role(row, Role.AMBASSADOR, by=section.chief)
    assert friend.get(path_of(as_facilitator)).status_code == 410
    assert friend.get(path_of(as_member)).status_code == 200
    remove(row, by=section.chief)
    for link in (as_facilitator, as_member):
        assert client_of(second).post(path_of(link)).status_code == 410
    assert not Membership.objects.filter(person=second).exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_message_says_the_same_in_both_parts(
    home: object, django_capture_on_commit_callbacks: object, language: str
) -> None:
    section = scene("Savoir & faire", summary="À l’essai <vite>.")
    UserProfile.objects.create(user=section.chief, preferred_language=language)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        made = invite_addresses(section.community, ["n@example.org"], by=section.chief)
        assert not mail.outbox
    (message,) = mail.outbox
    assert "Savoir & faire" in message.subject
    html = message.alternatives[0].content
    assert f'<html lang="{language}">' in html
    assert "Savoir &amp; faire" in html
    assert "&lt;vite&gt;" in html
    # Whoever has no account has somebody to write to.
    for part in (message.body, html):
        assert part.count(section.chief.display_name) == 2
    link = re.search(r"http\S+/communities/invitation/\S+", message.body)
    assert link
    assert link[0] in html
    for words in ("Awa Diallo", "n@example.org"):
        assert words in message.body
        assert words in html
    invitee = factories.user("n@example.org")
    client_of(invitee).post(path_of(link[0]))
    assert Membership.objects.filter(person=invitee).exists()
    # Used up, or withdrawn: nothing more is sent.
    assert send_invitation.call(made.invitations[0].pk, link[0]) is False
    assert len(mail.outbox) == 1
