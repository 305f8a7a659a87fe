"""Pages that wait while people come and go: those who are asked from then on hear of it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.cms.forms import edit_url
from tests.cms.reviews import act, again, signed_in, submit
from tests.notifications.conftest import told
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role, Visibility
from wiki.communities.services.membership import change_role, leave
from wiki.communities.services.settings import configure
from wiki.people.models import User
from wiki.people.services import erase

pytestmark = pytest.mark.django_db

TODO = reverse("communities:todo")


@pytest.fixture
def author(community: CommunityPage) -> User:
    return factories.member(community, "autrice@example.org")


@pytest.fixture
def chief(community: CommunityPage) -> User:
    return factories.member(community, role=Role.FACILITATOR)


def waits_for(person: User) -> list[str]:
    """What this person is told to review now; read anew, as for each request."""
    found = told(User.objects.get(pk=person.pk))
    return [title for kind, title in found if kind == "review_waiting"]


def keeper(*, name: str = "garde@example.org") -> User:
    """Somebody who opens communities, and has no right on any page."""
    group = Group.objects.get_or_create(name="Gardiens")[0]
    for codename in ("open_community", "access_admin"):
        group.permissions.add(Permission.objects.get(codename=codename))
    return factories.user(name, groups=["Gardiens"])


@pytest.mark.parametrize("how", ["leaves", "is not asked any more", "is erased", "is closed"])
def test_whoever_is_asked_instead_is_told(
    community: CommunityPage,
    author: User,
    chief: User,
    committed: Any,
    how: str,
) -> None:
    ticked = factories.member(community, "relecteur@example.org")
    row = Membership.objects.get(person=ticked)
    change_role(row, Role.MEMBER, by=chief, reviews=True)
    with committed():
        submit(community, author)
    assert (waits_for(ticked), waits_for(chief)) == (["Un guide"], [])
    with committed():
        match how:
            case "leaves":
                leave(community, ticked)
            case "is erased":
                erase(ticked)
            case "is closed":
                ticked.is_active = False
                ticked.save()
            case _:
                change_role(row, Role.MEMBER, by=chief, reviews=False)
    assert waits_for(chief) == ["Un guide"]
    assert waits_for(author) == []


def test_the_reviewers_hear_that_the_step_of_experts_is_gone(
    community: CommunityPage, author: User, chief: User, committed: Any
) -> None:
    configure(community, {"expert_step": True}, by=chief)
    factories.member(community, role=Role.EXPERT)
    ticked = factories.member(community, "relecteur@example.org")
    change_role(Membership.objects.get(person=ticked), Role.MEMBER, by=chief, reviews=True)
    page = submit(community, author)
    act(signed_in(ticked), page, "approve")
    assert waits_for(ticked) == []
    with committed():
        configure(community, {"expert_step": False}, by=chief)
    assert waits_for(ticked) == ["Un guide"]


def test_whoever_was_asked_before_is_not_told_again(
    community: CommunityPage,
    author: User,
    chief: User,
    committed: Any,
) -> None:
    with committed():
        submit(community, author)
    with committed():
        second = factories.member(community, "seconde@example.org", role=Role.FACILITATOR)
        factories.member(community, "autre@example.org")
    assert waits_for(chief) == ["Un guide"]
    assert waits_for(second) == ["Un guide"]


def test_the_last_who_could_accept_a_page_finds_opens_and_accepts_it(
    community: CommunityPage,
    author: User,
    committed: Any,
) -> None:
    last = keeper()
    with committed():
        page = submit(community, author)
    assert waits_for(last) == ["Un guide"]
    client = signed_in(last)
    assert edit_url(page) in client.get(TODO).content.decode()
    assert client.get(edit_url(page)).status_code == 200
    other = factories.guide(community, title="Sans attente")
    assert client.get(edit_url(other)).status_code == 404
    assert act(client, page, "approve").status_code == 302
    assert again(page).live
    assert edit_url(page) not in client.get(TODO).content.decode()
    assert client.get(edit_url(page)).status_code == 404


def test_nothing_is_told_to_them_while_somebody_is_there(
    community: CommunityPage,
    author: User,
    chief: User,
    committed: Any,
) -> None:
    last = keeper()
    with committed():
        page = submit(community, author)
    assert nothing_of(page, last)
    with committed():
        chief.is_active = False
        chief.save()
    assert waits_for(last) == ["Un guide"]
    assert signed_in(last).get(edit_url(page)).status_code == 200


def test_nor_of_a_page_that_they_may_not_read(home: object, committed: Any) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    inside, last = factories.member(closed), keeper()
    with committed():
        page = submit(closed, inside)
    assert nothing_of(page, last)


def nothing_of(page: Any, person: User) -> bool:
    client: Client = signed_in(person)
    listed = edit_url(page) in client.get(TODO).content.decode()
    return not (waits_for(person) or listed or client.get(edit_url(page)).status_code != 404)
