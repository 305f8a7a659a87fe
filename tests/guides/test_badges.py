"""Which communities a page is shown with: those that the viewer may read, and no other."""

import pytest
from django.test import Client

from tests import factories
from tests.communities.scenes import client_of
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Visibility
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def tagged(community: CommunityPage) -> dict[str, CommunityPage]:
    """A guide that is useful to a community of each kind."""
    made = {
        kind.value: factories.community(
            title=f"Cercle {kind.value}", visibility=kind, joining=Joining.INVITATION
        )
        for kind in Visibility
    }
    factories.guide(community, title="Partagé", communities=list(made.values()))
    return made


ADDRESSES = ["/", "/browse/", "/animation/", "/animation/guides/", "/animation/guides/partage/",
             "/search/?q=partage", "/cercle-public/"]  # fmt: skip


def named(client: Client, address: str) -> set[str]:
    """The kinds of community whose name stands in the page."""
    html = client.get(address).content.decode()
    assert "Partagé" in html
    return {kind for kind in Visibility.values if f"Cercle {kind}" in html}


@together("address", ADDRESSES)
def test_a_page_has_every_badge_that_the_viewer_may_read(
    tagged: dict[str, CommunityPage], reader: User, address: str
) -> None:
    # The home page lists the communities of which one may know, restricted ones too.
    listed = {"restricted"} if address == "/" else set()
    assert named(client_of(None), address) == {"public"}
    assert named(client_of(reader), address) == {"public", "internal"} | listed
    insider = factories.member(tagged["hidden"])
    assert named(client_of(insider), address) == {"public", "internal", "hidden"} | listed


@together("address", ADDRESSES)
def test_visitors_and_colleagues_read_no_closed_name(
    client: Client, tagged: dict[str, CommunityPage], reader: User, address: str
) -> None:
    assert named(client, address) <= {"public"}
    client.force_login(reader)
    assert "hidden" not in named(client, address)
    # Stricter than the list of communities: a badge leads to pages that one may read.
    # The home page lists the communities of which one may know, restricted ones too.
    assert address == "/" or "restricted" not in named(client, address)


def test_members_read_the_names_of_theirs(
    client: Client, tagged: dict[str, CommunityPage], reader: User
) -> None:
    address = "/animation/guides/partage/"
    assert named(client, address) == {"public"}
    client.force_login(reader)
    assert named(client, address) == {"public", "internal"}
    client.force_login(factories.member(tagged["hidden"]))
    assert named(client, address) == {"public", "internal", "hidden"}


def test_the_file_and_the_data_for_machines_name_no_other_community(
    client: Client, tagged: dict[str, CommunityPage]
) -> None:
    page = client.get("/animation/guides/partage/").context["page"]
    text = client.get(f"/export/{page.pk}.md").content.decode()
    assert "Cercle" not in text
