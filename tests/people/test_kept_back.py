"""What somebody lets nobody see stands on no screen of the site."""

from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests import factories
from tests.communities.scenes import client_of
from tests.people import made
from tests.together import together
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Joining, Role, Visibility
from wiki.communities.services.joining import ask_to_join, invite
from wiki.people.models import User

JOB, ADDRESS = "Cheffe", "ada@example.org"


@dataclass(frozen=True, slots=True)
class Places:
    """Ada facilitates the one and asks to join the other, which the viewer facilitates."""

    ada: User
    viewer: User
    open_one: CommunityPage
    closed: CommunityPage

    def addresses(self) -> dict[str, str]:
        guide = factories.guide(self.open_one, title="Semer", owner=self.ada)
        row = Membership.objects.get(community=self.open_one, person=self.ada)
        _made, link = invite(self.closed, by=self.ada)
        screens, asked = f"/communities/{self.open_one.slug}", f"/communities/{self.closed.slug}"
        return {
            "guide": guide.url or "",
            "community": self.open_one.url or "",
            "members": f"{screens}/members/",
            "member": f"{screens}/members/{row.pk}/",
            "requests": f"{screens}/requests/",
            "export": f"{screens}/members/export/",
            "door": f"{asked}/door/",
            "invitation": "/communities/" + link.split("/communities/")[1],
            "mention": f"/comments/on/{guide.pk}/people/?q=ada",
            "person": self.ada.get_absolute_url(),
        }


@pytest.fixture
def places(community: CommunityPage) -> Places:
    ada = factories.user(ADDRESS, first_name="Ada", last_name="Long", job_title=JOB)
    asking = factories.user("x@example.org", first_name="Ada", last_name="Brève", job_title=JOB)
    closed = factories.community(
        title="Fermée", visibility=Visibility.RESTRICTED, joining=Joining.REQUEST
    )
    for place in (community, closed):
        Membership.objects.create(community=place, person=ada, role=Role.FACILITATOR)
    viewer = factories.member(community, role=Role.FACILITATOR)
    ask_to_join(community, asking)
    for person in (ada, asking):
        hidden = {"job_title_seen": "nobody", "contact_seen": "nobody"}
        made.save_profile(person, hidden)
    return Places(ada, viewer, community, closed)


def test_neither_the_role_nor_the_address_stands_anywhere(places: Places) -> None:
    client = client_of(places.viewer)
    for name, address in places.addresses().items():
        answer = client.get(address)
        text = answer.content.decode()
        assert answer.status_code == 200, name
        assert "Ada" in text, name
        assert JOB not in text, name
        assert ADDRESS not in text, name


def test_whoever_hides_nothing_is_told_in_each_of_them(places: Places) -> None:
    for person in User.objects.filter(first_name="Ada"):
        made.save_profile(person, {"job_title_seen": "everybody", "contact_seen": "everybody"})
    client = client_of(places.viewer)
    for name, address in places.addresses().items():
        assert JOB in client.get(address).content.decode(), name


@together(
    ("contact", "told"), [("", True), ("email", True), ("phone", False), ("in_person", False)]
)
def test_the_address_is_of_those_who_like_to_be_written_to(
    places: Places, contact: str, told: bool
) -> None:
    made.save_profile(places.ada, {"contact": contact, "contact_seen": "everybody"})
    client, addresses = client_of(places.viewer), places.addresses()
    for name in ("guide", "export"):
        assert (ADDRESS in client.get(addresses[name]).content.decode()) is told, name


def test_a_problem_is_told_to_those_whose_address_is_seen(places: Places) -> None:
    client, address = client_of(places.viewer), places.addresses()["guide"]
    assert letter(client, address).startswith(f"mailto:{places.viewer.email.replace('@', '%40')}?")
    made.save_profile(places.viewer, {"contact": "phone"})
    Membership.objects.filter(person=places.viewer).delete()
    page = BeautifulSoup(client.get(address).content, "html.parser")
    target = page.select_one(letter(client, address))
    assert target is not None
    assert places.ada.get_absolute_url() in [a.get("href") for a in target.parent.select("a")]  # type: ignore[union-attr]


def letter(client: Client, address: str) -> str:
    """Where « Report a problem » leads."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    icon = page.select_one(".actions a[href^='mailto:'], .actions a[href^='#']")
    return str(icon["href"]) if icon else ""
