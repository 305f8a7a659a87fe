"""Pages that go to another community: rights, addresses, files, journal, index."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from guides.models import GuideIndexPage, GuidePage
from guides.moving import NoPlaceThere, destinations, move_of, move_page
from tests import factories
from wiki.communities import signals
from wiki.communities.errors import NotAllowed
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Joining, Role, Visibility
from wiki.communities.services.life import archive
from wiki.core.models import RecueilDocument
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(home: object) -> CommunityPage:
    return factories.community(title="Fermée", visibility=Visibility.RESTRICTED)


@pytest.fixture
def both(community: CommunityPage, closed: CommunityPage) -> User:
    """Facilitates the open community and the closed one."""
    person = factories.member(community, "deux@example.org", role=Role.FACILITATOR)
    Membership.objects.create(community=closed, person=person, role=Role.FACILITATOR)
    return User.objects.get(pk=person.pk)


def section(community: CommunityPage) -> Page:
    return factories.index_of(community, GuideIndexPage)


def test_who_gains_and_who_loses_is_told(
    community: CommunityPage, closed: CommunityPage, both: User, reader: User
) -> None:
    page = factories.guide(community)
    plan = move_of(page, section(closed))
    assert (plan.before, plan.after, plan.crosses, plan.pages) == (community, closed, True, 1)
    assert plan.access.closes
    assert (plan.access.lost, plan.access.gained) == (1, 0)
    back = move_of(factories.guide(closed, title="Autre"), section(community))
    assert back.access.opens
    assert back.access.gained == 1
    assert not move_of(page, section(community)).crosses


def test_the_old_address_leads_those_who_may_read(
    client: Client, community: CommunityPage, closed: CommunityPage, both: User
) -> None:
    page = factories.guide(community, title="Plan")
    old = page.url
    heard = []

    def listen(sender: object, page: Page, before: object, after: object, **kw: object) -> None:
        heard.append((page.pk, before, after))

    signals.page_moved.connect(listen)
    moved = move_page(page, section(closed), by=both, keep_tag=True)
    signals.page_moved.disconnect(listen)
    assert heard == [(page.pk, community, closed)]
    # The new address tells the page's title and its community: not to everybody.
    assert client.get(old).status_code == 404
    client.force_login(both)
    assert client.get(old).headers["Location"] == moved.url
    entry = PageLogEntry.objects.get(page=page.pk, action="recueil.moved")
    assert (entry.user, entry.data["before"]["id"]) == (both, community.pk)
    assert "Animation" in str(entry.message)
    kept = GuidePage.objects.get(pk=page.pk)
    assert list(kept.communities.all()) == [community]
    assert list(kept.get_latest_revision_as_object().communities.all()) == [community]


def test_a_tag_with_the_new_community_is_not_needed(
    community: CommunityPage, closed: CommunityPage, both: User
) -> None:
    page = factories.guide(community, communities=[closed])
    move_page(page, section(closed), by=both)
    found = GuidePage.objects.get(pk=page.pk)
    assert not found.communities.exists()
    assert not found.get_latest_revision_as_object().communities.exists()


def test_an_address_that_is_taken_there_is_numbered(
    client: Client, community: CommunityPage, closed: CommunityPage, both: User
) -> None:
    page = factories.guide(community, title="Plan")
    factories.guide(closed, title="Plan")
    old = page.url
    page.title = "Plan revu"
    page.save_revision()
    moved = move_page(page, section(closed), by=both)
    assert moved.slug == "plan-2"
    client.force_login(both)
    response = client.get(old, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0] == moved.url
    # The draft does not bring the taken address back.
    GuidePage.objects.get(pk=page.pk).get_latest_revision().publish()
    assert GuidePage.objects.get(pk=page.pk).slug == "plan-2"


def test_it_takes_the_right_in_both(
    community: CommunityPage, closed: CommunityPage, reader: User, both: User
) -> None:
    page = factories.guide(community)
    here_only = factories.member(community, "ici@example.org", role=Role.FACILITATOR)
    for person in (reader, here_only):
        with pytest.raises(NotAllowed):
            move_page(page, section(closed), by=person)
    assert destinations(page, here_only) == []
    assert destinations(page, both) == [section(closed)]
    with pytest.raises(NoPlaceThere):
        move_page(page, section(community), by=both)
    archive(closed, by=both)
    assert destinations(page, User.objects.get(pk=both.pk)) == []
    admin = User.objects.create_superuser("tout@example.org", "x")
    with pytest.raises(NotAllowed):
        move_page(page, section(closed), by=admin)


def test_the_journal_does_not_name_a_hidden_community(
    community: CommunityPage, admin: User
) -> None:
    hidden = factories.community(
        title="Projet secret", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    page = factories.guide(hidden)
    move_page(page, section(community), by=admin)
    entry = PageLogEntry.objects.get(page=page.pk, action="recueil.moved")
    assert "secret" not in str(entry.message)
    assert "secret" not in str(entry.data)


def test_the_journal_forgets_the_name_of_a_community_that_hides_later(
    client: Client, community: CommunityPage, closed: CommunityPage, both: User
) -> None:
    page = factories.guide(closed)
    move_page(page, section(community), by=both)
    history = reverse("wagtailadmin_pages:history", args=[page.pk])
    client.force_login(factories.member(community, role=Role.EXPERT))
    assert "Fermée" in client.get(history).content.decode()
    closed = CommunityPage.objects.get(pk=closed.pk)
    closed.visibility, closed.joining = Visibility.HIDDEN, Joining.INVITATION
    closed.save_revision().publish()
    html = client.get(history).content.decode()
    assert "Fermée" not in html
    assert "Animation" in html
    client.force_login(both)
    assert "Fermée" in client.get(history).content.decode()


def test_files_of_the_page_go_along(
    community: CommunityPage, closed: CommunityPage, both: User
) -> None:
    closed.refresh_from_db()
    own, shared = (
        RecueilDocument.objects.create(
            title=name,
            file=ContentFile(name.encode(), name=f"{name}.txt"),
            collection=closed.collection,
        )
        for name in ("seul", "partage")
    )

    def text(*files: RecueilDocument) -> list[tuple[str, str]]:
        links = " ".join(f'<a linktype="document" id="{each.pk}">x</a>' for each in files)
        return [("text", f"<p>{links}</p>")]

    page = factories.guide(closed, body=text(own, shared))
    factories.guide(closed, title="Autre", body=text(shared))
    move_page(page, section(community), by=both)
    own.refresh_from_db()
    shared.refresh_from_db()
    community.refresh_from_db()
    assert own.collection == community.collection
    assert shared.collection == closed.collection


def test_on_the_site_it_is_asked_with_what_it_means(
    client: Client, community: CommunityPage, closed: CommunityPage, both: User, reader: User
) -> None:
    page = factories.guide(community, title="Plan")
    url = f"/pages/{page.pk}/move/"
    assert client.get(url).status_code == 302
    client.force_login(reader)
    assert client.get(url).status_code == 403
    secret = factories.guide(closed, title="Secret")
    assert client.get(f"/pages/{secret.pk}/move/").status_code == 404
    client.force_login(both)
    target = section(closed).pk
    assert "Fermée" in client.get(url).content.decode()
    html = client.get(url, {"to": target}).content.decode()
    assert "1 personne" in html or "1 person" in html
    assert client.get(url, {"to": "9" * 40}).status_code == 200
    assert client.post(url, {"to": section(community).pk}).status_code == 200
    response = client.post(url, {"to": target})
    page = GuidePage.objects.get(pk=page.pk)
    assert response.headers["Location"] == page.url
    assert page.url.startswith("/fermee/")
    assert "/pages/" in client.get(page.url).content.decode()
    assert "/move/" not in Client().get(secret.url).content.decode()


def test_moves_can_be_undone(
    client: Client, community: CommunityPage, closed: CommunityPage, both: User
) -> None:
    page = factories.guide(community, title="Plan")
    first = page.url
    moved = move_page(page, section(closed), by=both)
    back = move_page(moved, section(community), by=User.objects.get(pk=both.pk))
    assert back.url == first
    assert client.get(first).status_code == 200
    assert client.get(moved.url).headers["Location"] == first
