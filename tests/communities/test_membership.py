"""Joining, leaving, roles, requests: the services."""

import pytest

from tests import factories
from wiki.communities import signals
from wiki.communities.errors import (
    AlreadyAsked,
    AlreadyDecided,
    AlreadyMember,
    LastFacilitator,
    NotAllowed,
    NotJoinable,
)
from wiki.communities.models import CommunityPage, JoinRequest, Membership
from wiki.communities.queries import facilitators, listed, reviewers
from wiki.communities.rights import Joining, Role, Visibility
from wiki.communities.services.joining import ask_to_join, decide, withdraw
from wiki.communities.services.membership import appoint, change_role, join, leave, remove
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_one(home: object) -> CommunityPage:
    return factories.community(title="Ouverte", joining=Joining.OPEN)


def roles(community: CommunityPage) -> dict[str, str]:
    return dict(community.memberships.values_list("person__email", "role"))


def test_whoever_wants_to_joins_an_open_community(open_one: CommunityPage, reader: User) -> None:
    heard = []

    def listen(sender: object, membership: Membership, by: User, **kwargs: object) -> None:
        heard.append((membership.person, by))

    signals.joined.connect(listen)
    join(open_one, reader)
    signals.joined.disconnect(listen)
    assert roles(open_one) == {reader.email: "member"}
    assert heard == [(reader, reader)]
    with pytest.raises(AlreadyMember):
        join(open_one, reader)


def test_a_community_on_request_is_asked(community: CommunityPage, reader: User) -> None:
    chief = factories.member(community, role=Role.FACILITATOR)
    with pytest.raises(NotJoinable):
        join(community, reader)
    asked = ask_to_join(community, reader, message=" Bonjour ")
    with pytest.raises(AlreadyAsked):
        ask_to_join(community, reader)
    with pytest.raises(NotAllowed):
        decide(asked, accepted=True, by=reader)
    decide(asked, accepted=True, by=chief, answer="Bienvenue")
    assert roles(community)[reader.email] == "member"
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.message) == ("accepted", chief, "Bonjour")
    with pytest.raises(AlreadyDecided):
        decide(asked, accepted=False, by=chief)
    with pytest.raises(AlreadyMember):
        ask_to_join(community, reader)


def test_a_declined_or_withdrawn_request_can_be_made_again(
    community: CommunityPage, reader: User
) -> None:
    chief = factories.member(community, role=Role.FACILITATOR)
    decide(ask_to_join(community, reader), accepted=False, by=chief)
    second = ask_to_join(community, reader)
    with pytest.raises(NotAllowed):
        withdraw(second, by=chief)
    withdraw(second, by=reader)
    ask_to_join(community, reader)
    states = JoinRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["declined", "withdrawn", "waiting"]


def test_nobody_asks_at_a_door_that_they_cannot_see(home: object, reader: User) -> None:
    hidden = factories.community(
        title="Cachée", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    with pytest.raises(NotAllowed):
        ask_to_join(hidden, reader)
    with pytest.raises(NotAllowed):
        join(hidden, reader)
    assert hidden not in listed(reader)


def test_the_last_facilitator_cannot_leave(community: CommunityPage) -> None:
    chief = factories.member(community, role=Role.FACILITATOR)
    gone = factories.member(community, "parti@example.org", role=Role.FACILITATOR)
    gone.is_active = False
    gone.save()
    mine = Membership.objects.get(person=chief)
    with pytest.raises(LastFacilitator):
        leave(community, chief)
    with pytest.raises(LastFacilitator):
        change_role(mine, Role.MEMBER, by=chief)
    with pytest.raises(LastFacilitator):
        remove(mine, by=chief)
    second = factories.member(community)
    change_role(Membership.objects.get(person=second), Role.FACILITATOR, by=chief)
    leave(community, chief)
    assert facilitators([community.pk])[community.pk] == [second]


def test_only_facilitators_change_roles(community: CommunityPage) -> None:
    chief = factories.member(community, role=Role.FACILITATOR)
    expert = factories.member(community, role=Role.EXPERT)
    row = Membership.objects.get(person=expert)
    with pytest.raises(NotAllowed):
        change_role(row, Role.FACILITATOR, by=expert)
    with pytest.raises(NotAllowed):
        remove(row, by=expert)
    change_role(row, Role.AMBASSADOR, by=chief, reviews=True)
    assert list(reviewers(community)) == [expert]
    remove(row, by=chief)
    assert list(reviewers(community)) == [chief]


def test_appointing_twice_is_once(community: CommunityPage, reader: User) -> None:
    appoint(community, reader)
    appoint(community, reader)
    assert roles(community) == {reader.email: "facilitator"}


def test_who_knows_of_which_community(home: object, reader: User, admin: User) -> None:
    made = {
        kind: factories.community(title=kind.value, visibility=kind, joining=Joining.INVITATION)
        for kind in Visibility
    }
    insider = factories.member(made[Visibility.HIDDEN])
    assert {row.title for row in listed(reader)} == {"public", "internal", "restricted"}
    assert {row.title for row in listed(insider)} == set(Visibility.values)
    assert {row.title for row in listed(admin)} == set(Visibility.values)
