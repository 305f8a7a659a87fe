"""The life of a community, clicked through: opened, joined, written in, reviewed, read, left."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import BrowserContext, Page, expect

from guides.models import GuidePage
from search import service
from tests import factories
from tests.browser.walking import enter, more_actions
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Role
from wiki.notifications.models import Follow
from wiki.people.models import User

NAME, TITLE = "Accueil des nouveaux", "Accueillir sa première stagiaire"
Door = Callable[[User], Page]


@pytest.fixture(autouse=True)
def _empty_index() -> None:
    service.rebuild(progress=False)


@pytest.fixture
def awa(home: object) -> User:
    """May open communities."""
    person = factories.user("awa@example.org", first_name="Awa", last_name="Diallo")
    person.user_permissions.add(Permission.objects.get(codename="open_community"))
    return person


@pytest.fixture
def as_person(new_context: Callable[..., BrowserContext], live_server: Any) -> Door:
    """A browser of the person's own, signed in."""

    def opened(person: User) -> Page:
        page = new_context(base_url=live_server.url).new_page()
        enter(page, live_server.url, person.email)
        return page

    return opened


def open_community(page: Page) -> CommunityPage:
    """From the list of communities to the new one, with what one begins with."""
    page.goto("/communities/")
    page.click("main a[href='/communities/new/']")
    page.fill("#id_title", NAME)
    page.fill("#id_summary", "Que personne n’arrive seul.")
    page.click("form.panel button[type=submit]")
    page.wait_for_url(lambda url: "/new/" not in url)
    return CommunityPage.objects.get(title=NAME)


def ask_to_join(page: Page, community: CommunityPage) -> None:
    """From the directory to a request."""
    page.goto("/communities/")
    page.get_by_role("link", name=NAME).first.click()
    page.click(f"main a[href='/communities/{community.slug}/join/']")
    page.fill("main textarea", "J’accueille en mars.")
    page.click("main form button[type=submit]")
    expect(page.locator(".messages")).to_be_visible()


def accept_from_the_to_do_list(page: Page) -> None:
    page.goto("/communities/to-do/")
    page.click("main a[href*='/requests/']")
    page.click("main button[value=yes]")
    expect(page.locator(".messages")).to_contain_text("Léa Martin")


def write_and_submit(page: Page, community: CommunityPage) -> GuidePage:
    """A copy of the community's template of a guide, submitted from the CMS."""
    page.goto(f"/communities/{community.slug}/begin/")
    guide = page.locator("main section.kind-guide form")
    guide.locator("input[name=title]").fill(TITLE)
    guide.locator("button[type=submit]").click()
    page.wait_for_url("**/cms/pages/*/edit/")
    more_actions(page)
    page.locator("[name=action-submit]").click()
    page.wait_for_url(lambda url: "/edit/" not in url)
    return GuidePage.objects.get(title=TITLE)


def review_from_the_to_do_list(page: Page, guide: GuidePage) -> None:
    page.goto("/communities/to-do/")
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(f"**/cms/pages/{guide.pk}/edit/**")
    more_actions(page)
    page.locator("[data-workflow-action-name=approve]").first.click()
    page.wait_for_url(lambda url: "/edit/" not in url)


def read_and_follow(page: Page, guide: GuidePage) -> None:
    """Found by a word, read, followed."""
    page.goto("/")
    page.fill("main input[name=q]", "stagiaires")
    page.press("main input[name=q]", "Enter")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("h1")).to_have_text(TITLE)
    page.click(f"form[action$='/following/page/{guide.pk}/'] button")
    expect(page.locator("button[name=stop]").first).to_be_visible()


def leave(page: Page, community: CommunityPage) -> None:
    page.goto(community.url)
    page.click(f"main a[href='/communities/{community.slug}/leave/']")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/communities/")


def test_a_community_from_its_opening_to_a_member_who_leaves(
    as_person: Door, awa: User, reader: User
) -> None:
    facilitator, member = as_person(awa), as_person(reader)
    community = open_community(facilitator)
    assert Membership.objects.get(community=community).role == Role.FACILITATOR

    ask_to_join(member, community)
    assert not Membership.objects.filter(person=reader).exists()
    accept_from_the_to_do_list(facilitator)
    assert Membership.objects.get(person=reader).role == Role.MEMBER

    guide = write_and_submit(member, community)
    assert (guide.live, guide.owner) == (False, reader)
    review_from_the_to_do_list(facilitator, guide)
    guide.refresh_from_db()
    assert guide.live

    colleague = factories.user("paul@example.org", first_name="Paul", last_name="Ekambi")
    read_and_follow(as_person(colleague), guide)
    assert Follow.objects.filter(follower=colleague, page=guide.pk).exists()

    leave(member, community)
    assert not Membership.objects.filter(person=reader).exists()
    guide.refresh_from_db()
    assert guide.live, "the page stays, and its community looks after it"
