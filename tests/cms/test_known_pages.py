"""The CMS says nothing of pages that one may neither read nor edit."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from guides.models import GuideIndexPage
from tests import factories, files
from tests.cms.page_views import ABOUT_A_PAGE, MISSING, said
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(hidden: CommunityPage) -> Page:
    return factories.guide(hidden, title="Plan discret", tags=["motsecret"])


@together("name", ABOUT_A_PAGE)
def test_an_unknown_page_is_like_a_missing_one(cms: Client, secret: Page, name: str) -> None:
    here, nowhere = (cms.get(reverse(name, args=[pk])) for pk in (secret.pk, MISSING))
    assert (here.status_code, said(here)) == (nowhere.status_code, said(nowhere))
    assert here.status_code == 404


def test_a_facilitator_still_has_all_of_their_own(cms: Client, community: CommunityPage) -> None:
    guide = factories.guide(community)
    for name in ("edit", "usage", "history", "delete", "copy", "view_draft"):
        assert cms.get(reverse(f"wagtailadmin_pages:{name}", args=[guide.pk])).status_code == 200
    assert "Animer" in said(cms.get(reverse("wagtailadmin_explore", args=[guide.get_parent().pk])))


def test_numbers_in_forms_are_looked_at_too(
    cms: Client, community: CommunityPage, secret: Page
) -> None:
    guide, place = factories.guide(community), secret.get_parent().pk
    copy = reverse("wagtailadmin_pages:copy", args=[guide.pk])
    for wrong in (place, MISSING, "9" * 30, "x", ""):
        form = {"new_title": "T", "new_slug": "t", "new_parent_page": wrong}
        assert cms.post(copy, form).status_code == 404
    move = reverse("wagtailadmin_pages:move", args=[guide.pk])
    assert cms.post(move, {"new_parent_page": place}).status_code == 404
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert cms.get(bulk, {"id": secret.pk}).status_code == 404
    assert cms.get(bulk, {"id": "all"}).status_code == 404
    assert cms.get(bulk, {"id": guide.pk}).status_code == 200
    for name in ("wagtailadmin_choose_page_chosen_multiple", "search_page_choice:chosen_multiple"):
        assert cms.get(reverse(name), {"id": secret.pk}).status_code == 404
        assert cms.get(reverse(name), {"id": guide.pk}).status_code == 200


def test_choosers_offer_what_one_may_read(
    cms: Client, community: CommunityPage, secret: Page
) -> None:
    factories.guide(factories.community(title="Autre"), title="Plan ouvert")
    search = cms.get(reverse("wagtailadmin_choose_page_search"), {"q": "plan"})
    assert "Plan ouvert" in said(search)
    assert "discret" not in said(search)
    home = Page.objects.get(depth=2).pk
    assert "discret" not in said(cms.get(reverse("wagtailadmin_choose_page_child", args=[home])))


def test_choosing_by_type_starts_in_the_open(cms: Client, secret: Page) -> None:
    """Wagtail starts at the place that all pages of the type share, here a closed one."""
    Page.objects.type(GuideIndexPage).not_descendant_of(secret.get_parent().get_parent()).delete()
    response = cms.get(reverse("wagtailadmin_choose_page"), {"page_type": "guides.GuidePage"})
    assert response.status_code == 200
    assert "discret" not in said(response)


def test_tags_of_closed_pages_are_not_offered(
    cms: Client, community: CommunityPage, secret: Page
) -> None:
    factories.guide(community, tags=["motouvert"])
    address = reverse("wagtailadmin_tag_model_autocomplete", args=["core", "knowledgetag"])
    assert cms.get(address, {"term": "mot"}).json() == ["motouvert"]
    assert cms.get(reverse("wagtailsnippetchoosers_core_knowledgetag:choose")).status_code == 404


def test_a_form_names_no_closed_page(cms: Client, community: CommunityPage, secret: Page) -> None:
    link = f'<p>Voir <a linktype="page" id="{secret.pk}">là</a></p>'
    guide = factories.guide(
        community,
        translation_of=secret,
        body=[("text", link)],
        see_also=[("page", {"page": secret, "why": ""})],
        communities=[secret.get_parent().get_parent().specific],
    )
    form = cms.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).content.decode()
    assert "discret" not in form
    cms.logout()
    cms.force_login(User.objects.create_superuser("root@example.org", "x"))
    assert (
        "Plan discret"
        in cms.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).content.decode()
    )


def test_a_form_names_no_closed_file(cms: Client, community: CommunityPage) -> None:
    """The choice stays; to whoever may open or choose the file, it shows as ever."""
    place = files.collection("Dossier fermé")
    closed = files.close(place, groups=["red"])
    picture = files.picture("Image discrète", within=place)
    document = files.document("Fiche discrète", within=place)
    link = f'<p>Voir <a linktype="document" id="{document.pk}">là</a></p>'
    guide = factories.guide(
        community,
        cover=picture,
        body=[
            ("text", link),
            ("image", {"image": picture, "alt_text": "Schéma"}),
            ("file", {"document": document, "title": ""}),
        ],
    )
    edit = reverse("wagtailadmin_pages:edit", args=[guide.pk])
    form = cms.get(edit).content.decode()
    assert re.search("discr(è|e|\\\\u00e8)te", form) is None
    assert form.count(f"&quot;id&quot;: {picture.pk}") >= 1
    assert "/media/" not in form
    closed.delete()
    form = cms.get(edit).content.decode()
    assert len(re.findall("discr(?:è|e|\\\\u00e8)te", form)) > 3


def test_history_names_no_closed_place(
    cms: Client, community: CommunityPage, secret: Page, admin: User
) -> None:
    place = GuideIndexPage(title="Projet en cours")
    secret.get_parent().add_child(instance=place)
    secret.move(place, pos="last-child", user=admin)
    secret.refresh_from_db()
    secret.move(factories.index_of(community, GuideIndexPage), pos="last-child", user=admin)
    history = cms.get(reverse("wagtailadmin_pages:history", args=[secret.pk]))
    assert history.status_code == 200
    assert "Projet" not in said(history)
    cms.force_login(admin)
    history = cms.get(reverse("wagtailadmin_pages:history", args=[secret.pk]))
    assert "Projet en cours" in said(history)


def test_usage_counts_what_one_may_know(
    cms: Client, community: CommunityPage, hidden: CommunityPage
) -> None:
    guide = factories.guide(community)
    factories.guide(hidden, title="Suite discrète", body=[("markdown", "x")], translation_of=guide)
    usage = said(cms.get(reverse("wagtailadmin_pages:usage", args=[guide.pk])))
    assert "rivate" not in usage
    assert "privé" not in usage


def test_lists_and_reports_say_nothing(
    cms: Client, facilitator: User, secret: Page, community: CommunityPage
) -> None:
    names = [
        "wagtailadmin_home", "wagtailadmin_reports:site_history", "knowledge:index",
        "wagtailadmin_reports:workflow", "wagtailadmin_reports:aging_pages",
    ]  # fmt: skip
    for name in names:
        response = cms.get(reverse(name))
        assert response.status_code == 200, name
        assert "iscret" not in said(response), name
    assert cms.get(reverse("wagtailadmin_reports:page_types_usage")).status_code == 404


def test_a_part_closed_further_is_for_those_who_edit_it(
    client: Client, community: CommunityPage, facilitator: User
) -> None:
    closed = factories.guide(community, title="Plan fermé")
    factories.restrict(closed, groups=["red"])
    listing = reverse("wagtailadmin_explore", args=[closed.get_parent().pk])
    client.force_login(factories.member(community))
    assert "Plan fermé" not in said(client.get(listing))
    client.force_login(facilitator)
    assert "Plan fermé" in said(client.get(listing))


def test_the_form_of_privacy_names_no_unknown_group(
    cms: Client, community: CommunityPage, hidden: CommunityPage
) -> None:
    guide = factories.guide(community)
    form = said(cms.get(reverse("wagtailadmin_pages:set_privacy", args=[guide.pk])))
    assert "Animation" in form
    assert "Projet" not in form


def test_files_of_others_are_like_missing_ones(cms: Client, hidden: CommunityPage) -> None:
    factories.member(hidden)
    hidden.refresh_from_db()
    image = picture(hidden)
    for name in ("wagtailimages:edit", "wagtailimages:image_usage", "wagtailimages_chooser:chosen"):
        assert cms.get(reverse(name, args=[image.pk])).status_code == 404
        assert cms.get(reverse(name, args=[MISSING])).status_code == 404


def picture(section: CommunityPage) -> Any:
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    return get_image_model().objects.create(
        title="Photo", file=get_test_image_file(), collection=section.collection
    )


def test_no_password_restriction_opens_by_the_cms(
    cms: Client, community: CommunityPage, admin: User
) -> None:
    """Whoever edits the section knows of its page, as before; others do not."""
    guide = factories.guide(factories.community(title="Autre"), title="Plan secret")
    PageViewRestriction.objects.create(
        page=guide, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert cms.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).status_code == 404
    found = cms.get(reverse("wagtailadmin_choose_page_search"), {"q": "plan"})
    assert "secret" not in said(found)
