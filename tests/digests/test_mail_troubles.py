"""What is wrong with one address or one message holds up nobody else's."""

import pytest

from tests import factories
from tests.digests.conftest import Newsroom
from tests.digests.mailserver import Postmaster
from wiki.communities.rights import Role, Visibility
from wiki.digests.delivery.sending import send_waiting
from wiki.digests.delivery.transport import End
from wiki.digests.models import (
    Delivery,
    DigestSettings,
    OutsideAddress,
    StoppedAddress,
    Subscription,
)

pytestmark = pytest.mark.django_db
State = Delivery.State


def outside(newsroom: Newsroom, email: str) -> OutsideAddress:
    address = OutsideAddress.objects.create(email=email, language="fr")
    Subscription.objects.create(address=address, community=newsroom.community)
    return address


def test_a_domain_in_other_letters_gets_its_message(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    for email in ("contact@café.example", "b@example.org", "c@example.org"):
        outside(newsroom, email)
    newsroom.send(newsroom.digest())
    assert send_waiting().sent == 3
    assert postmaster.boxes() == {
        "contact@xn--caf-dma.example": 1, "b@example.org": 1, "c@example.org": 1,
    }  # fmt: skip


def test_an_address_that_no_server_takes_is_refused_and_the_others_get_theirs(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    first = outside(newsroom, "léa@example.org")
    outside(newsroom, "b@example.org")
    newsroom.send(newsroom.digest())
    tally = send_waiting()
    assert (tally.sent, tally.ends[End.REFUSED]) == (1, 1)
    row = Delivery.objects.get(address=first)
    assert (row.state, row.code) == (State.REFUSED, "UnicodeEncodeError")
    assert postmaster.boxes() == {"b@example.org": 1}


def test_a_letter_that_cannot_be_made_waits_and_the_next_mailing_leaves(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    poor = newsroom.subscriber("Ana")
    DigestSettings.objects.create(community=newsroom.community, reply_to="a@example.org\nBcc: x")
    newsroom.send(newsroom.digest())
    community = factories.community(title="Autre", visibility=Visibility.PUBLIC)
    chief = factories.member(community, role=Role.FACILITATOR)
    other = Newsroom(community, chief, newsroom.notes)
    person = other.subscriber("Bob")
    other.send(other.digest(title="Lettre de l’autre"))
    for _number in range(2):
        send_waiting()
        assert postmaster.boxes() == {person.email: 1}
    row = Delivery.objects.get(person=poor)
    assert (row.state, row.code, row.attempts) == (State.WAITING, "BadHeaderError", 1)
    DigestSettings.objects.update(reply_to="")
    Delivery.objects.filter(pk=row.pk).update(next_try=row.mailing.made_at)
    assert send_waiting().sent == 1


# ── A line that breaks ────────────────────────────────────────────────────────


def test_cut_off_while_the_words_go_is_unknown(newsroom: Newsroom, postmaster: Postmaster) -> None:
    """Whether all of them left before the line broke, nobody here knows."""
    person, other = newsroom.subscriber("Ana"), newsroom.subscriber("Bob")
    postmaster.cut_in_words = {person.email}
    newsroom.send(newsroom.digest())
    tally = send_waiting()
    assert (tally.sent, tally.ends[End.UNKNOWN]) == (1, 1)
    assert Delivery.objects.get(person=person).state == State.UNKNOWN
    assert postmaster.boxes() == {other.email: 1}


def test_cut_off_before_the_server_wants_the_words_is_tried_again(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    person, other = newsroom.subscriber("Ana"), newsroom.subscriber("Bob")
    postmaster.cut_before_words = {person.email}
    mailing = newsroom.send(newsroom.digest())
    tally = send_waiting()
    assert (tally.sent, tally.ends[End.DELAYED]) == (1, 1)
    row = Delivery.objects.get(person=person)
    assert (row.state, row.attempts) == (State.WAITING, 1)
    postmaster.cut_before_words = set()
    Delivery.objects.filter(pk=row.pk).update(next_try=mailing.made_at)
    assert send_waiting().sent == 1
    assert postmaster.boxes() == {person.email: 1, other.email: 1}


def test_words_that_begin_with_a_full_stop_arrive_as_they_were(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    person = newsroom.subscriber("Ana")
    newsroom.send(newsroom.digest(title="Lettre", editorial=[("markdown", "...ainsi\n\n.\n\nFin")]))
    send_waiting()
    text = postmaster.letter(person.email).get_body(("plain",))
    assert text is not None
    lines = text.get_content().splitlines()
    assert any(line.startswith(("...ainsi", "…ainsi")) for line in lines)
    assert "Fin" in lines


# ── Refusals that concern no mailbox ──────────────────────────────────────────


@pytest.mark.parametrize(
    ("answer", "stopped"),
    [
        ("550 5.1.1 No such user", True),
        ("550 5.1.10 No mail for this domain", True),
        ("550 5.2.1 Mailbox disabled", True),
        ("550 No such user", True),
        ("554 5.7.1 Your address is on a list", False),
        ("550 5.7.26 Not authenticated", False),
        ("550 5.4.1 Access denied", False),
        ("553 5.1.8 The domain of the sender does not exist", False),
        ("554 No", False),
        ("503 Bad sequence", False),
    ],
)
def test_what_stops_an_address(
    newsroom: Newsroom, postmaster: Postmaster, answer: str, stopped: bool
) -> None:
    person = newsroom.subscriber("Ana")
    postmaster.at_address[person.email] = [answer]
    newsroom.send(newsroom.digest())
    send_waiting()
    assert Delivery.objects.get().state == State.REFUSED
    assert StoppedAddress.objects.exists() is stopped
    newsroom.send(newsroom.digest(title="La suivante", slug="suivante"))
    assert send_waiting().sent == (0 if stopped else 1)
