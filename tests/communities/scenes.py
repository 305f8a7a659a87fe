"""Communities of each kind, and people who stand differently towards them."""

from dataclasses import dataclass

from django.test import Client

from tests import factories
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Role, Visibility
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Scene:
    """A community, who runs it, and who is in it."""

    community: CommunityPage
    chief: User
    member: User

    def url(self, rest: str) -> str:
        """An address of one of its screens."""
        return f"/communities/{self.community.slug}/{rest}"


def scene(
    title: str,
    *,
    visibility: Visibility = Visibility.PUBLIC,
    joining: Joining = Joining.REQUEST,
    **fields: object,
) -> Scene:
    """Such a community with a facilitator and a member."""
    community = factories.community(title=title, visibility=visibility, joining=joining, **fields)
    slug = community.slug
    chief = factories.member(
        community, f"chief-{slug}@example.org", role=Role.FACILITATOR,
        first_name="Awa", last_name="Diallo",
    )  # fmt: skip
    member = factories.member(
        community, f"member-{slug}@example.org", first_name="Zoé", last_name="Éluard"
    )
    return Scene(community, chief, member)


def restricted(**fields: object) -> Scene:
    """Listed, read by members."""
    return scene("Dialogue social", visibility=Visibility.RESTRICTED, **fields)  # type: ignore[arg-type]


def hidden() -> Scene:
    """Known to its members only."""
    return scene("Secrète", visibility=Visibility.HIDDEN, joining=Joining.INVITATION)


def client_of(person: User | None) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client
