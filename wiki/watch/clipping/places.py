"""Where somebody may clip."""

from wiki.communities.models import CommunityPage
from wiki.communities.queries import listed
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.people.models import User


def places_of(person: User) -> list[CommunityPage]:
    """The communities in which the person may propose pages, by name (a few queries)."""
    standing = standing_of(person)
    found = listed(person, standing=standing)
    return [each for each in found if standing.may(Act.PROPOSE, each)]
