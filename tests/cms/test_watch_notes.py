"""A watch note written in the CMS ends as usual for its kind."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from guides.models import WatchIndexPage, WatchNotePage
from tests import factories
from tests.cms.forms import add_url, edit_url, text
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(community: CommunityPage) -> Page:
    return factories.index_of(community, WatchIndexPage)


def note_form(**fields: Any) -> dict[str, Any]:
    """What the edit form of a note posts."""
    return nested_form_data(
        {
            "title": "Une note", "slug": "une-note", "summary": "À quoi elle sert.",
            "language": "fr", "licence": "", "keywords": "", "tags": "", "source_name": "",
            "source_url": "", "source_title": "", "kind": "call", "publisher": "",
            "source_author": "", "source_date": "", "source_language": "", "reading_minutes": "",
            "relevant_until": "", "seo_title": "", "search_description": "",
            "says": streamfield([]), "means_for_us": streamfield([text("<p>À essayer.</p>")]),
            "comments": inline_formset([]), **fields,
        }
    )  # fmt: skip


def end() -> date | None:
    """The day until which the note stands in front, as its author has it."""
    draft: WatchNotePage = WatchNotePage.objects.get().get_latest_revision_as_object()
    return draft.relevant_until


def test_the_kind_says_until_when_at_the_first_publication(as_admin: Client, section: Page) -> None:
    assert as_admin.post(add_url(section, "watchnotepage"), note_form()).status_code == 302
    assert end() is None  # a draft
    page = WatchNotePage.objects.get()
    publish = {"action-publish": "1"}
    as_admin.post(edit_url(page), note_form(**publish))
    page.refresh_from_db()
    assert page.live
    assert page.relevant_until == timezone.localdate() + timedelta(days=60)
    as_admin.post(edit_url(page), note_form(**publish))
    page.refresh_from_db()
    assert page.relevant_until is None  # taken out by hand: it has no end


def test_a_day_that_is_typed_stays(as_admin: Client, section: Page) -> None:
    form = note_form(relevant_until="2030-01-02", **{"action-publish": "1"})
    as_admin.post(add_url(section, "watchnotepage"), form)
    assert end() == date(2030, 1, 2)
