"""The link in a message ends what brought it, whatever one had subscribed to."""

import pytest
from django.test import Client

from guides.merging import merge
from guides.models import DigestItem
from tests import factories
from tests.digests.conftest import Newsroom
from tests.digests.mailserver import Postmaster
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Joining, Role, Visibility
from wiki.core.models import Theme
from wiki.digests.delivery import mailings, services
from wiki.digests.delivery.sending import send_waiting
from wiki.digests.delivery.tokens import stop_token
from wiki.digests.models import OutsideAddress, ReadingChoice, Rhythm, Subscription
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def one_click(postmaster: Postmaster, email: str) -> None:
    """What a mail program does with the headers of the message (RFC 8058)."""
    letter = postmaster.letter(email)
    address = letter["List-Unsubscribe"].strip(" <>").removeprefix("http://127.0.0.1:8000")
    name, value = letter["List-Unsubscribe-Post"].split("=")
    answer = Client(enforce_csrf_checks=True).post(address, {name: value})
    assert answer.status_code == 200


def themed(newsroom: Newsroom) -> Theme:
    """A theme of the newsroom's first note."""
    theme = factories.theme("Retraites")
    newsroom.notes[0].themes = [theme]
    newsroom.notes[0].save_revision().publish()
    return theme


@pytest.mark.parametrize("everywhere", [True, False])
def test_one_click_ends_a_theme(
    newsroom: Newsroom, postmaster: Postmaster, reader: User, everywhere: bool
) -> None:
    community = None if everywhere else newsroom.community
    Subscription.objects.create(person=reader, theme=themed(newsroom), community=community)
    other = newsroom.subscriber("Ana")
    newsroom.send(newsroom.digest())
    send_waiting()
    one_click(postmaster, reader.email)
    assert list(Subscription.objects.values_list("person__email", flat=True)) == [other.email]
    newsroom.send(newsroom.digest(title="La suivante", slug="suivante"))
    send_waiting()
    assert postmaster.boxes() == {reader.email: 1, other.email: 2}


def test_one_click_in_a_community_leaves_the_others(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    person = newsroom.subscriber("Ana")
    kept = Subscription.objects.create(person=person, community=factories.community(title="Autre"))
    newsroom.send(newsroom.digest())
    send_waiting()
    one_click(postmaster, person.email)
    assert list(Subscription.objects.all()) == [kept]


@pytest.mark.parametrize("merged", [True, False])
def test_one_click_in_the_message_of_the_week(
    newsroom: Newsroom, postmaster: Postmaster, merged: bool
) -> None:
    person = newsroom.subscriber("Ana", rhythm=Rhythm.WEEKLY)
    other = factories.community(title="Autre")
    Subscription.objects.create(person=person, community=other, rhythm=Rhythm.WEEKLY)
    ReadingChoice.objects.create(person=person, merged=merged)
    newsroom.send(newsroom.digest())
    mailings.make_period_mailings()
    send_waiting()
    one_click(postmaster, person.email)
    left = Subscription.objects.values_list("community__title", flat=True)
    assert list(left) == ([] if merged else ["Autre"])


def test_the_page_says_that_themes_end_too(newsroom: Newsroom) -> None:
    person = newsroom.subscriber("Ana")
    address = f"/digests/stop/{stop_token(('p', person.pk), newsroom.community.pk)}/"
    assert not Client().get(address).context["themes"]
    Subscription.objects.create(person=person, theme=factories.theme("Retraites"))
    assert Client().get(address).context["themes"]


def test_a_correction_is_for_those_who_still_get_digests(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    stayed, stopped = newsroom.subscriber("Ana"), newsroom.subscriber("Bob")
    Subscription.objects.create(person=stopped, community=factories.community(title="Autre"))
    newsroom.send(newsroom.digest())
    send_waiting()
    one_click(postmaster, stopped.email)
    postmaster.letters.clear()
    item = DigestItem.objects.get(page=newsroom.notes[0])
    services.correct(item, by=newsroom.chief, words="Faux.")
    services.tell_readers(item, by=newsroom.chief)
    send_waiting()
    assert postmaster.boxes() == {stayed.email: 1}
    one_click(postmaster, stayed.email)
    assert not Subscription.objects.filter(person=stayed).exists()


# ── Communities that become one ───────────────────────────────────────────────


@pytest.fixture
def into(newsroom: Newsroom) -> CommunityPage:
    """Another public community, with the same facilitator."""
    made = factories.community(title="Autre", visibility=Visibility.PUBLIC)
    Membership.objects.create(community=made, person=newsroom.chief, role=Role.FACILITATOR)
    return made


def test_subscribers_follow_their_community(
    newsroom: Newsroom, postmaster: Postmaster, into: CommunityPage
) -> None:
    alone, both = newsroom.subscriber("Ana"), newsroom.subscriber("Bob")
    Subscription.objects.create(person=both, community=into, rhythm=Rhythm.MONTHLY)
    address = OutsideAddress.objects.create(email="dehors@example.org", language="fr")
    Subscription.objects.create(address=address, community=newsroom.community)
    old_link = stop_token(("p", alone.pk), newsroom.community.pk)
    merge(newsroom.community, into, by=User.objects.get(pk=newsroom.chief.pk))
    rows = Subscription.objects.filter(community=into)
    assert set(rows.values_list("person__email", "address__email", "rhythm")) == {
        (alone.email, None, Rhythm.IMMEDIATE),
        (both.email, None, Rhythm.MONTHLY),
        (None, "dehors@example.org", Rhythm.IMMEDIATE),
    }
    assert Subscription.objects.count() == 3
    chief = User.objects.get(pk=newsroom.chief.pk)
    after = Newsroom(CommunityPage.objects.get(pk=into.pk), chief, newsroom.notes)
    after.send(after.digest())
    send_waiting()
    assert postmaster.boxes() == {alone.email: 1, "dehors@example.org": 1}
    Client().post(f"/digests/stop/{old_link}/")
    assert not Subscription.objects.filter(person=alone).exists()


def test_addresses_outside_do_not_follow_into_a_closed_community(newsroom: Newsroom) -> None:
    closed = factories.community(
        title="Secrète", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    Membership.objects.create(community=closed, person=newsroom.chief, role=Role.FACILITATOR)
    address = OutsideAddress.objects.create(email="dehors@example.org", language="fr")
    Subscription.objects.create(address=address, community=newsroom.community)
    merge(newsroom.community, closed, by=User.objects.get(pk=newsroom.chief.pk))
    assert not OutsideAddress.objects.exists()
