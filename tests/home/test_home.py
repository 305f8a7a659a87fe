"""The home page: the question, what is new, and what awaits the person."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow

from home.models import HomePage
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User


def home_soup(client: Client) -> Any:
    return BeautifulSoup(client.get("/").content, "html.parser")


def test_question_comes_first_and_can_be_reworded(client: Client, home: HomePage) -> None:
    assert home_soup(client).h1.text.strip()
    home.question = "Que voulez-vous savoir ?"
    home.save_revision().publish()
    page = home_soup(client)
    assert page.h1.text == "Que voulez-vous savoir\u202f?"
    assert len(page.select("input[name=q]")) == 1


def test_empty_site_says_what_will_be_there(client: Client, home: HomePage) -> None:
    assert home_soup(client).select_one(".empty")


def test_themes_and_types_have_their_shelves(client: Client, community: CommunityPage) -> None:
    theme = factories.theme("Réunions", slug="reunions")
    factories.guide(community, themes=[theme])
    factories.case_study(community)
    page = home_soup(client)
    chip = page.select_one(f"a.chip[href='{theme.get_absolute_url()}']")
    assert chip.select_one(".chip-count").text.split()[0] == "1"
    assert page.select_one("#new-guide")
    assert page.select_one("#new-case")
    assert not page.select_one("#new-watch")


def test_person_signed_in_finds_drafts_and_reviews(
    client: Client, community: CommunityPage, contributor: User, moderator: User
) -> None:
    guide = factories.guide(community, title="En ligne")
    guide.title = "En chantier"
    guide.save_revision(user=contributor)
    client.force_login(contributor)
    address = reverse("wagtailadmin_pages:edit", args=[guide.pk])
    assert home_soup(client).select_one(f".desk a[href='{address}']").text == "En chantier"

    Workflow.objects.get(name="Moderators approval").start(guide, contributor)
    client.force_login(moderator)
    assert home_soup(client).select_one(f".desk a[href='{address}']").text == "En chantier"


def test_reader_is_greeted_and_sees_no_desk_of_others(
    client: Client, community: CommunityPage, reader: User, contributor: User
) -> None:
    guide = factories.guide(community)
    guide.save_revision(user=contributor)
    assert not home_soup(client).select_one(".desk")
    client.force_login(reader)
    desk = home_soup(client).select_one(".desk")
    assert "Léa" in desk.text
    assert not desk.find("a")


def test_pages_about_the_site_answer(client: Client, home: HomePage) -> None:
    for name in ("about", "accessibility", "legal"):
        assert client.get(reverse(name)).status_code == 200
