"""What no screen of the CMS asks has an answer all the same."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests import factories, files
from wiki.communities.models import CommunityPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["x", "1.5", "٣", "9" * 30])
def test_a_chosen_thing_has_a_number(as_admin: Client, number: str) -> None:
    for place in ("search_page_choice", "snippets/choose/core/theme"):
        assert as_admin.get(f"/cms/{place}/chosen/{number}/").status_code == 404
    assert as_admin.get("/cms/api/main/documents/find/", {"id": number}).status_code == 404
    session = f"/cms/editing-sessions/ping/core/theme/{number}/0/"
    assert as_admin.post(session).status_code == 404


def test_methods_that_no_view_knows(as_admin: Client, community: CommunityPage) -> None:
    for method in ("put", "delete", "patch"):
        answer = getattr(as_admin, method)(f"/cms/pages/{community.pk}/copy/")
        assert answer.status_code == 405


def test_a_form_without_what_it_always_sends(as_admin: Client) -> None:
    assert as_admin.post("/cms/images/multiple/add/", {"title": "A"}).status_code == 400


def test_a_second_step_without_the_first(as_admin: Client) -> None:
    assert as_admin.post("/cms/redirects/import/process/").status_code == 400


@pytest.mark.parametrize("number", ["on", "9" * 30, "\u0663\u0663x"])
def test_what_is_no_number_is_no_choice(as_admin: Client, number: str) -> None:
    answer = as_admin.post("/cms/redirects/add/", {"old_path": "/a", "redirect_page": number})
    assert answer.status_code == 200
    assert "redirect_page" in answer.context["form"].errors


def test_one_word_is_no_way_back(as_admin: Client, community: CommunityPage) -> None:
    address = f"/cms/pages/{community.pk}/unpublish/"
    assert as_admin.post(address, {"next": "%00"}).status_code == 404
    assert as_admin.post(f"{address}?next=word").status_code == 404
    assert as_admin.post(address, {"next": "/cms/"}).headers["Location"] == "/cms/"


def test_the_root_of_the_tree_is_not_locked(as_admin: Client) -> None:
    root = Page.get_first_root_node()
    for act in ("lock", "unlock"):
        assert as_admin.post(f"/cms/pages/{root.pk}/{act}/").status_code == 404


def test_nothing_new_is_made_in_a_chooser_of_words(as_admin: Client) -> None:
    for name in ("theme", "knowledgetag"):
        assert as_admin.post(f"/cms/snippets/choose/core/{name}/create/").status_code == 404


def test_signing_in_has_one_door(as_admin: Client) -> None:
    answer = as_admin.get("/cms/login/", {"next": "1"})
    assert answer.headers["Location"] == "/account/sign-in/?next=1"
    assert as_admin.get(answer.headers["Location"]).status_code in {200, 302}


@pytest.mark.parametrize("words", ["'\">", 'a"b', '"', '""', '"a b'])
def test_quotation_marks_are_searched_like_words(as_admin: Client, words: str) -> None:
    for place in ("pages/search", "images", "documents", "workflows/usage/1", "images/chooser"):
        assert as_admin.get(f"/cms/{place}/", {"q": words}).status_code == 200, place


def test_pictures_are_found_by_words_and_tag(as_admin: Client) -> None:
    picture = files.picture("Un cercle")
    picture.tags.add("dessin")
    picture.save()
    files.picture("Un autre cercle")
    found = as_admin.get("/cms/images/chooser/results/", {"q": "cercle", "tag": "dessin"})
    assert "Un cercle" in found.content.decode()
    assert "Un autre" not in found.content.decode()


def test_no_version_has_the_number_0(as_admin: Client, community: CommunityPage) -> None:
    page = factories.guide(community)
    for name in ("revisions_revert", "revisions_view", "revisions_unschedule"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk, 0])
        assert as_admin.get(address).status_code == 404, name
