"""Groups, redirects, collections and files of others: nothing by their number, nor by name."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site, Task, Workflow

from tests import factories, files
from tests.cms.test_known_pages import MISSING, said
from tests.leaks.addresses import addresses
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Role, Visibility
from wiki.people.models import User

pytestmark = pytest.mark.django_db

#: Parts of the CMS whose views are asked about one thing, and what they are asked about.
ABOUT = {
    "wagtailimages": "image", "wagtailimages_chooser": "image", "wagtaildocs": "document",
    "wagtaildocs_chooser": "document", "wagtailadmin_collections": "collection",
    "wagtailredirects": "redirect", "wagtailsites": "site", "wagtailusers_groups": "group",
    "wagtailusers_users": "user",
}  # fmt: skip
#: What else stands in such an address.
MORE = {"filter_spec": "width-20"}


@pytest.fixture
def hidden(home: Page) -> CommunityPage:
    made = factories.community(
        title="Projet discret", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    factories.member(made, "autre@example.org")
    made.refresh_from_db()
    return made


@pytest.fixture
def secret(hidden: CommunityPage) -> Page:
    return factories.guide(hidden, title="Plan discret")


@pytest.fixture
def things(hidden: CommunityPage, secret: Page) -> dict[str, int]:
    """Numbers of what is there, and is for others."""
    redirect = Redirect.objects.create(old_path="/ancien", redirect_page=secret)
    return {
        "image": files.picture(within=hidden.collection).pk,
        "document": files.document(within=hidden.collection).pk,
        "collection": hidden.collection_id, "redirect": redirect.pk,
        "site": Site.objects.get().pk, "user": User.objects.get(email="autre@example.org").pk,
        "group": Group.objects.filter(community_group__community=hidden)[0].pk,
    }  # fmt: skip


@pytest.fixture
def facilitator(client: Client, community: CommunityPage) -> User:
    person = factories.member(community, "anime@example.org", role=Role.FACILITATOR)
    client.force_login(person)
    return person


def made_of(route: str, number: int) -> str:
    """The address of this route with this number in it."""

    def part(match: re.Match[str]) -> str:
        return MORE.get(match[1], str(number))

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", part, route)


def test_what_is_for_others_is_like_what_is_missing(
    client: Client, facilitator: User, things: dict[str, int], subtests: Any
) -> None:
    """Every view that is asked about one of them, read and posted to."""
    for name, route in addresses():
        part = name.rpartition(":")[0]
        if "<" not in route or part not in ABOUT:
            continue
        for method in (client.get, client.post):
            here, nowhere = (
                method(made_of(route, number)) for number in (things[ABOUT[part]], MISSING)
            )
            with subtests.test(name=name, method=method.__name__):
                assert here.status_code == nowhere.status_code
                assert said(here) == said(nowhere)


def test_tasks_of_reviews_are_for_administrators(client: Client, facilitator: User) -> None:
    for name, found in (("task_chosen", Task), ("edit_task", Task), ("usage", Workflow)):
        for number in (found.objects.first().pk, MISSING):
            address = reverse(f"wagtailadmin_workflows:{name}", args=[number])
            assert client.get(address).status_code == 404


def test_no_role_keeps_groups_or_redirects(community: CommunityPage) -> None:
    for role in Role:
        person = factories.member(community, f"{role.value}@example.org", role=role)
        rights = {right.rpartition(".")[2] for right in person.get_all_permissions()}
        assert not {right for right in rights if right.endswith(("_group", "_redirect", "_user"))}


def permit(person: User, *names: str) -> None:
    group = Group.objects.create(name=" ".join(names))
    group.permissions.set(Permission.objects.filter(codename__in=names))
    person.groups.add(group)


def test_whoever_keeps_groups_sees_those_they_know(
    client: Client, facilitator: User, things: dict[str, int]
) -> None:
    permit(facilitator, "change_group")
    shown = client.get(reverse("wagtailusers_groups:index")).content.decode()
    assert "Animation" in shown
    assert "discret" not in shown
    own = facilitator.groups.first()
    edit = "wagtailusers_groups:edit"
    assert client.get(reverse(edit, args=[things["group"]])).status_code == 404
    assert client.get(reverse(edit, args=[own.pk])).status_code == 200


def test_whoever_keeps_people_leaves_unknown_groups_as_they_are(
    client: Client, facilitator: User, hidden: CommunityPage, things: dict[str, int]
) -> None:
    permit(facilitator, "change_user")
    edit = reverse("wagtailusers_users:edit", args=[things["user"]])
    bulk = reverse("wagtail_bulk_action", args=["people", "user", "assign_role"])
    for address in (edit, f"{bulk}?id={things['user']}", reverse("wagtailusers_users:index")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Animation" in answer.content.decode(), address
        assert "discret" not in answer.content.decode(), address
    new = Group.objects.create(name="Nouveau")
    sent = {"email": "autre@example.org", "first_name": "A", "last_name": "B", "is_active": "on",
            "groups": [new.pk]}  # fmt: skip
    assert client.post(edit, sent).status_code == 302
    person = User.objects.get(pk=things["user"])
    assert set(person.groups.all()) == {
        new, *Group.objects.filter(community_group__community=hidden, user=person)
    }  # fmt: skip
    assert person.groups.count() > 1


def test_whoever_keeps_redirects_sees_those_to_pages_they_know(
    client: Client, facilitator: User, community: CommunityPage, secret: Page,
    things: dict[str, int],
) -> None:  # fmt: skip
    permit(facilitator, "add_redirect", "change_redirect", "delete_redirect")
    known = Redirect.objects.create(old_path="/connu", redirect_page=factories.guide(community))
    shown = client.get(reverse("wagtailredirects:index")).content.decode()
    assert "/connu" in shown
    assert "/ancien" not in shown
    assert "discret" not in shown
    for name in ("edit", "delete"):
        view = f"wagtailredirects:{name}"
        assert client.get(reverse(view, args=[things["redirect"]])).status_code == 404
        assert client.get(reverse(view, args=[known.pk])).status_code == 200
    for number in (secret.pk, MISSING, "x"):
        sent = {"old_path": "/neuf", "redirect_page": number}
        assert client.post(reverse("wagtailredirects:add"), sent).status_code == 404
