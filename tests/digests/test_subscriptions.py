"""Who gets which digests: people, addresses outside, themes, rhythms, one message for all."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.communities.scenes import client_of
from tests.digests.conftest import Newsroom
from tests.digests.mailserver import Postmaster, parts
from wiki.communities.rights import Joining, Role, Visibility
from wiki.digests.delivery import mailings
from wiki.digests.delivery.sending import send_waiting
from wiki.digests.delivery.tokens import stop_token
from wiki.digests.models import (
    Delivery,
    Edition,
    Mailing,
    OutsideAddress,
    ReadingChoice,
    Rhythm,
    Subscription,
)
from wiki.notifications.services.wishes import pause
from wiki.people.data import personal_data
from wiki.people.services import erase

pytestmark = pytest.mark.django_db


def confirm_link() -> str:
    """The path of the link in the last message."""
    found = re.search(r"http://127\.0\.0\.1:8000(/digests/confirm/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_person_subscribes_changes_and_stops(newsroom: Newsroom, reader: Any) -> None:
    client = client_of(reader)
    page = newsroom.community.url
    subscribe = f"/digests/in/{newsroom.community.slug}/subscribe/"
    assert subscribe in client.get(page).content.decode()
    assert client.get(subscribe).status_code == 200
    assert client.post(subscribe, {"rhythm": "daily"}).status_code == 422
    client.post(subscribe, {"rhythm": "weekly"})
    client.post(subscribe, {"rhythm": "monthly"})
    row = Subscription.objects.get()
    assert (row.person, row.community, row.rhythm) == (reader, newsroom.community, "monthly")
    mine = client.get("/digests/mine/").content.decode()
    assert newsroom.community.title in mine
    client.post("/digests/mine/", {"subscription": row.pk, "rhythm": "immediate"})
    row.refresh_from_db()
    assert row.rhythm == Rhythm.IMMEDIATE
    client.post("/digests/mine/", {"merged": "0"})
    assert not ReadingChoice.objects.get(person=reader).merged
    client.post("/digests/mine/", {"subscription": row.pk, "stop": "1"})
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("data", [{"subscription": "x"}, {"subscription": "9" * 30}, {},
                                  {"subscription": "1", "rhythm": "\0"}])  # fmt: skip
def test_nonsense_changes_nothing(newsroom: Newsroom, reader: Any, data: dict[str, str]) -> None:
    assert client_of(reader).post("/digests/mine/", data).status_code == 404


def test_nobody_touches_the_subscription_of_another(newsroom: Newsroom, reader: Any) -> None:
    newsroom.subscriber("Ana")
    row = Subscription.objects.get()
    client_of(reader).post("/digests/mine/", {"subscription": row.pk, "stop": "1"})
    assert Subscription.objects.filter(pk=row.pk).exists()


def test_joining_subscribes_nobody(newsroom: Newsroom) -> None:
    factories.member(newsroom.community)
    assert not Subscription.objects.exists()


def test_a_closed_community_cannot_be_subscribed_to(reader: Any, home: Any) -> None:
    hidden = factories.community(
        title="Secrète", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    factories.member(hidden, role=Role.FACILITATOR)
    address = f"/digests/in/{hidden.slug}/subscribe/"
    for client in (Client(), client_of(reader)):
        for answer in (client.get(address), client.post(address, {"rhythm": "weekly"})):
            assert answer.status_code == 404


def test_an_address_outside_confirms_first(newsroom: Newsroom) -> None:
    client = Client()
    subscribe = f"/digests/in/{newsroom.community.slug}/subscribe/"
    assert client.get(subscribe).status_code == 200
    assert client.post(subscribe, {"email": "nobody", "rhythm": "weekly"}).status_code == 422
    answer = client.post(subscribe, {"email": "Dehors@Example.org", "rhythm": "weekly"})
    assert answer.status_code == 200
    assert not OutsideAddress.objects.exists(), "nothing is kept before"
    (letter,) = mail.outbox
    assert letter.to == ["dehors@example.org"]
    link = confirm_link()
    assert client.get(link).status_code == 200
    assert not Subscription.objects.exists(), "looking changes nothing"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link).status_code == 403
    assert client.post(link).status_code == 200
    row = Subscription.objects.get()
    assert row.address is not None
    assert (row.address.email, row.rhythm) == ("dehors@example.org", "weekly")
    client.post(link)
    assert Subscription.objects.count() == 1


def test_the_answer_does_not_say_who_is_known(newsroom: Newsroom, reader: Any) -> None:
    client = Client()
    subscribe = f"/digests/in/{newsroom.community.slug}/subscribe/"
    said = []
    for email in ("inconnu@example.org", reader.email, "inconnu@example.org"):
        answer = client.post(subscribe, {"email": email, "rhythm": "weekly"})
        said.append((answer.status_code, answer.content))
    assert said[0] == said[1] == said[2]
    client.post(confirm_link())
    client.post(subscribe, {"email": reader.email, "rhythm": "weekly"})
    client.post(confirm_link())
    assert Subscription.objects.filter(person=reader).exists(), "the account that has the address"


def test_nobody_is_flooded(newsroom: Newsroom) -> None:
    client = Client()
    subscribe = f"/digests/in/{newsroom.community.slug}/subscribe/"
    codes = []
    for number in range(25):
        email = "cible@example.org" if number < 5 else f"p{number}@example.org"
        codes.append(client.post(subscribe, {"email": email, "rhythm": "weekly"}).status_code)
    assert codes[:20] == [200] * 20
    assert codes[20:] == [429] * 5
    assert sum(letter.to == ["cible@example.org"] for letter in mail.outbox) == 3


@pytest.mark.parametrize("visibility", [Visibility.INTERNAL, Visibility.RESTRICTED])
def test_only_public_communities_send_outside(home: Any, visibility: Visibility) -> None:
    community = factories.community(title="Interne", visibility=visibility)
    factories.member(community, role=Role.FACILITATOR)
    address = f"/digests/in/{community.slug}/subscribe/"
    data = {"email": "dehors@example.org", "rhythm": "weekly"}
    assert Client().post(address, data).status_code in {302, 404}
    assert not mail.outbox


def test_a_link_of_a_community_that_closed_leads_nowhere(newsroom: Newsroom) -> None:
    client = Client()
    data = {"email": "dehors@example.org", "rhythm": "immediate"}
    client.post(f"/digests/in/{newsroom.community.slug}/subscribe/", data)
    link = confirm_link()
    factories.restrict(newsroom.community)
    assert client.post(link).status_code == 410
    assert client.get("/digests/confirm/forged:token/").status_code == 410
    assert not Subscription.objects.exists()


def test_an_address_outside_is_forgotten_with_its_last_subscription(newsroom: Newsroom) -> None:
    address = OutsideAddress.objects.create(email="dehors@example.org", language="fr")
    Subscription.objects.create(address=address, community=newsroom.community)
    token = stop_token(("a", address.pk), newsroom.community.pk)
    Client(enforce_csrf_checks=True).post(f"/digests/stop/{token}/")
    assert not OutsideAddress.objects.exists()


def test_a_theme_gets_its_items_alone(newsroom: Newsroom, postmaster: Postmaster) -> None:
    theme = factories.theme("Retraites")
    newsroom.notes.append(factories.watch_note(newsroom.community, title="Sur les retraites"))
    newsroom.notes[-1].themes = [theme]
    newsroom.notes[-1].save_revision().publish()
    here, anywhere, none = (factories.user(f"t{n}@example.org") for n in range(3))
    client_of(anywhere).post("/digests/on/retraites/subscribe/", {"rhythm": "immediate"})
    client_of(here).post(
        f"/digests/in/{newsroom.community.slug}/subscribe/?theme=retraites",
        {"rhythm": "immediate"},
    )
    other = factories.theme("Autre")
    Subscription.objects.create(person=none, theme=other)
    newsroom.send(newsroom.digest(editorial=[("markdown", "Tout.")]))
    send_waiting()
    assert postmaster.boxes() == {here.email: 1, anywhere.email: 1}
    text = parts(postmaster.letter(here.email))[0]
    assert "Sur les retraites" in text
    assert "Note 0" not in text


def sent_days_ago(newsroom: Newsroom, days: int, **fields: Any) -> None:
    edition = newsroom.digest(**fields)
    newsroom.send(edition)
    moment = timezone.now() - timedelta(days=days)
    Edition.objects.filter(pk=edition.pk).update(sent_at=moment)


def test_one_message_for_the_week_with_nothing_twice(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    community = factories.community(title="Autre", visibility=Visibility.PUBLIC)
    chief = factories.member(community, role=Role.FACILITATOR)
    notes = [newsroom.notes[0], factories.watch_note(community, title="De l’autre")]
    other = Newsroom(community, chief, notes)
    person = newsroom.subscriber("Ana", rhythm=Rhythm.WEEKLY)
    Subscription.objects.create(person=person, community=community, rhythm=Rhythm.WEEKLY)
    sent_days_ago(newsroom, 3)
    sent_days_ago(other, 1, title="Lettre de l’autre")
    sent_days_ago(newsroom, 20, title="Il y a longtemps", slug="vieille")
    assert mailings.make_period_mailings() >= 1
    assert mailings.make_period_mailings() == 0, "once for each day"
    send_waiting()
    assert postmaster.boxes() == {person.email: 1}
    text = parts(postmaster.letter(person.email))[0]
    assert "Lettre de novembre" in text
    assert "Lettre de l’autre" in text
    assert "Il y a longtemps" not in text
    assert text.count("Note 0") == 1
    assert postmaster.letter(person.email)["List-Id"] == "<digests.127.0.0.1>"


def test_one_message_for_each_community_for_who_wants_it(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    community = factories.community(title="Autre", visibility=Visibility.PUBLIC)
    other = Newsroom(
        community,
        factories.member(community, role=Role.FACILITATOR),
        [factories.watch_note(community, title="De l’autre")],
    )
    person = newsroom.subscriber("Ana", rhythm=Rhythm.WEEKLY)
    Subscription.objects.create(person=person, community=community, rhythm=Rhythm.WEEKLY)
    ReadingChoice.objects.create(person=person, merged=False)
    sent_days_ago(newsroom, 2)
    sent_days_ago(other, 1, title="Lettre de l’autre")
    mailings.make_period_mailings()
    send_waiting()
    assert postmaster.boxes() == {person.email: 2}
    subjects = [words.split(b"Subject: ")[1].split(b"\r\n")[0] for _to, words in postmaster.letters]
    assert len(set(subjects)) == 2


def test_the_next_week_tells_what_came_since(newsroom: Newsroom, postmaster: Postmaster) -> None:
    person = newsroom.subscriber("Ana", rhythm=Rhythm.WEEKLY)
    sent_days_ago(newsroom, 2)
    mailings.make_period_mailings()
    send_waiting()
    soon = timezone.now() + timedelta(days=7)
    mailings.make_period_mailings(now=soon)
    send_waiting()
    assert postmaster.boxes() == {person.email: 1}, "nothing new is no message"
    assert Mailing.objects.filter(rhythm=Rhythm.WEEKLY).count() == 2
    assert Delivery.objects.filter(state=Delivery.State.EMPTY).count() == 1


def test_monthly_ones_wait_for_the_month(newsroom: Newsroom) -> None:
    moment = timezone.make_aware(timezone.datetime(2026, 11, 26, 7, 0))
    assert mailings.due_day(Rhythm.MONTHLY, moment).isoformat() == "2026-11-01"
    assert mailings.due_day(Rhythm.WEEKLY, moment).isoformat() == "2026-11-23"
    monday = timezone.make_aware(timezone.datetime(2026, 11, 23, 7, 0))
    assert mailings.due_day(Rhythm.WEEKLY, monday).isoformat() == "2026-11-16", "before the hour"
    assert mailings.due_day(Rhythm.WEEKLY, monday.replace(hour=8)).isoformat() == "2026-11-23"


def test_a_pause_is_a_pause(newsroom: Newsroom, postmaster: Postmaster) -> None:
    pause(newsroom.subscriber("Ana"), days=5)
    newsroom.send(newsroom.digest())
    assert send_waiting().sent == 0


def test_ones_data_and_leaving(newsroom: Newsroom, postmaster: Postmaster) -> None:
    person = newsroom.subscriber("Ana")
    newsroom.send(newsroom.digest())
    send_waiting()
    found = next(part for part in personal_data(person) if part.name == "digests").values
    assert found["subscriptions"][0]["community"] == newsroom.community.title
    assert found["messages"][0]["state"] == "sent"
    erase(person)
    assert not Subscription.objects.exists()
    assert not Delivery.objects.exists()
