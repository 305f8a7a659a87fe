"""Arrows, folders and filters of the CMS tell of known children alone."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from guides.models import GuideIndexPage
from tests import factories
from tests.cms.test_known_pages import said
from tests.together import together
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(community: CommunityPage) -> Page:
    return factories.index_of(community, GuideIndexPage)


@pytest.fixture
def folder(section: Page) -> Page:
    """A folder with one guide, which a member of the community may not know."""
    return with_a_closed_guide(section, "Dossier")


@pytest.fixture
def cms(client: Client, community: CommunityPage) -> Client:
    """Of a member, who may propose pages."""
    client.force_login(factories.member(community))
    return client


def with_a_closed_guide(section: Page, title: str) -> Page:
    folder = factories.publish(GuideIndexPage(title=title), section)
    closed = factories.guide(folder, title="Plan fermé")
    factories.restrict(closed, groups=["rouge"])
    return Page.objects.get(pk=folder.pk)


def emptied(folder: Page) -> None:
    folder.get_children().get().delete()


#: Lists that show the folder, by what they are asked about it.
LISTS: list[tuple[str, Any, dict[str, Any]]] = [
    ("wagtailadmin_explore", "section", {}),
    ("wagtailadmin_explore_results", "section", {"q": "Dossier"}),
    ("wagtailadmin_explore_results", "section", {"has_child_pages": "true"}),
    ("wagtailadmin_explore_results", "section", {"has_child_pages": "false"}),
    ("wagtailadmin_explore", "folder", {}),
    ("wagtailadmin_pages:search_results", None, {"q": "Dossier"}),
    ("wagtailadmin_choose_page_child", "section", {}),
    ("wagtailadmin_choose_page_child", "section", {"page_type": "guides.GuidePage"}),
    ("wagtailadmin_reports:aging_pages_results", None, {}),
    ("wagtailadmin_api:pages:listing", None, {"child_of": "section"}),
    ("wagtailadmin_api:pages:listing", None, {"child_of": "section", "has_children": "true"}),
    ("wagtailadmin_api:pages:listing", None, {"child_of": "section", "has_children": "0"}),
]


@together(("name", "about", "asked"), LISTS)
def test_a_list_says_the_same_without_the_unknown_child(
    cms: Client, section: Page, folder: Page, name: str, about: str | None, asked: dict[str, str]
) -> None:
    numbers = {"section": section.pk, "folder": folder.pk}
    address = reverse(name, args=[numbers[about]] if about else [])
    asked = {key: str(numbers.get(value, value)) for key, value in asked.items()}
    before = cms.get(address, asked)
    assert before.status_code == 200
    emptied(folder)
    assert said(before) == said(cms.get(address, asked))


def test_known_children_are_told_as_before(cms: Client, section: Page, folder: Page) -> None:
    factories.guide(folder, title="Plan ouvert")
    arrow = reverse("wagtailadmin_explore", args=[folder.pk])
    explorer = reverse("wagtailadmin_explore", args=[section.pk])
    results = reverse("wagtailadmin_explore_results", args=[section.pk])
    assert arrow in cms.get(explorer).content.decode()
    assert "Dossier" in cms.get(results, {"has_child_pages": "true"}).content.decode()
    assert "Dossier" not in cms.get(results, {"has_child_pages": "false"}).content.decode()
    chooser = reverse("wagtailadmin_choose_page_child", args=[section.pk])
    inside = reverse("wagtailadmin_choose_page_child", args=[folder.pk])
    assert inside in cms.get(chooser, {"page_type": "guides.GuidePage"}).json()["html"]


def test_an_administrator_is_told_of_all(as_admin: Client, section: Page, folder: Page) -> None:
    arrow = reverse("wagtailadmin_explore", args=[folder.pk])
    explorer = reverse("wagtailadmin_explore", args=[section.pk])
    assert arrow in as_admin.get(explorer).content.decode()


def test_more_folders_cost_no_more(cms: Client, section: Page, folder: Page) -> None:
    for name in ("wagtailadmin_explore", "wagtailadmin_choose_page_child"):
        address, counts = reverse(name, args=[section.pk]), []
        for _round in range(2):
            with_a_closed_guide(section, "Dossier")
            cms.get(address)  # what is kept for the whole process
            with CaptureQueriesContext(connection) as queries:
                cms.get(address)
            counts.append([each for each in queries.captured_queries if "children" in each["sql"]])
        assert [len(each) for each in counts] == [1, 1], name
