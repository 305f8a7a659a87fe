"""Chosen results in the CMS: only pages that the editor may read, reminders in the list."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guides.models import GuidePage
from home.bootstrap import prepare_site
from search import service
from search.models import Pin
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User

LIST = "wagtailsnippets_search_pin:list"
ADD = "wagtailsnippets_search_pin:add"
EDIT = "wagtailsnippets_search_pin:edit"


@pytest.fixture
def editor(client: Client, moderator: User, home: Any) -> Client:
    """The client of a moderator, with the rights that a site gives them."""
    prepare_site("http://localhost")
    client.force_login(moderator)
    return client


@pytest.fixture
def guide(community: CommunityPage) -> GuidePage:
    return factories.guide(community, title="Mentorat à deux")


@pytest.fixture
def closed(home: Any) -> GuidePage:
    """A guide that moderators may not read."""
    section = factories.community(title="Direction")
    factories.restrict(section, groups=["Direction"])
    return factories.guide(section, title="Mentorat confidentiel")


def form(chosen: Any, **fields: Any) -> dict[str, Any]:
    ends = timezone.localdate() + timedelta(days=30)
    given = {"questions": "tutorat", "page": chosen.pk, "language": "", "order": 1,
             "ends_on": ends.isoformat(), "note": "", "active": "on"}  # fmt: skip
    return {**given, **fields}


def test_moderators_choose_results(editor: Client, guide: GuidePage):
    questions = "Le tutorat\n\n parrainages \n"
    assert editor.post(reverse(ADD), form(guide, questions=questions)).status_code == 302
    pin = Pin.objects.get()
    assert pin.question_list == ["Le tutorat", "parrainages"]
    html = editor.get(reverse(LIST)).content.decode()
    assert "Le tutorat · parrainages" in html
    assert "Mentorat à deux" in html
    assert "?state=attention" not in html


def test_contributors_do_not(client: Client, contributor: User, guide: GuidePage):
    prepare_site("http://localhost")
    client.force_login(contributor)
    assert client.get(reverse(LIST)).status_code == 302
    assert client.post(reverse(ADD), form(guide)).status_code == 302
    assert not Pin.objects.exists()


def test_a_choice_ends_in_three_months_unless_told_otherwise(editor: Client):
    shown = editor.get(reverse(ADD), {"questions": "mentorat"}).context["form"]
    assert shown["questions"].value() == "mentorat"
    days = (shown["ends_on"].value() - timezone.localdate()).days
    assert 88 <= days <= 93


@pytest.mark.parametrize("questions", ["", "?!", "x" * 201, "\n".join("abcdefghijklmnopqrstu")])
def test_questions_that_make_no_sense_are_refused(editor: Client, guide: GuidePage, questions: str):
    response = editor.post(reverse(ADD), form(guide, questions=questions))
    assert list(response.context["form"].errors) == ["questions"]


def test_a_choice_without_an_end_is_refused(editor: Client, guide: GuidePage):
    response = editor.post(reverse(ADD), form(guide, ends_on=""))
    assert list(response.context["form"].errors) == ["ends_on"]


def test_the_list_reminds_of_what_nobody_sees(editor: Client, guide: GuidePage):
    yesterday = timezone.localdate() - timedelta(days=1)
    Pin.objects.create(questions="passé", page=guide, ends_on=yesterday)
    Pin.objects.create(questions="rangé", page=guide, ends_on=yesterday, active=False)
    Pin.objects.create(questions="montré", page=guide)
    html = editor.get(reverse(LIST)).content.decode()
    assert "?state=attention" in html
    kept = editor.get(reverse(LIST), {"state": "attention"}).content.decode()
    assert [word in kept for word in ("passé", "rangé", "montré")] == [True, False, False]
    guide.unpublish()
    gone = editor.get(reverse(LIST), {"state": "attention"}).content.decode()
    assert [word in gone for word in ("passé", "rangé", "montré")] == [True, False, True]


@pytest.mark.usefixtures("closed", "guide")
def test_the_chooser_offers_what_the_editor_may_read(editor: Client, admin: User):
    service.rebuild()
    results = reverse("search_page_choice:choose_results")
    whole = editor.get(reverse("search_page_choice:choose")).json()["html"]
    found = [editor.get(results, {"q": q}).content.decode() for q in ("mentorat", "MENTORATS a:b")]
    for html in (whole, *found):
        assert "Mentorat à deux" in html
        assert "confidentiel" not in html
    editor.force_login(admin)
    assert "confidentiel" in editor.get(results, {"q": "mentorat"}).content.decode()


@pytest.mark.usefixtures("closed", "guide")
def test_the_chooser_works_while_the_index_is_away(editor: Client):
    html = editor.get(reverse("search_page_choice:choose_results"), {"q": "Mentorat"})
    assert "Mentorat à deux" in html.content.decode()
    assert "confidentiel" not in html.content.decode()


def test_a_page_that_may_not_be_read_is_neither_chosen_nor_named(
    editor: Client, closed: GuidePage, guide: GuidePage
):
    chosen = reverse("search_page_choice:chosen", args=[closed.pk])
    assert editor.get(chosen).status_code == 404
    refused = editor.post(reverse(ADD), form(closed))
    unknown = editor.post(reverse(ADD), form(closed, page=999999))
    assert refused.context["form"].errors == unknown.context["form"].errors
    assert "confidentiel" not in refused.content.decode()
    # Somebody else chose it: the choice can be ended, the page is not named.
    pin = Pin.objects.create(questions="secret", page=closed)
    assert "confidentiel" not in editor.get(reverse(LIST)).content.decode()
    edit = reverse(EDIT, args=[pin.pk])
    assert "confidentiel" not in editor.get(edit).content.decode()
    assert editor.post(edit, form(closed, questions="secret", active="")).status_code == 302
    assert not Pin.objects.get().active
    for name in ("history", "usage", "delete"):
        address = reverse(f"wagtailsnippets_search_pin:{name}", args=[pin.pk])
        assert "confidentiel" not in editor.get(address).content.decode()
