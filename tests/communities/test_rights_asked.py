"""The table of rights, asked of the real site: one address for each act, for everybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from guides.models import GuideIndexPage
from tests import factories
from tests.cms.forms import add_url, edit_url
from tests.cms.reviews import submit
from tests.communities.scenes import client_of
from tests.together import together
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Act, Position, Role, Visibility, may
from wiki.feedback.models import Comment
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Site:
    """A community with a page of somebody else, and one that waits for a review."""

    community: CommunityPage
    page: Page
    waiting: Page

    def screen(self, rest: str) -> str:
        return f"/communities/{self.community.slug}/{rest}/"


def opens(client: Client, address: str) -> bool:
    return client.get(address).status_code == 200


def is_listed(client: Client, site: Site) -> bool:
    return site.community.title in client.get("/communities/").content.decode()


def comments(client: Client, site: Site) -> bool:
    before = Comment.objects.count()
    client.post(f"/comments/on/{site.page.pk}/", {"text": "Bravo"})
    return Comment.objects.count() > before


def decides(client: Client, site: Site) -> bool:
    state = Page.objects.get(pk=site.waiting.pk).current_workflow_task_state.pk
    action = [site.waiting.pk, "approve", state]
    return opens(client, reverse("wagtailadmin_pages:workflow_action", args=action))


def proposes(client: Client, site: Site) -> bool:
    return opens(client, add_url(factories.index_of(site.community, GuideIndexPage)))


def unpublishes(client: Client, site: Site) -> bool:
    return opens(client, reverse("wagtailadmin_pages:unpublish", args=[site.page.pk]))


def on_screen(rest: str) -> Callable[[Client, Site], bool]:
    return lambda client, site: opens(client, site.screen(rest))


#: Whether this person may do it there, as the site answers.
ASKED: Mapping[Act, Callable[[Client, Site], bool]] = {
    Act.SEE: is_listed,
    Act.READ: lambda client, site: opens(client, site.page.url or ""),
    Act.COMMENT: comments,
    Act.PROPOSE: proposes,
    Act.REVIEW: decides,
    Act.EDIT_OTHERS: lambda client, site: opens(client, edit_url(site.page)),
    Act.PUBLISH: unpublishes,
    Act.INVITE: on_screen("invitations"),
    Act.MANAGE_MEMBERS: on_screen("requests"),
    Act.CONFIGURE: on_screen("settings"),
    Act.EXPORT: on_screen("members/export"),
}


def made(visibility: Visibility) -> Site:
    community = factories.community(
        title=f"Cercle {visibility.value}", visibility=visibility, joining="invitation"
    )
    author = factories.member(community, "autrice@example.org")
    return Site(
        community,
        page=factories.guide(community, title="Publiée", owner=author),
        waiting=submit(community, author, slug="en-attente"),
    )


def people(community: CommunityPage) -> dict[Position, User | None]:
    found: dict[Position, User | None] = {
        Position.VISITOR: None,
        Position.COLLEAGUE: factories.user("collegue@example.org"),
    }
    for role in Role:
        found[Position(role.value)] = factories.member(community, role=role)
    return found


@together("visibility", list(Visibility))
def test_the_site_answers_as_the_table_says(home: object, visibility: Visibility) -> None:
    site = made(visibility)
    for position, person in people(site.community).items():
        client = client_of(person)
        for act, asked in ASKED.items():
            allowed = may(act, position, visibility)
            assert asked(client, site) is allowed, (act.value, position.value)


def test_whoever_is_asked_to_review_may(home: object) -> None:
    site = made(Visibility.RESTRICTED)
    person = factories.member(site.community, "relecteur@example.org")
    assert not decides(client_of(person), site)
    Membership.objects.filter(person=person).update(reviews=True)
    assert decides(client_of(person), site)


def test_in_an_archive_nothing_more_is_written_and_all_is_read(home: object) -> None:
    site = made(Visibility.RESTRICTED)
    chief = factories.member(site.community, role=Role.FACILITATOR)
    client = client_of(chief)
    client.post(site.screen("life"), {"act": "archive"})
    for act, asked in ASKED.items():
        if act is Act.REVIEW:
            continue  # what waited is a draft again
        allowed = may(act, Position.FACILITATOR, Visibility.RESTRICTED, archived=True)
        assert asked(client, site) is allowed, act.value


def test_every_act_is_asked_somewhere() -> None:
    # Figures are asked by the test of their screen.
    assert {*ASKED, Act.SEE_FIGURES} == set(Act)
