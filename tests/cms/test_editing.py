"""Writing in the CMS through its real views: create, autosave, lock, comment, preview."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, Page
from wagtail.test.utils.form_data import inline_formset

from guides.models import CaseStudyPage, GuidePage, SeriesPage, WatchNotePage
from tests import factories
from tests.cms.forms import add_url, edit_url, guide_form, text
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.django_db

HEADING = ("heading", {"text": "Pourquoi ?", "level": "2", "anchor": ""})


def latest(page: Page) -> Any:
    return GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_a_guide_is_written_and_published(as_admin: Client, guides: Page) -> None:
    form = guide_form(body=[HEADING, text("<p>Parce que.</p>")], **{"action-publish": "1"})
    response = as_admin.post(add_url(guides), form)
    assert response.status_code == 302
    page = GuidePage.objects.get(slug="un-guide")
    assert page.live
    assert page.body[0].value["anchor"] == "pourquoi"
    assert "Parce que" in as_admin.get(page.url).content.decode()


def test_a_draft_may_be_unfinished(as_admin: Client, guides: Page) -> None:
    form = guide_form(summary="", body=[("heading", {"text": "", "level": "2", "anchor": ""})])
    assert as_admin.post(add_url(guides), form).status_code == 302
    page = GuidePage.objects.get(slug="un-guide")
    assert not page.live
    assert as_admin.get(edit_url(page)).status_code == 200


@pytest.mark.parametrize("page_type", ["guidepage", "casestudypage", "watchnotepage", "seriespage"])
def test_every_form_opens(as_admin: Client, community: CommunityPage, page_type: str) -> None:
    places = {index.specific_class.listed_type._meta.model_name: index
              for index in community.get_children().specific()}  # fmt: skip
    response = as_admin.get(add_url(places[page_type], page_type))
    assert response.status_code == 200
    html = response.content.decode()
    assert "data-counter" in html
    assert 'maxlength="400"' in html


def test_autosave_makes_one_revision_and_answers_in_json(
    as_admin: Client, community: CommunityPage
) -> None:
    page = factories.guide(community)
    before = page.revisions.count()
    headers = {"HTTP_ACCEPT": "application/json"}
    first = as_admin.post(edit_url(page), guide_form(title="Un"), **headers)
    assert first.status_code == 200, first.content
    answer = first.json()
    assert answer["success"]
    form = guide_form(title="Deux", body=[HEADING], overwrite_revision_id=answer["revision_id"])
    second = as_admin.post(edit_url(page), form, **headers)
    assert second.json()["revision_id"] == answer["revision_id"]
    assert page.revisions.count() == before + 1
    assert latest(page).title == "Deux"
    assert latest(page).body[0].value["anchor"] == "pourquoi"
    assert GuidePage.objects.get(pk=page.pk).title == page.title  # readers see nothing yet


def test_the_anchor_of_a_published_heading_survives_editing(
    as_admin: Client, community: CommunityPage
) -> None:
    page = factories.guide(community, body=[("heading", {"text": "Pourquoi ?", "level": "2"})])
    heading = ("heading", {"text": "Tout autre chose", "level": "2", "anchor": "pourquoi"})
    as_admin.post(edit_url(page), guide_form(body=[heading], **{"action-publish": "1"}))
    page = GuidePage.objects.get(pk=page.pk)
    assert page.body[0].value["text"] == "Tout autre chose"
    assert page.body[0].value["anchor"] == "pourquoi"


def test_a_locked_page_is_not_written_over(
    client: Client, admin: Any, moderator: Any, contributor: Any, community: CommunityPage
) -> None:
    page = factories.guide(community)
    client.force_login(moderator)
    assert client.post(reverse("wagtailadmin_pages:lock", args=[page.pk])).status_code == 302
    assert GuidePage.objects.get(pk=page.pk).locked_by == moderator
    client.force_login(contributor)
    client.post(edit_url(page), guide_form(title="Autre"))
    assert latest(page).title == page.title
    client.force_login(moderator)
    client.post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))
    client.force_login(contributor)
    client.post(edit_url(page), guide_form(title="Autre"))
    assert latest(page).title == "Autre"


def test_a_comment_is_kept_with_its_place(as_admin: Client, community: CommunityPage) -> None:
    page = factories.guide(community)
    comment = {"text": "Plus court ?", "contentpath": "summary", "position": "", "id": "",
               "resolved": "", "deleted": "", "replies": inline_formset([])}  # fmt: skip
    form = guide_form(comments=inline_formset([comment]))
    assert as_admin.post(edit_url(page), form).status_code == 302
    assert Comment.objects.get(page_id=page.pk).text == "Plus court ?"


def test_history_tells_and_gives_back(as_admin: Client, community: CommunityPage) -> None:
    page = factories.guide(community, title="Première version")
    first = page.latest_revision
    as_admin.post(edit_url(page), guide_form(title="Seconde", **{"action-publish": "1"}))
    history = as_admin.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert history.status_code == 200
    revert = as_admin.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk]))
    assert "Première version" in revert.content.decode()
    compare = as_admin.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, "latest"])
    )
    assert "Seconde" in compare.content.decode()


def test_the_preview_shows_blocks_that_are_not_saved(
    as_admin: Client, community: CommunityPage
) -> None:
    page = factories.guide(community, body=[("markdown", "Publié.")])
    as_admin.get(page.url)  # the published text is in the cache now
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    posted = as_admin.post(url, guide_form(body=[("markdown", "Tout *neuf*.")]))
    assert json.loads(posted.content)["is_valid"]
    html = as_admin.get(url).content.decode()
    assert "Tout <em>neuf</em>." in html
    assert "Publié." in as_admin.get(page.url).content.decode()


def test_a_page_that_does_not_exist_yet_has_a_preview(as_admin: Client, guides: Page) -> None:
    url = reverse("wagtailadmin_pages:preview_on_add", args=["guides", "guidepage", guides.pk])
    step = ("step", {"title": "Inviter", "text": text("<p>Tous.</p>")[1], "duration": "",
                     "duration_unit": "minute", "tips": text("")[1], "anchor": ""})  # fmt: skip
    assert json.loads(as_admin.post(url, guide_form(steps=[step])).content)["is_valid"]
    assert "Inviter" in as_admin.get(url).content.decode()


@pytest.mark.parametrize("make", [factories.guide, factories.case_study, factories.watch_note,
                                  factories.series])  # fmt: skip
def test_the_draft_of_every_type_can_be_seen(
    as_admin: Client, community: CommunityPage, make: Any
) -> None:
    page = make(community)
    page.title = "Brouillon à voir"
    page.save_revision()
    response = as_admin.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    assert "Brouillon à voir" in response.content.decode()
    assert type(page) in {GuidePage, CaseStudyPage, WatchNotePage, SeriesPage}
