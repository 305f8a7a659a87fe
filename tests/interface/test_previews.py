"""What authors see of places before they are published."""

from django.test import Client

from guides.models import GuideIndexPage
from tests import factories
from wiki.communities.models import CommunityPage
from wiki.people.models import User


def preview(page: object) -> str:
    response = page.make_preview_request()  # type: ignore[attr-defined]
    assert response.status_code == 200
    return response.content.decode()


def test_draft_of_a_community_shows_its_new_words(community: CommunityPage, client: Client) -> None:
    community.summary = "Une phrase toute neuve"
    community.save_revision()
    draft = community.get_latest_revision_as_object()
    assert "Une phrase toute neuve" in preview(draft)
    assert "Une phrase toute neuve" not in client.get(community.url).content.decode()


def test_place_that_was_never_saved_has_a_preview(community: CommunityPage) -> None:
    index = factories.index_of(community, GuideIndexPage)
    place = GuideIndexPage(title="Nouveau dossier", slug="nouveau")
    place.depth = index.depth + 1
    place.path = GuideIndexPage._get_children_path_interval(index.path)[1]
    place.set_url_path(index)
    assert "Nouveau dossier" in preview(place)


def test_preview_carries_the_checks_of_the_editor(
    client: Client, community: CommunityPage, admin: User
) -> None:
    client.force_login(admin)
    editing = client.get("/").wsgi_request
    response = community.make_preview_request(
        editing, extra_request_attrs={"in_preview_panel": True}
    )
    assert "wagtail-userbar" in response.content.decode()
