"""People named beside pages: what visitors, colleagues and members see of them."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from tests import factories
from tests.people import made
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.person_cards import PersonCard, person_cards
from wiki.communities.rights import Role
from wiki.people.models import User


@pytest.fixture
def owner(community: CommunityPage) -> User:
    """Somebody who owns a guide and facilitates, without a profile."""
    person = factories.user(
        "owner@example.org", first_name="Ada", last_name="Long", job_title="Cheffe"
    )
    Membership.objects.create(community=community, person=person, role=Role.FACILITATOR)
    factories.guide(community, title="Semer", owner=person)
    return person


def told(person: User, viewer: object) -> tuple[bool, bool]:
    """Whether the role and the address are told."""
    card = person_cards([User.objects.get(pk=person.pk)], viewer)[person.pk]  # type: ignore[arg-type]
    return bool(card.job_title), bool(card.email)


def test_visitors_are_told_the_name_alone(owner: User) -> None:
    cards = person_cards([owner], AnonymousUser())
    assert cards == {owner.pk: PersonCard("Ada Long")}


def test_without_a_profile_colleagues_can_write(owner: User, reader: User) -> None:
    assert told(owner, reader) == (True, True)


def test_a_profile_decides_who_is_told(owner: User, reader: User, community: CommunityPage) -> None:
    member = factories.member(community)
    made.save_profile(owner, {"job_title_seen": "nobody", "contact_seen": "members"})
    assert told(owner, reader) == (False, False)
    assert told(owner, member) == (False, True)
    assert told(owner, owner) == (True, True)


@pytest.mark.parametrize("place", ["guide", "community"])
def test_screens_keep_to_it(
    client: Client, owner: User, reader: User, community: CommunityPage, place: str
) -> None:
    address = community.url if place == "community" else f"{community.url}guides/semer/"
    anonymous = client.get(address).content.decode()
    assert "Ada Long" in anonymous
    assert "Cheffe" not in anonymous
    client.force_login(reader)
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert "Cheffe" in page.text
    assert page.select_one(f'a[href="{owner.get_absolute_url()}"]')
