"""The dates of a community, kept by those who run it."""

from collections.abc import Mapping

from django.db import transaction

from wiki.communities.models import CommunityPage, Gathering
from wiki.communities.rights import Act
from wiki.communities.standing import standing_of
from wiki.people.models import User

FIELDS = ("title", "starts_at", "ends_at", "place", "notes")
#: Another hour or another place: people have to look at their calendar again.
MOVED_BY = ("starts_at", "ends_at", "place")


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
    # A form may have written on the row in hand: what was told before is in the database.
    before = Gathering.objects.get(pk=gathering.pk)
    if any(name in values and values[name] != getattr(before, name) for name in MOVED_BY):
        gathering.moves = before.moves + 1
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
