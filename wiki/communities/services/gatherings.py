"""The dates of a community, kept by those who run it."""

from collections.abc import Mapping

from django.db import transaction

from wiki.communities.models import CommunityPage, Gathering
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.people.models import User

FIELDS = ("title", "starts_at", "ends_at", "place", "notes")


@transaction.atomic
def add_gathering(community: CommunityPage, values: Mapping[str, object], *, by: User) -> Gathering:
    """A new date with these values of ``FIELDS``. Raises NotAllowed, ValidationError."""
    standing_of(by).need(Act.CONFIGURE, community)
    gathering = Gathering(community=community, made_by=by)
    return _saved(gathering, values)


@transaction.atomic
def change_gathering(gathering: Gathering, values: Mapping[str, object], *, by: User) -> Gathering:
    """The date with other values. Raises NotAllowed, ValidationError."""
    standing_of(by).need(Act.CONFIGURE, gathering.community)
    return _saved(gathering, values)


@transaction.atomic
def remove_gathering(gathering: Gathering, *, by: User) -> None:
    """The date is off. Raises NotAllowed."""
    standing_of(by).need(Act.CONFIGURE, gathering.community)
    gathering.delete()


def _saved(gathering: Gathering, values: Mapping[str, object]) -> Gathering:
    for name in FIELDS:
        if name in values:
            setattr(gathering, name, values[name])
    gathering.full_clean()
    gathering.save()
    return gathering
