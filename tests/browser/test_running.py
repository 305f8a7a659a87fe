"""A community from its form to a merge, as somebody who runs it sees and clicks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import Page

from guides.opening import add_templates
from tests import factories
from wiki.communities.models import CommunityPage, Gathering, Membership
from wiki.communities.rights import Role, Visibility
from wiki.communities.services.pins import pin
from wiki.people.models import User


@pytest.fixture
def chief(community: CommunityPage) -> User:
    """Facilitates two communities, and may open others."""
    person = factories.member(community, "chef@example.org", role=Role.FACILITATOR)
    person.user_permissions.add(Permission.objects.get(codename="open_community"))
    other = factories.community(title="Accueil", visibility=Visibility.INTERNAL)
    Membership.objects.create(community=other, person=person, role=Role.FACILITATOR)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def addresses(community: CommunityPage, chief: User) -> list[str]:
    """The screens, with something on each."""
    page = factories.guide(community)
    pin(community, page, by=chief)
    pin(community, factories.guide(community, title="Deux"), by=chief)
    add_templates(community, by=chief, language="fr")
    Gathering.objects.create(
        community=community, title="Atelier", starts_at="2030-01-14T13:00Z", place="Salle 2"
    )
    base = f"/communities/{community.slug}"
    screens = (
        "settings", "meetings", "meetings/new", "pins", "life", "merge", "begin", "figures",
    )  # fmt: skip
    return [
        "/communities/new/", *(f"{base}/{screen}/" for screen in screens),
        f"{base}/merge/?into=accueil", f"/pages/{page.pk}/move/", page.url,
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screens_are_for_everybody(
    page: Page,
    live_server: Any,
    addresses: list[str],
    sign_in: Callable[[str], None],
    accessible: Callable[[Page], None],
    scheme: Any,
) -> None:
    sign_in("chef@example.org")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 700})
    for address in addresses:
        page.goto(live_server.url + address)
        assert page.locator("h1").count() == 1, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        accessible(page)


def test_closing_a_community_is_asked_and_can_be_left(
    page: Page,
    live_server: Any,
    community: CommunityPage,
    chief: User,
    sign_in: Callable[[str], None],
    accessible: Callable[[Page], None],
) -> None:
    sign_in("chef@example.org")
    page.goto(f"{live_server.url}/communities/{community.slug}/settings/")
    page.fill("#id_charter", "Nous **citons**.\n\n- un\n- deux")
    page.check("input[name=visibility][value=restricted]")
    page.click("form.panel button[type=submit]")
    accessible(page)
    page.click("button[name=back]")
    assert page.input_value("#id_charter") == "Nous **citons**.\n\n- un\n- deux"
    page.click("form.panel button[type=submit]")
    page.click("button[name=confirmed]")
    page.wait_for_url("**/settings/")
    found = CommunityPage.objects.get(pk=community.pk)
    assert found.visibility == Visibility.RESTRICTED
    assert found.charter.count("<li>") == 2
