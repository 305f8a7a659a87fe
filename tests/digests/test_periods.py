"""Digests of the week: nothing twice after another choice, and authors see what became of them."""

import pytest

from tests import factories
from tests.communities.scenes import client_of
from tests.digests.conftest import Newsroom
from tests.digests.mailserver import Postmaster, parts
from wiki.communities.rights import Role, Visibility
from wiki.digests.delivery import mailings
from wiki.digests.delivery.sending import send_waiting
from wiki.digests.models import (
    Delivery,
    Mailing,
    ReadingChoice,
    Rhythm,
    StoppedAddress,
    Subscription,
)

pytestmark = pytest.mark.django_db
State = Delivery.State


def weekly(postmaster: Postmaster) -> None:
    mailings.make_period_mailings()
    send_waiting()


def test_another_choice_sends_nothing_again(newsroom: Newsroom, postmaster: Postmaster) -> None:
    person = newsroom.subscriber("Ana", rhythm=Rhythm.WEEKLY)
    edition = newsroom.digest()
    newsroom.send(edition)
    weekly(postmaster)
    ReadingChoice.objects.create(person=person, merged=False)
    weekly(postmaster)
    assert Mailing.objects.filter(community=newsroom.community).exists()
    assert postmaster.boxes() == {person.email: 1}
    assert Delivery.objects.filter(state=State.EMPTY).count() == 1


def test_each_digest_then_once_a_week(newsroom: Newsroom, postmaster: Postmaster) -> None:
    person = newsroom.subscriber("Ana")
    newsroom.send(newsroom.digest())
    send_waiting()
    Subscription.objects.update(rhythm=Rhythm.WEEKLY)
    newsroom.notes = [factories.watch_note(newsroom.community, title="Toute neuve")]
    newsroom.send(newsroom.digest(title="La suivante", slug="suivante"))
    weekly(postmaster)
    assert postmaster.boxes() == {person.email: 2}
    text = parts_of_last(postmaster)
    assert "Toute neuve" in text
    assert "Lettre de novembre" not in text


def parts_of_last(postmaster: Postmaster) -> str:
    to, words = postmaster.letters[-1]
    alone = Postmaster()
    alone.letters = [(to, words)]
    return parts(alone.letter(to))[0]


def test_an_editorial_alone_comes_once(newsroom: Newsroom, postmaster: Postmaster) -> None:
    person = newsroom.subscriber("Ana", rhythm=Rhythm.WEEKLY)
    newsroom.notes = []
    newsroom.send(newsroom.digest(editorial=[("markdown", "Rien que ceci.")]))
    weekly(postmaster)
    ReadingChoice.objects.create(person=person, merged=False)
    weekly(postmaster)
    assert postmaster.boxes() == {person.email: 1}


def test_what_one_had_a_part_of_comes_without_that_part(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    theme = factories.theme("Retraites")
    newsroom.notes[0].themes = [theme]
    newsroom.notes[0].save_revision().publish()
    person = factories.user("ana@example.org")
    Subscription.objects.create(person=person, theme=theme)
    newsroom.send(newsroom.digest())
    send_waiting()
    Subscription.objects.create(person=person, community=newsroom.community, rhythm=Rhythm.WEEKLY)
    weekly(postmaster)
    text = parts_of_last(postmaster)
    assert "Note 1" in text
    assert "Note 0" not in text


def test_what_was_refused_may_come_with_the_week(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    person = newsroom.subscriber("Ana")
    postmaster.at_address[person.email] = ["554 5.7.1 Not now"]
    newsroom.send(newsroom.digest())
    send_waiting()
    Subscription.objects.update(rhythm=Rhythm.WEEKLY)
    weekly(postmaster)
    assert postmaster.boxes() == {person.email: 1}


# ── What authors see ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("merged", [True, False])
def test_the_author_sees_the_messages_of_the_week(
    newsroom: Newsroom, postmaster: Postmaster, merged: bool
) -> None:
    got, lost, refused = (
        newsroom.subscriber(name, rhythm=Rhythm.WEEKLY) for name in ("Ana", "Bob", "Eva")
    )
    for person in (got, lost, refused):
        ReadingChoice.objects.create(person=person, merged=merged)
    elsewhere = factories.community(title="Autre", visibility=Visibility.PUBLIC)
    other = Newsroom(elsewhere, factories.member(elsewhere, role=Role.FACILITATOR),
                     [factories.watch_note(elsewhere, title="De l’autre")])  # fmt: skip
    other.subscriber("Zoé", rhythm=Rhythm.WEEKLY)
    edition = newsroom.digest()
    newsroom.send(edition)
    other.send(other.digest(title="Lettre de l’autre"))
    postmaster.cut_after_words = {lost.email, "zoe@example.org"}
    postmaster.at_address[refused.email] = ["550 5.1.1 No"]
    weekly(postmaster)
    client = client_of(newsroom.chief)
    sent = f"/digests/in/{newsroom.community.slug}/{edition.digest_id}/sent/"
    page = client.get(sent)
    _own, row = page.context["rows"]
    assert (row.total, row.sent, row.unknown, row.refused) == (3, 1, 1, 1)
    words = page.content.decode()
    assert "Bob" in words
    assert "Zoé" not in words
    assert page.context["later"] == 3
    again = sent.replace("/sent/", "/again/")
    postmaster.cut_after_words = set()
    client.post(again, {"mailing": str(row.mailing.pk)})
    send_waiting()
    assert Delivery.objects.get(person=lost, mailing=row.mailing).state == State.SENT
    assert Delivery.objects.get(person__email="zoe@example.org").state == State.UNKNOWN
    assert postmaster.boxes() == {got.email: 1, lost.email: 2, "zoe@example.org": 1}


def test_nobody_sends_again_what_told_of_another_digest(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    newsroom.subscriber("Ana")
    first = newsroom.send(newsroom.digest())
    second = newsroom.digest(title="La suivante", slug="suivante")
    newsroom.send(second)
    again = f"/digests/in/{newsroom.community.slug}/{second.digest_id}/again/"
    answer = client_of(newsroom.chief).post(again, {"mailing": str(first.pk)})
    assert answer.status_code == 404


# ── An address that came back ─────────────────────────────────────────────────


def test_whose_address_came_back_reads_so_and_begins_again(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    person = newsroom.subscriber("Ana")
    StoppedAddress.objects.create(email="ana@example.org", code="550 5.1.1")
    mailing = newsroom.send(newsroom.digest())
    assert send_waiting().sent == 0
    row = Delivery.objects.get()
    assert (row.state, row.code) == (State.REFUSED, "stopped")
    sent = f"/digests/in/{newsroom.community.slug}/{mailing.digest_id}/sent/"
    seen = client_of(newsroom.chief).get(sent)
    assert seen.context["rows"][0].refused == 1, "and not « nothing to read »"
    assert "(stopped)" not in seen.content.decode(), "no word for machines"
    client = client_of(person)
    assert "550 5.1.1" in client.get("/digests/mine/").content.decode()
    client.post("/digests/mine/", {"again": "1"})
    assert not StoppedAddress.objects.exists()
    assert "550 5.1.1" not in client.get("/digests/mine/").content.decode()
    newsroom.send(newsroom.digest(title="La suivante", slug="suivante"))
    assert send_waiting().sent == 1
    assert Delivery.objects.get(mailing=mailing).state == State.REFUSED
