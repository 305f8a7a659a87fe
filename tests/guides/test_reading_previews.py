"""Drafts shown as they will be, saved or not, complete or not."""

import pytest
from wagtail.models import Page

from guides.models import (
    CaseStudyGuide,
    CaseStudyIndexPage,
    CaseStudyPage,
    GuideIndexPage,
    GuidePage,
    IndexPage,
    KnowledgePage,
    SeriesEntry,
    SeriesIndexPage,
    SeriesPage,
    WatchIndexPage,
    WatchNotePage,
)
from tests import factories
from tests.factories import words
from wiki.communities.models import CommunityPage

TYPES: list[tuple[type[KnowledgePage], type[IndexPage]]] = [
    (GuidePage, GuideIndexPage),
    (CaseStudyPage, CaseStudyIndexPage),
    (WatchNotePage, WatchIndexPage),
    (SeriesPage, SeriesIndexPage),
]


def preview(page: Page) -> str:
    response = page.make_preview_request(preview_mode=page.default_preview_mode)
    assert response.status_code == 200
    return response.content.decode()


def below(parent: Page, page: Page) -> Page:
    """``page`` as the form of a new page gives it to the preview: placed, never saved."""
    page.path = Page._get_children_path_interval(parent.path)[1]
    page.depth = parent.depth + 1
    page.set_url_path(parent)
    return page


@pytest.mark.parametrize(("page_type", "index_type"), TYPES)
def test_a_page_that_was_never_saved_can_be_previewed(
    community: CommunityPage, page_type: type[KnowledgePage], index_type: type[IndexPage]
) -> None:
    parent = factories.index_of(community, index_type)
    html = preview(below(parent, page_type(title="Brouillon", slug="brouillon")))
    assert "Brouillon" in html
    assert community.title in html
    assert "ld+json" not in html


@pytest.mark.parametrize(("page_type", "index_type"), TYPES)
def test_an_empty_form_can_be_previewed(
    community: CommunityPage, page_type: type[KnowledgePage], index_type: type[IndexPage]
) -> None:
    preview(below(factories.index_of(community, index_type), page_type(title="", slug="")))


def test_a_preview_shows_the_draft_and_readers_the_page(community: CommunityPage) -> None:
    theme = factories.theme("Animer")
    page = factories.guide(community, title="Publié", body=words("Ancien."), themes=[theme])
    page.title = "Revu"
    page.body = words("Nouveau.")
    page.themes = [factories.theme("Veiller")]
    page.save_revision()
    html = preview(page.get_latest_revision_as_object())
    assert "Revu" in html
    assert "Nouveau." in html
    assert "Veiller" in html
    assert "Animer" not in html


def test_unsaved_stops_and_guides_are_shown(community: CommunityPage) -> None:
    guide = factories.guide(community, title="Le cercle")
    series = SeriesPage(title="Parcours", slug="parcours")
    series.entries = [SeriesEntry(page=guide, note="D’abord")]
    html = preview(below(factories.index_of(community, SeriesIndexPage), series))
    assert "Le cercle" in html
    assert "D’abord" in html
    case = CaseStudyPage(title="Cas", slug="cas")
    case.applied_guides = [CaseStudyGuide(guide=guide, note="Suivi")]
    html = preview(below(factories.index_of(community, CaseStudyIndexPage), case))
    assert "Le cercle" in html


def test_a_half_filled_figure_can_be_previewed(community: CommunityPage) -> None:
    figure = ("figure", {"label": "", "before": None, "after": None, "unit": "", "comment": ""})
    case = CaseStudyPage(title="Cas", slug="cas", figures=[figure])
    preview(below(factories.index_of(community, CaseStudyIndexPage), case))
