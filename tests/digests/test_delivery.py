"""Messages through a real server: once, whatever it answers."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from guides.models import DigestItem
from tests import factories
from tests.digests.conftest import Newsroom
from tests.digests.mailserver import Postmaster, parts
from wiki.digests.delivery.ledger import MOST_ATTEMPTS
from wiki.digests.delivery.readers import gather
from wiki.digests.delivery.sending import Limits, send_waiting
from wiki.digests.delivery.services import send_again
from wiki.digests.delivery.transport import End
from wiki.digests.models import Delivery, OutsideAddress, StoppedAddress, Subscription

pytestmark = pytest.mark.django_db
State = Delivery.State


def state(email: str) -> str:
    return Delivery.objects.get(person__email=email).state


def later() -> None:
    """The time of the next try has come."""
    Delivery.objects.filter(state=State.WAITING).update(next_try=timezone.now())


def test_everybody_gets_one_and_one_connection_does(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    people = [newsroom.subscriber(name) for name in ("Léa", "Noé", "Zoé")]
    newsroom.send(newsroom.digest())
    assert send_waiting().sent == 3
    assert postmaster.boxes() == {person.email: 1 for person in people}
    assert postmaster.connections == 1
    assert send_waiting().done == 0


def test_what_a_message_says(newsroom: Newsroom, postmaster: Postmaster) -> None:
    newsroom.subscriber("Léa")
    edition = newsroom.digest(editorial=[("markdown", "Retenir **ceci**, [là](/veille/).")])
    DigestItem.objects.create(
        digest=edition.digest, title="Un site : l'essentiel", url="https://example.org/x",
        word="À lire\nvite <b>.", section="Ailleurs", position=9,
    )  # fmt: skip
    newsroom.send(edition)
    send_waiting()
    letter = postmaster.letter("lea@example.org")
    text, html = parts(letter)
    words = " ".join(BeautifulSoup(html, "html.parser").body.get_text(" ").split())
    said = ["Note 0", "Mot 0.", "Note 1", "Veille", "Ailleurs", "Un site\u00a0: l’essentiel", "Léa",
            "À lire", "vite <b>."]  # fmt: skip
    for each in said:
        assert each in text
        assert " ".join(each.split()) in words
    assert "ceci" in words
    note = newsroom.notes[0]
    for address in (f"http://127.0.0.1:8000/go/{note.pk}/", "https://example.org/x",
                    "http://127.0.0.1:8000/veille/"):  # fmt: skip
        assert address in text
        assert f'href="{address}"' in html
    for absent in ("<img", "src=", "http-equiv", "<script"):
        assert absent not in html
    assert letter["Subject"] == "[Veille] Lettre de novembre"
    assert letter["List-Id"] == "<veille.digests.127.0.0.1>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"
    delivery = Delivery.objects.get()
    assert letter["Message-ID"].startswith(f"<digest-{delivery.pk}.")
    assert (delivery.state, delivery.code, delivery.attempts) == (State.SENT, "250", 1)


def test_one_click_stops_them(newsroom: Newsroom, postmaster: Postmaster) -> None:
    newsroom.subscriber("Noé")
    newsroom.send(newsroom.digest())
    send_waiting()
    letter = postmaster.letter("noe@example.org")
    address = letter["List-Unsubscribe"].strip(" <>").removeprefix("http://127.0.0.1:8000")
    assert address in parts(letter)[0]
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address).status_code == 200
    assert Subscription.objects.exists(), "looking changes nothing"
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert strict.post(address).status_code == 200
    assert strict.post("/digests/stop/forged:token/").status_code == 404


def test_an_address_that_does_not_exist_is_left_alone(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    person, _other = newsroom.subscriber("Ana"), newsroom.subscriber("Bob")
    postmaster.at_address[person.email] = ["550 5.1.1 No such user"]
    newsroom.send(newsroom.digest())
    tally = send_waiting()
    assert (tally.sent, tally.ends[End.REFUSED]) == (1, 1)
    row = Delivery.objects.get(person=person)
    assert (row.state, row.code) == (State.REFUSED, "550 5.1.1")
    assert StoppedAddress.objects.get().email == person.email
    newsroom.send(newsroom.digest(title="La suivante", slug="suivante"))
    assert send_waiting().sent == 1
    assert postmaster.boxes()[person.email] == 0
    assert postmaster.tries[person.email] == 1


def test_a_grey_list_lets_in_later(newsroom: Newsroom, postmaster: Postmaster) -> None:
    person = newsroom.subscriber("Ana")
    postmaster.at_address[person.email] = ["451 4.7.1 Greylisted"] * 2
    newsroom.send(newsroom.digest())
    waits = []
    for _number in range(2):
        assert send_waiting().sent == 0
        row = Delivery.objects.get()
        waits.append(row.next_try - timezone.now())
        assert (row.state, row.code) == (State.WAITING, "451 4.7.1")
        assert send_waiting().done == 0, "not before its time"
        later()
    assert timedelta(minutes=4) < waits[0] < waits[1]
    assert send_waiting().sent == 1
    assert not StoppedAddress.objects.exists()
    assert postmaster.boxes() == {person.email: 1}


def test_what_is_refused_for_ever_is_given_up(newsroom: Newsroom, postmaster: Postmaster) -> None:
    person = newsroom.subscriber("Ana")
    postmaster.at_address[person.email] = ["450 busy"] * 20
    newsroom.send(newsroom.digest())
    for _number in range(MOST_ATTEMPTS + 2):
        send_waiting()
        later()
    assert state(person.email) == State.GIVEN_UP
    assert postmaster.tries[person.email] == MOST_ATTEMPTS


@pytest.mark.parametrize(
    ("answer", "end"), [("554 5.7.1 Spam", State.REFUSED), ("452 4.2.2 Full", State.WAITING),
                        ("552 Mailbox full", State.WAITING)]
)  # fmt: skip
def test_refused_for_its_words_or_a_full_box(
    newsroom: Newsroom, postmaster: Postmaster, answer: str, end: str
) -> None:
    person, other = newsroom.subscriber("Ana"), newsroom.subscriber("Bob")
    postmaster.at_words[person.email] = [answer]
    newsroom.send(newsroom.digest())
    assert send_waiting().sent == 1
    assert state(person.email) == end
    assert state(other.email) == State.SENT
    assert not StoppedAddress.objects.exists(), "the address exists"


def test_cut_off_after_the_words_is_unknown_and_not_sent_again_by_itself(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    person, other = newsroom.subscriber("Ana"), newsroom.subscriber("Bob")
    postmaster.cut_after_words = {person.email}
    mailing = newsroom.send(newsroom.digest())
    tally = send_waiting()
    assert (tally.sent, tally.ends[End.UNKNOWN]) == (1, 1)
    assert (state(person.email), state(other.email)) == (State.UNKNOWN, State.SENT)
    later()
    assert send_waiting().done == 0
    postmaster.cut_after_words = set()
    assert send_again(mailing, mailing.digest, by=newsroom.chief) == 1
    assert send_waiting().sent == 1
    first, second = [words for to, words in postmaster.letters if to == person.email]
    assert b"Message-ID: <digest-" in first
    assert first.split(b"Message-ID: ")[1][:50] == second.split(b"Message-ID: ")[1][:50]


def test_cut_off_before_the_words_is_sent_on_another_connection(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    person, poison = newsroom.subscriber("Ana"), newsroom.subscriber("Bob")
    newsroom.subscriber("Zoé")
    postmaster.cut_at_address = {person.email: 1, poison.email: 5}
    newsroom.send(newsroom.digest())
    tally = send_waiting()
    assert (tally.sent, tally.ends[End.DELAYED]) == (2, 1)
    assert postmaster.boxes()[person.email] == 1
    assert state(poison.email) == State.WAITING


def test_a_server_that_is_away_changes_nothing(
    newsroom: Newsroom, postmaster: Postmaster, settings: Any
) -> None:
    person = newsroom.subscriber("Ana")
    newsroom.send(newsroom.digest())
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert send_waiting().away
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (State.WAITING, 0)
    settings.EMAIL_PORT = port
    assert send_waiting().sent == 1
    assert postmaster.boxes() == {person.email: 1}


def test_a_run_ends_when_it_is_told_to(newsroom: Newsroom, postmaster: Postmaster) -> None:
    for number in range(5):
        newsroom.subscriber(f"P{number}")
    newsroom.send(newsroom.digest())
    assert send_waiting(Limits(messages=2)).sent == 2
    assert send_waiting(Limits(seconds=0)).done == 0
    assert not Delivery.objects.filter(state=State.CLAIMED).exists()
    assert send_waiting().sent == 3


def test_not_faster_than_the_setting(
    newsroom: Newsroom, postmaster: Postmaster, settings: Any
) -> None:
    settings.DIGESTS_PER_MINUTE = 1200
    for number in range(4):
        newsroom.subscriber(f"P{number}")
    newsroom.send(newsroom.digest())
    began = timezone.now()
    assert send_waiting().sent == 4
    assert timezone.now() - began >= timedelta(milliseconds=150)


def test_who_has_gone_meanwhile_gets_nothing(newsroom: Newsroom, postmaster: Postmaster) -> None:
    stayed, left, closed = (newsroom.subscriber(name) for name in ("Ana", "Bob", "Eva"))
    mailing = newsroom.send(newsroom.digest())
    send_waiting(Limits(messages=0))
    assert gather(mailing) in {0, 3}
    Subscription.objects.filter(person=left).delete()
    closed.is_active = False
    closed.save()
    assert send_waiting().sent == 1
    assert postmaster.boxes() == {stayed.email: 1}
    assert Delivery.objects.filter(state=State.EMPTY).count() == 2


def test_an_account_and_the_same_address_outside_is_one_message(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    person = newsroom.subscriber("Ana")
    address = OutsideAddress.objects.create(email=person.email, language="fr")
    Subscription.objects.create(address=address, community=newsroom.community)
    other = OutsideAddress.objects.create(email="dehors@example.org", language="en")
    Subscription.objects.create(address=other, community=newsroom.community)
    newsroom.send(newsroom.digest())
    assert send_waiting().sent == 2
    assert postmaster.boxes() == {person.email: 1, "dehors@example.org": 1}
    assert "Hello," in parts(postmaster.letter("dehors@example.org"))[0]


def test_restricted_notes_reach_only_their_readers(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    insider, outsider = newsroom.subscriber("Ana"), newsroom.subscriber("Bob")
    factories.restrict(newsroom.notes[1], groups=["Cercle"])
    insider.groups.set(factories.Group.objects.filter(name="Cercle"))
    newsroom.send(newsroom.digest())
    send_waiting()
    inside, outside = (
        "".join(parts(postmaster.letter(each.email))) for each in (insider, outsider)
    )
    assert "Note 1" in inside
    assert "Note 0" in outside
    for secret in ("Note 1", "Mot 1.", f"/go/{newsroom.notes[1].pk}/"):
        assert secret not in outside
