"""Lists, choosers and the vocabulary of the CMS."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data

from guides.models import GuideIndexPage
from guides.services import SECTIONS, open_sections
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.core.models import Theme

pytestmark = pytest.mark.django_db

TITLES = [title for _type, title, _slug in SECTIONS]


def listed(client: Client, **filters: Any) -> str:
    response = client.get(reverse("knowledge:index"), filters)
    assert response.status_code == 200
    return response.content.decode()


def test_all_knowledge_is_filtered(as_admin: Client, community: CommunityPage) -> None:
    theme = factories.theme("Réunions")
    awa = factories.user("awa@example.org", first_name="Awa", last_name="Diallo")
    other = factories.community(title="Veille partagée")
    guide = factories.guide(community, title="Guide-A", themes=[theme], owner=awa)
    factories.case_study(community, title="Cas-B", language="en")
    factories.watch_note(other, title="Note-C").unpublish()
    everything = listed(as_admin)
    assert all(title in everything for title in ("Guide-A", "Cas-B", "Note-C"))
    for filters, title in (
        ({"themes": theme.pk}, "Guide-A"), ({"owner": awa.pk}, "Guide-A"),
        ({"language": "en"}, "Cas-B"), ({"state": "draft"}, "Note-C"),
        ({"community": other.pk}, "Note-C"), ({"content_type": guide.content_type_id}, "Guide-A"),
        ({"q": "Cas-B"}, "Cas-B"),
    ):  # fmt: skip
        found = listed(as_admin, **filters)
        names = [name for name in ("Guide-A", "Cas-B", "Note-C") if name in found]
        assert names == [title], filters


def test_the_list_does_not_cost_more_with_more_pages(
    as_admin: Client, community: CommunityPage
) -> None:
    counts = []
    for number in (2, 8):
        for rank in range(number):
            factories.guide(community, title=f"Guide {number} {rank}")
        listed(as_admin)
        with CaptureQueriesContext(connection) as queries:
            listed(as_admin)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 2


def test_the_chooser_says_type_place_and_status(as_admin: Client, community: CommunityPage) -> None:
    factories.guide(community, title="Cible à choisir").unpublish()
    url = reverse("wagtailadmin_choose_page_search")
    html = as_admin.get(url, {"q": "Cible", "page_type": "guides.KnowledgePage"}).content.decode()
    assert "Cible à choisir" in html
    assert "(Animation)" in html
    assert "Guide" in html
    assert "draft" in html.lower() or "brouillon" in html.lower()


def test_themes_are_kept_in_the_vocabulary(as_admin: Client, community: CommunityPage) -> None:
    wide = factories.theme("Faire ensemble")
    theme = factories.theme("Réunions", parent=wide)
    factories.guide(community, themes=[theme])
    html = as_admin.get(reverse("wagtailsnippets_core_theme:list")).content.decode()
    assert "Réunions" in html
    assert "Faire ensemble" in html
    found = as_admin.get(reverse("wagtailsnippets_core_theme:list"), {"q": "réun"})
    assert "Réunions" in found.content.decode()
    form = {"parent": wide.pk, "label_fr": "Ateliers", "label_en": "", "slug": "ateliers",
            "description": "", "synonyms": "workshop"}  # fmt: skip
    response = as_admin.post(reverse("wagtailsnippets_core_theme:add"), nested_form_data(form))
    assert response.status_code == 302
    assert Theme.objects.get(slug="ateliers").synonym_list == ["workshop"]
    usage = as_admin.get(reverse("wagtailsnippets_core_theme:usage", args=[theme.pk]))
    assert usage.status_code == 200
    for name in ("list", "add"):
        assert as_admin.get(reverse(f"wagtailsnippets_core_knowledgetag:{name}")).status_code == 200


def test_a_page_offers_themes_under_the_wider_one(
    as_admin: Client, community: CommunityPage
) -> None:
    factories.theme("Réunions", parent=factories.theme("Faire ensemble"))
    page = factories.guide(community)
    html = as_admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Faire ensemble › Réunions" in html


def test_the_cms_has_our_name_and_colours(as_admin: Client) -> None:
    html = as_admin.get(reverse("wagtailadmin_home")).content.decode()
    assert "cms.css" in html
    assert "recueil-name" in html


def new_community(client: Client, home: Page, **fields: Any) -> CommunityPage:
    form = {"title": "Mentorat", "slug": "mentorat", "summary": "Apprendre à deux.",
            "domain": "null", "community": "null", "practice": "null", "how_to_join": "null",
            "charter": "null", "rituals": "null",
            "visibility": "public", "joining": "request",
            "seo_title": "", "search_description": "", **fields}  # fmt: skip
    comments = {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    url = reverse("wagtailadmin_pages:add", args=["communities", "communitypage", home.pk])
    response = client.post(url, {**form, **comments})
    assert response.status_code == 302, response.context["form"].errors
    return CommunityPage.objects.get(slug="mentorat")


def test_a_new_community_gets_its_sections(as_admin: Client, home: Page) -> None:
    community = new_community(as_admin, home, **{"action-publish": "1"})
    sections = list(community.get_children().order_by("path"))
    assert [section.title for section in sections] == TITLES
    assert [section.slug for section in sections] == [
        "guides", "etudes-de-cas", "veille", "parcours", "lettres",
    ]  # fmt: skip
    assert all(section.live for section in sections)


def test_the_sections_of_a_draft_are_published_with_it(as_admin: Client, home: Page) -> None:
    community = new_community(as_admin, home)
    assert [section.live for section in community.get_children()] == [False] * len(SECTIONS)
    url = reverse("wagtailadmin_pages:edit", args=[community.pk])
    form = {"title": "Mentorat", "slug": "mentorat", "summary": "À deux.", "domain": "null",
            "community": "null", "practice": "null", "how_to_join": "null", "charter": "null",
            "rituals": "null", "visibility": "public", "joining": "request",
            "seo_title": "", "search_description": "", "action-publish": "1",
            "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
    assert as_admin.post(url, form).status_code == 302
    assert [section.live for section in community.get_children()] == [True] * len(SECTIONS)


def test_opening_sections_twice_makes_them_once(home: Page) -> None:
    page = factories.publish(CommunityPage(title="Seule", summary="x"), home)
    page.add_child(instance=GuideIndexPage(title="Nos méthodes", slug="veille"))
    made = open_sections(page)
    slugs = ["etudes-de-cas", "veille-2", "parcours", "lettres"]
    assert [section.slug for section in made] == slugs
    assert open_sections(page) == []
