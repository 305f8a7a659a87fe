"""The screens of communities: accessible, narrow without scrolling, walked through."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests import factories
from tests.browser.walking import enter
from tests.communities.scenes import Scene, restricted, scene
from wiki.communities.models import PinnedPage
from wiki.communities.rights import Joining, Role
from wiki.communities.services.joining import ask_to_join, decide, invite
from wiki.people.models import User

LINK = re.compile(r"^http.+/communities/invitation/[\w-]{32}/$")
TEXT = "<p>Une chose <b>utile</b>, et une <a href='https://example.org/'>adresse</a>.</p>"


@pytest.fixture
def section(home: object) -> Scene:
    """A community in which everything happens."""
    found = scene(
        "Animation", domain=TEXT, community=TEXT, practice=TEXT, charter=TEXT, rituals=TEXT,
        how_to_join=TEXT,
    )  # fmt: skip
    for role in (Role.EXPERT, Role.AMBASSADOR, Role.MANAGER):
        factories.member(found.community, role=role, first_name=role.value, job_title="Métier")
    page = factories.guide(found.community, title="Un guide sans personne")
    PinnedPage.objects.create(community=found.community, page=page)
    found.community.gatherings.create(
        title="Rencontre", starts_at=timezone.now() + timedelta(days=3),
        place="Salle 2 ou https://visio.example.org/une-adresse-un-peu-longue", notes="À lire.",
    )  # fmt: skip
    return found


@pytest.fixture
def closed(section: Scene, reader: User) -> Scene:
    """A restricted community that turned the reader down, and has somebody waiting."""
    found = restricted(domain=TEXT, charter=TEXT, how_to_join=TEXT)
    decide(ask_to_join(found.community, reader), accepted=False, by=found.chief, answer="En mars.")
    waiting = factories.user("attend@example.org", first_name="Paul", last_name="Ekambi")
    for place in (section, found):
        ask_to_join(place.community, waiting, message="Bonjour,\n\nje négocie.")
    return found


def screens_of_a_reader(section: Scene, closed: Scene) -> list[str]:
    _made, link = invite(section.community, by=section.chief, max_uses=0)
    invitation = "/" + link.split("/", 3)[3]
    return [
        "/communities/", section.community.url, closed.url("door/"), closed.url("join/"),
        section.url("join/"), invitation, "/communities/invitation/unknown/",
        "/communities/to-do/",
    ]  # fmt: skip


def screens_of_a_facilitator(section: Scene) -> list[str]:
    invite(section.community, by=section.chief, email="une-adresse-assez-longue@example.org")
    row = section.community.memberships.get(person=section.member)
    rests = (
        "members/", "members/?name=personne", f"members/{row.pk}/", f"members/{row.pk}/remove/",
        "requests/", "invitations/", "leave/", "handover/",
    )  # fmt: skip
    return [
        "/", "/communities/", section.community.url, "/communities/to-do/",
        *(section.url(rest) for rest in rests),
    ]  # fmt: skip


def test_screens_of_a_colleague(
    section: Scene, closed: Scene, reader: User, for_everybody: Callable,
    sign_in: Callable[[str], None],
) -> None:  # fmt: skip
    sign_in(reader.email)
    for_everybody(screens_of_a_reader(section, closed))


def test_screens_of_a_facilitator(
    page: Page, live_server: Any, section: Scene, closed: Scene, accessible: Callable,
    for_everybody: Callable, sign_in: Callable[[str], None],
) -> None:  # fmt: skip
    sign_in(section.chief.email)
    for_everybody(screens_of_a_facilitator(section))
    page.goto(live_server.url + section.url("invitations/"))
    page.locator("main form.panel button[type=submit]").click()
    expect(page.locator("#invitation-link")).to_have_value(LINK)
    accessible(page)


def test_from_the_request_to_the_answer_without_script(
    browser: Browser, live_server: Any, section: Scene, reader: User
) -> None:
    """Somebody asks, a facilitator accepts, the new member leaves again."""
    base = live_server.url

    def enter(email: str) -> Page:
        page = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
        page.goto(f"{base}{section.community.url}")
        page.click(f"main a[href='{section.url('join/')}']")
        page.fill("input[name=username]", email)
        page.fill("input[name=password]", factories.PASSWORD)
        page.click("main button[type=submit]")
        return page

    person = enter(reader.email)
    person.fill("textarea", "J’aimerais apprendre.")
    person.click("main form button[type=submit]")
    expect(person.locator(".messages")).to_be_visible()
    chief = enter(section.chief.email)
    chief.goto(f"{base}/communities/to-do/")
    chief.click("main a[href*='/requests/']")
    chief.fill("main textarea", "Bienvenue !")
    chief.click("main button[value=yes]")
    expect(chief.locator(".messages")).to_contain_text("Léa Martin")
    person.goto(f"{base}{section.community.url}")
    person.click(f"main a[href='{section.url('leave/')}']")
    person.click("main form button[type=submit]")
    assert person.url == f"{base}/communities/"
    assert not section.community.memberships.filter(person=reader).exists()


def test_an_open_community_is_joined_in_one_click(
    page: Page, live_server: Any, home: object, reader: User, sign_in: Callable[[str], None]
) -> None:
    free = scene("Libre", joining=Joining.OPEN)
    sign_in(reader.email)
    page.goto(live_server.url + free.community.url)
    page.click(f"form[action='{free.url('join/')}'] button")
    expect(page.locator(f"main a[href='{free.url('leave/')}']")).to_be_visible()
    assert free.community.memberships.filter(person=reader).exists()


def test_nothing_touches_and_no_button_breaks_on_a_phone(
    page: Page, live_server: Any, reader: User, section: Scene
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    enter(page, live_server.url, reader.email)
    place = section.community
    place.joining, place.title = Joining.OPEN, "Animer une communauté de pratique"
    place.save()
    page.goto(f"{live_server.url}{place.url}")
    join, follow = (
        page.locator(f".community-head form[action*='{each}'] button").bounding_box()
        for each in ("/join/", "/following/")
    )
    assert join
    assert follow
    assert follow["y"] - join["y"] - join["height"] >= 8
    page.locator(".community-head form[action*='/following/'] button").click()
    page.goto(f"{live_server.url}/account/following/")
    stop = page.locator(".rows button[name=stop]").bounding_box()
    assert stop
    assert stop["height"] < 40, "on one line"
