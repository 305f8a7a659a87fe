"""Moving pages in the CMS: another community is asked once more."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from guides.models import GuideIndexPage, GuidePage
from guides.opening import open_with_content
from guides.templates_to_copy import templates_of
from tests import factories
from tests.cms.forms import edit_url, guide_form
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Joining, Role, Visibility
from wiki.communities.services.opening import NewCommunity
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(home: object) -> CommunityPage:
    return factories.community(title="Fermée", visibility=Visibility.RESTRICTED)


@pytest.fixture
def both(client: Client, community: CommunityPage, closed: CommunityPage) -> User:
    """Facilitates both, and is signed in."""
    person = factories.member(community, "deux@example.org", role=Role.FACILITATOR)
    Membership.objects.create(community=closed, person=person, role=Role.FACILITATOR)
    client.force_login(person)
    return person


def section(community: CommunityPage) -> Page:
    return factories.index_of(community, GuideIndexPage)


def confirm_url(page: Page, target: Page) -> str:
    return reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])


def test_who_gains_and_who_loses_is_shown_before(
    client: Client, community: CommunityPage, closed: CommunityPage, both: User, reader: User
) -> None:
    page = factories.guide(community, title="Plan")
    url = confirm_url(page, section(closed))
    response = client.get(url)
    html = response.content.decode()
    assert "Animation" in html
    assert "Fermée" in html
    assert response.context["plans"][0][0].access.lost == 1
    assert GuidePage.objects.get(pk=page.pk).path.startswith(community.path)
    assert client.post(url, {"keep_tag": "1"}).status_code == 302
    found = GuidePage.objects.get(pk=page.pk)
    assert found.path.startswith(closed.path)
    assert list(found.communities.all()) == [community]
    entry = PageLogEntry.objects.get(page=page.pk, action="recueil.moved")
    assert (entry.user, entry.data["after"]["title"]) == (both, "Fermée")
    history = reverse("wagtailadmin_pages:history", args=[page.pk])
    assert "Fermée" in client.get(history).content.decode()


def test_a_move_inside_is_asked_as_wagtail_does(
    client: Client, community: CommunityPage, both: User
) -> None:
    folder = section(community).add_child(instance=GuideIndexPage(title="Dossier"))
    page = factories.guide(community)
    url = confirm_url(page, folder)
    assert "plans" not in (client.get(url).context or {})
    client.post(url)
    assert Page.objects.get(pk=page.pk).is_child_of(folder)
    assert not PageLogEntry.objects.filter(action="recueil.moved").exists()


def test_nothing_is_told_to_those_who_may_not_move(
    client: Client, community: CommunityPage, closed: CommunityPage
) -> None:
    page = factories.guide(community)
    person = factories.member(community, "ici@example.org", role=Role.FACILITATOR)
    client.force_login(person)
    for method in (client.get, client.post):
        response = method(confirm_url(page, section(closed)))
        assert response.status_code == 404
        assert "Fermée" not in response.content.decode()
    assert Page.objects.get(pk=page.pk).path.startswith(community.path)


def test_several_at_once(
    client: Client, community: CommunityPage, closed: CommunityPage, both: User
) -> None:
    pages = [factories.guide(community, title=f"Plan {n}") for n in range(2)]
    query = "&".join(f"id={page.pk}" for page in pages)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?{query}"
    listing = reverse("wagtailadmin_explore", args=[section(community).pk])
    target = section(closed).pk
    asked = client.post(url, {"chooser": target, "next": listing})
    assert len(asked.context["plans"]) == 2
    assert asked.context["fields"]["next"] == listing
    assert Page.objects.get(pk=pages[0].pk).path.startswith(community.path)
    fields = {name: str(value) for name, value in asked.context["fields"].items()}
    done = client.post(url, fields)
    assert done.headers["Location"] == listing
    for page in pages:
        assert GuidePage.objects.get(pk=page.pk).path.startswith(closed.path)
        assert not GuidePage.objects.get(pk=page.pk).communities.exists()
    assert PageLogEntry.objects.filter(action="recueil.moved").count() == 2
    assert client.get(pages[0].url).status_code == 301


def test_communities_that_the_editor_does_not_know_are_not_named_and_stay(
    client: Client, community: CommunityPage, both: User
) -> None:
    hidden = factories.community(
        title="Projet secret", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    third = factories.community(title="Tierce")
    page = factories.guide(community, communities=[hidden])
    html = client.get(edit_url(page)).content.decode()
    assert "Tierce" in html
    assert "Projet secret" not in html
    assert "Projet secret" not in client.get("/cms/pages/knowledge/").content.decode()
    sent = guide_form(**{"action-publish": "1"}) | {"communities": [third.pk]}
    client.post(edit_url(page), sent)
    assert set(GuidePage.objects.get(pk=page.pk).communities.all()) == {hidden, third}
    sent = guide_form(**{"action-publish": "1"}) | {"communities": [third.pk, hidden.pk]}
    assert client.post(edit_url(page), sent).status_code == 200


def test_a_template_is_in_no_list_and_is_not_published(
    client: Client, home: object, admin: User
) -> None:
    new = NewCommunity(title="Accueil", summary="Accueillir.")
    community = open_with_content(new, by=admin, chosen=["guide", "welcome"]).community
    template = templates_of(community).get()
    client.force_login(admin)
    listing = client.get(reverse("knowledge:index")).content.decode()
    assert template.title not in listing
    assert "Bienvenue" in listing
    desk = client.get("/").content.decode()
    assert template.title not in desk
    assert "Bienvenue" in desk
    sent = guide_form(title="Modèle revu", **{"action-publish": "1"})
    response = client.post(edit_url(template), sent)
    assert [each.level_tag for each in get_messages(response.wsgi_request)] == ["error"]
    template.refresh_from_db()
    assert (template.live, template.is_template) == (False, True)
    assert template.get_latest_revision_as_object().title == "Modèle revu"
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={template.pk}")
    template.refresh_from_db()
    assert not template.live
    explorer = reverse("wagtailadmin_explore", args=[section(community).pk])
    assert f"/communities/{community.slug}/begin/" in client.get(explorer).content.decode()
