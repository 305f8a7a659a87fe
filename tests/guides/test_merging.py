"""Two communities become one: nothing is lost, and no old address is dead."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from guides.merging import CannotMerge, WouldOpen, merge, merge_of
from guides.models import GuideIndexPage, GuidePage, IndexPage, KnowledgePage
from guides.queries import knowledge
from tests import factories
from wiki.communities import signals
from wiki.communities.errors import NotAllowed
from wiki.communities.models import (
    CommunityPage,
    Gathering,
    Invitation,
    JoinRequest,
    Membership,
    PinnedPage,
)
from wiki.communities.profiles import Closeness, closeness
from wiki.communities.queries import facilitates_alone, listed
from wiki.communities.rights import Joining, Role, Visibility
from wiki.communities.services.joining import ask_to_join
from wiki.communities.services.membership import leave
from wiki.communities.services.pins import pin
from wiki.core.models import RecueilDocument
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def into(home: object) -> CommunityPage:
    return factories.community(title="Accueil")


@pytest.fixture
def both(community: CommunityPage, into: CommunityPage) -> User:
    person = factories.member(community, "deux@example.org", role=Role.FACILITATOR)
    Membership.objects.create(community=into, person=person, role=Role.FACILITATOR)
    return User.objects.get(pk=person.pk)


def test_pages_go_over_and_every_address_leads_on(
    client: Client, community: CommunityPage, into: CommunityPage, both: User
) -> None:
    folder = GuideIndexPage(title="Dossier")
    factories.index_of(community, GuideIndexPage).add_child(instance=folder)
    deep = factories.guide(folder, title="Profond")  # type: ignore[arg-type]
    pages = [
        factories.guide(community, title="Plan"),
        factories.case_study(community),
        factories.watch_note(community),
        factories.series(community),
        deep,
    ]
    factories.guide(into, title="Plan")
    draft = factories.guide(community, title="Ébauche")
    draft.unpublish()
    old = {page.pk: page.url for page in pages}
    places = [community.url, *(each.url for each in IndexPage.objects.child_of(community))]
    merge(community, into, by=both)
    for pk, address in old.items():
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        page = Page.objects.get(pk=pk)
        assert page.path.startswith(into.path)
        assert [url for url, _status in response.redirect_chain] == [page.url]
    for address in places:
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        assert response.redirect_chain[-1][0].startswith(into.url)
    assert GuidePage.objects.get(pk=draft.pk).path.startswith(into.path)
    assert not KnowledgePage.objects.filter(path__startswith=community.path).exists()
    assert GuidePage.objects.get(pk=pages[0].pk).slug == "plan-2"
    shell = CommunityPage.objects.get(pk=community.pk)
    assert (shell.live, shell.is_archived, shell.merged_into) == (False, True, into)


def test_people_come_as_members_unless_ticked(
    community: CommunityPage, into: CommunityPage, both: User, reader: User
) -> None:
    second = factories.member(community, "second@example.org", role=Role.FACILITATOR)
    third = factories.member(community, "tiers@example.org", role=Role.FACILITATOR)
    expert = factories.member(community, role=Role.EXPERT)
    Membership.objects.create(community=into, person=third, role=Role.AMBASSADOR)
    plan = merge_of(community, into)
    assert (plan.newcomers, set(plan.facilitators)) == (2, {both, second, third})
    merge(community, into, by=both, still_facilitate=[second.pk, expert.pk])
    roles = dict(Membership.objects.filter(community=into).values_list("person", "role"))
    assert roles == {
        both.pk: Role.FACILITATOR,
        second.pk: Role.FACILITATOR,
        third.pk: Role.AMBASSADOR,
        expert.pk: Role.MEMBER,
    }
    # Groups follow, though many came at once.
    section = factories.index_of(into, GuideIndexPage)
    assert section.permissions_for_user(User.objects.get(pk=expert.pk)).can_add_subpage()
    assert section.permissions_for_user(User.objects.get(pk=second.pk)).can_publish_subpage()
    assert not section.permissions_for_user(reader).can_add_subpage()


def test_it_takes_the_right_in_both_and_a_place_to_go(
    community: CommunityPage, into: CommunityPage, both: User
) -> None:
    one = factories.member(community, "un@example.org", role=Role.FACILITATOR)
    with pytest.raises(NotAllowed):
        merge(community, into, by=one)
    with pytest.raises(CannotMerge):
        merge(community, community, by=both)
    CommunityPage.objects.filter(pk=into.pk).update(archived_at=timezone.now())
    with pytest.raises(CannotMerge):
        merge(community, into, by=both)


def test_more_open_takes_a_word(community: CommunityPage, both: User, reader: User) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    Membership.objects.create(community=closed, person=both, role=Role.FACILITATOR)
    page = factories.guide(closed)
    assert merge_of(closed, community).access.opens
    with pytest.raises(WouldOpen):
        merge(closed, community, by=both)
    assert Page.objects.get(pk=page.pk).path.startswith(closed.path)
    merge(closed, community, by=both, may_open=True)
    assert knowledge(AnonymousUser()).filter(pk=page.pk).exists()


def test_less_open_loses_no_member(community: CommunityPage, both: User, reader: User) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    Membership.objects.create(community=closed, person=both, role=Role.FACILITATOR)
    insider = factories.member(community, "dedans@example.org")
    page = factories.guide(community)
    plan = merge_of(community, closed)
    assert (plan.access.closes, plan.access.lost, plan.access.widens) == (True, 1, False)
    merge(community, closed, by=both)
    assert knowledge(User.objects.get(pk=insider.pk)).filter(pk=page.pk).exists()
    assert not knowledge(reader).filter(pk=page.pk).exists()


def test_tags_pins_dates_requests_and_files_go_over(
    community: CommunityPage, into: CommunityPage, both: User, reader: User
) -> None:
    other = factories.community(title="Tierce")
    tagged = factories.guide(other, title="Ailleurs", communities=[community])
    inside = factories.guide(into, title="Dedans", communities=[community])
    own = factories.guide(community, title="Propre", communities=[into])
    pin(into, inside, by=both)
    pin(community, inside, by=both)
    pin(community, own, by=both)
    now = timezone.now()
    for days in (-1, 1):
        Gathering.objects.create(
            community=community, title=f"J{days}", starts_at=now + timedelta(days=days)
        )
    asked = ask_to_join(community, reader)
    invitation = Invitation.objects.create(
        community=community, secret_digest="x", expires_at=now + timedelta(days=1)
    )
    community.refresh_from_db()
    file = RecueilDocument.objects.create(
        title="x", file=ContentFile(b"x", name="x.txt"), collection=community.collection
    )
    heard = []

    def listen(sender: object, community: object, into: object, **kwargs: object) -> None:
        heard.append((community, into))

    signals.merged.connect(listen)
    merge(community, into, by=both)
    merge(community, into, by=both)
    signals.merged.disconnect(listen)
    assert heard == [(community, into)]
    assert list(GuidePage.objects.get(pk=tagged.pk).communities.all()) == [into]
    draft = GuidePage.objects.get(pk=tagged.pk).get_latest_revision_as_object()
    assert list(draft.communities.all()) == [into]
    for page in (inside, own):
        assert not GuidePage.objects.get(pk=page.pk).communities.exists()
    pins = PinnedPage.objects.filter(community=into).values_list("page", flat=True)
    assert list(pins) == [inside.pk, own.pk]
    assert not PinnedPage.objects.filter(community=community).exists()
    assert [row.title for row in into.gatherings.all()] == ["J1"]
    asked.refresh_from_db()
    assert (asked.community, asked.state) == (into, JoinRequest.State.WAITING)
    assert not Invitation.objects.get(pk=invitation.pk).is_usable
    file.refresh_from_db()
    into.refresh_from_db()
    assert file.collection == into.collection
    assert PageLogEntry.objects.filter(page=community.pk, action="recueil.merge").count() == 1


def test_what_was_merged_before_follows(
    client: Client, community: CommunityPage, into: CommunityPage, both: User
) -> None:
    first = factories.community(title="Première")
    Membership.objects.create(community=first, person=both, role=Role.FACILITATOR)
    merge(first, community, by=both)
    merge(community, into, by=both)
    assert CommunityPage.objects.get(pk=first.pk).merged_into == into
    assert client.get(first.url, follow=True).redirect_chain[-1][0] == into.url


def test_nobody_is_held_by_what_is_left_of_it(
    community: CommunityPage, into: CommunityPage, both: User
) -> None:
    member = factories.member(community, first_name="Zoé")
    merge(community, into, by=both)
    rest = Membership.objects.get(community=community, person=both)
    assert not facilitates_alone(rest)
    assert facilitates_alone(Membership.objects.get(community=into, person=both))
    assert closeness(member, both) is Closeness.MEMBER
    leave(into, member)
    assert closeness(User.objects.get(pk=member.pk), both) is Closeness.COLLEAGUE
    leave(community, both)
    assert [row.title for row in listed(both)] == [into.title]


def test_an_interruption_leaves_everything_as_it_was(
    community: CommunityPage, into: CommunityPage, both: User
) -> None:
    page = factories.guide(community)

    def fail(sender: object, **kwargs: object) -> None:
        raise RuntimeError("the power went off")

    signals.merged.connect(fail)
    with pytest.raises(RuntimeError):
        merge(community, into, by=both)
    signals.merged.disconnect(fail)
    assert Page.objects.get(pk=page.pk).path.startswith(community.path)
    assert CommunityPage.objects.get(pk=community.pk).merged_into is None
    merge(community, into, by=both)
    assert Page.objects.get(pk=page.pk).path.startswith(into.path)


def test_on_the_site(
    client: Client, community: CommunityPage, into: CommunityPage, both: User, reader: User
) -> None:
    page = factories.guide(community)
    url = f"/communities/{community.slug}/merge/"
    client.force_login(reader)
    assert client.get(url).status_code == 403
    client.force_login(both)
    assert "Accueil" in client.get(url).content.decode()
    assert client.get(url, {"into": into.slug}).status_code == 200
    third = factories.community(title="Tierce")
    assert client.get(url, {"into": third.slug}).status_code == 404
    response = client.post(url, {"into": into.slug, "still_facilitate": [both.pk]})
    assert response.headers["Location"] == into.url
    assert Page.objects.get(pk=page.pk).path.startswith(into.path)
    assert client.get(url).status_code == 404


def test_on_the_site_opening_is_asked(client: Client, into: CommunityPage, both: User) -> None:
    closed = factories.community(
        title="Fermée", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    Membership.objects.create(community=closed, person=both, role=Role.FACILITATOR)
    client.force_login(both)
    url = f"/communities/{closed.slug}/merge/"
    assert client.post(url, {"into": into.slug}).status_code == 200
    assert CommunityPage.objects.get(pk=closed.pk).live
    form = {"into": into.slug, "may_open": "on"}
    response = client.post(url, form, headers={"accept-language": "en"})
    assert response.status_code == 302
    assert not CommunityPage.objects.get(pk=closed.pk).live
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert told == ["The communities are one now. There was no page to move."]
