"""How often something is used: as far as whoever asks may know."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories, files
from tests.cms.test_known_pages import said
from tests.together import together
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Role, Visibility

pytestmark = pytest.mark.django_db


@pytest.fixture
def cms(client: Client, community: CommunityPage) -> Client:
    """Of somebody who runs the community."""
    client.force_login(factories.member(community, role=Role.FACILITATOR))
    community.refresh_from_db()
    return client


@pytest.fixture
def used(cms: Client, community: CommunityPage) -> dict[str, Any]:
    """A guide, a picture and a document, each used by an open page and by a hidden one."""
    found = {
        "page": factories.guide(community, title="Guide"),
        "image": files.picture(within=community.collection),
        "document": files.document(within=community.collection),
    }
    hidden = factories.community(
        title="Discrète", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    for section in (community, hidden):
        links = "".join(
            f'<a linktype="{kind}" id="{each.pk}">là</a>'
            for kind, each in found.items()
            if kind != "image"
        )
        body = [("text", f"<p>{links}</p>"), ("image", {"image": found["image"], "alt_text": "x"})]
        factories.guide(section, title=f"Suite de {section.title}", body=body)
    return found


BULK = {"page": ("wagtailcore", "page"), "image": ("core", "recueilimage"),
        "document": ("core", "recueildocument")}  # fmt: skip
#: Views that say how often, by what they are asked about.
VIEWS = [
    ("wagtailadmin_pages:delete", "page"), ("wagtailadmin_pages:unpublish", "page"),
    ("wagtailadmin_pages:usage", "page"), ("wagtailimages:edit", "image"),
    ("wagtailimages:delete", "image"),
    ("wagtailimages:image_usage", "image"), ("wagtaildocs:edit", "document"),
    ("wagtaildocs:delete", "document"), ("wagtaildocs:document_usage", "document"),
    ("bulk", "page"), ("bulk", "image"), ("bulk", "document"),
    ("wagtailimages:index", "layout=list"),
    ("wagtailimages:index", "layout=list&ordering=usage_count"),
    ("wagtailimages:index", "layout=list&usage_count_min=2"),
    ("wagtaildocs:index", ""), ("wagtaildocs:index", "ordering=-usage_count"),
    ("wagtaildocs:index", "usage_count_min=2"),
    ("wagtailimages_chooser:choose_results", "layout=list"),
]  # fmt: skip


def address_of(name: str, about: str, used: dict[str, Any]) -> str:
    if name == "bulk":
        bulk = reverse("wagtail_bulk_action", args=[*BULK[about], "delete"])
        return f"{bulk}?id={used[about].pk}"
    if about in used:
        return reverse(name, args=[used[about].pk])
    return f"{reverse(name)}?{about}"


@together(("name", "about"), VIEWS)
def test_a_hidden_page_is_not_counted(
    cms: Client, used: dict[str, Any], name: str, about: str
) -> None:
    address = address_of(name, about, used)
    before = cms.get(address)
    assert before.status_code == 200
    CommunityPage.objects.get(title="Discrète").get_descendants().get(
        title="Suite de Discrète"
    ).delete()
    assert said(before) == said(cms.get(address))


def test_known_pages_are_counted(cms: Client, used: dict[str, Any]) -> None:
    counts = {
        name: cms.get(address_of(name, about, used)).context["usage_count"]
        for name, about in (
            ("wagtailadmin_pages:delete", "page"), ("wagtailimages:delete", "image"),
            ("wagtaildocs:delete", "document"),
        )
    }  # fmt: skip
    assert set(counts.values()) == {1}, counts
    listed = cms.get(address_of("wagtaildocs:index", "", used)).context["object_list"]
    assert [each.usage_count for each in listed] == [1]


def test_an_administrator_is_told_all(as_admin: Client, used: dict[str, Any], admin: Any) -> None:
    as_admin.force_login(admin)
    answer = as_admin.get(address_of("wagtailadmin_pages:delete", "page", used))
    assert answer.context["usage_count"] == 2
