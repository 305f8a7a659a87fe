"""Settings, meetings, pins and archives as services: who may, and what follows."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from tests import factories
from wiki.communities import signals
from wiki.communities.audience import readable
from wiki.communities.errors import CommunityArchived, NotAllowed
from wiki.communities.models import (
    CommunityPage,
    Gathering,
    JoinRequest,
    Membership,
    PinnedPage,
)
from wiki.communities.readers import (
    compare,
    readers_after_setting,
    readers_of_place,
)
from wiki.communities.rights import Joining, Role, Visibility
from wiki.communities.services.gatherings import (
    add_gathering,
    change_gathering,
    remove_gathering,
)
from wiki.communities.services.joining import ask_to_join, decide
from wiki.communities.services.life import archive, unarchive
from wiki.communities.services.pins import (
    MOST_PINS,
    NothingToPin,
    TooManyPins,
    is_for_all_readers,
    pin,
    shift,
    unpin,
)
from wiki.communities.services.settings import configure
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(community: CommunityPage) -> User:
    return factories.member(community, role=Role.FACILITATOR)


def test_settings_are_published_under_the_name_of_who_changed_them(
    community: CommunityPage, chief: User, reader: User
) -> None:
    values = {"summary": "Mieux.", "charter": "<p>Nous citons.</p>", "expert_step": True}
    with pytest.raises(NotAllowed):
        configure(community, values, by=reader)
    found = configure(community, values, by=chief)
    assert (found.summary, found.charter, found.expert_step) == (
        "Mieux.", "<p>Nous citons.</p>", True,
    )  # fmt: skip
    assert found.live_revision.user == chief
    assert not found.has_unpublished_changes
    assert PageLogEntry.objects.filter(page=community.pk, action="wagtail.publish", user=chief)


def test_a_draft_left_in_the_cms_stays_a_draft(community: CommunityPage, chief: User) -> None:
    draft = CommunityPage.objects.get(pk=community.pk)
    draft.domain = "<p>Brouillon</p>"
    draft.save_revision()
    found = configure(community, {"summary": "Nouveau."}, by=chief)
    assert (found.domain, found.summary) == ("", "Nouveau.")
    latest = found.get_latest_revision_as_object()
    assert (latest.domain, latest.summary) == ("<p>Brouillon</p>", "Nouveau.")
    assert found.has_unpublished_changes


def test_what_does_not_go_together_changes_nothing(community: CommunityPage, chief: User) -> None:
    with pytest.raises(ValidationError):
        configure(community, {"visibility": Visibility.HIDDEN}, by=chief)
    assert CommunityPage.objects.get(pk=community.pk).visibility == Visibility.PUBLIC


@pytest.mark.parametrize("visibility", list(Visibility))
def test_what_is_told_before_is_what_happens(
    community: CommunityPage, chief: User, reader: User, visibility: Visibility
) -> None:
    factories.guide(community)
    before = readers_of_place(community)
    told = readers_after_setting(community, visibility)
    configure(community, {"visibility": visibility, "joining": Joining.INVITATION}, by=chief)
    section = CommunityPage.objects.get(pk=community.pk)
    assert readers_of_place(section) == told
    shown = Page.objects.filter(pk=section.pk)
    for person in (chief, reader):
        person = User.objects.get(pk=person.pk)
        assert (person.pk in told.people) == readable(shown, person).exists()
    assert told.anyone == readable(shown, AnonymousUser()).exists()
    change = compare(before, told)
    assert change.lost == (1 if visibility in {Visibility.RESTRICTED, Visibility.HIDDEN} else 0)
    assert change.closes == (visibility != Visibility.PUBLIC)


def test_a_restriction_by_hand_counts_in_what_is_told(
    community: CommunityPage, chief: User, reader: User
) -> None:
    configure(community, {"visibility": Visibility.RESTRICTED}, by=chief)
    factories.restrict(community, groups=["Direction"])
    community.refresh_from_db()
    told = readers_after_setting(community, Visibility.PUBLIC)
    assert not told.anyone
    assert told.people == set()


def test_meetings_are_kept_by_facilitators(
    community: CommunityPage, chief: User, reader: User
) -> None:
    now = timezone.now()
    values = {"title": "Atelier", "starts_at": now, "ends_at": now + timedelta(hours=1)}
    with pytest.raises(NotAllowed):
        add_gathering(community, values, by=reader)
    made = add_gathering(community, values, by=chief)
    with pytest.raises(ValidationError):
        change_gathering(made, {"ends_at": now - timedelta(hours=1)}, by=chief)
    with pytest.raises(NotAllowed):
        remove_gathering(made, by=reader)
    remove_gathering(made, by=chief)
    assert not Gathering.objects.exists()


def test_pins_have_an_order_and_an_end(community: CommunityPage, chief: User, reader: User) -> None:
    pages = [factories.guide(community, title=f"Guide {n}") for n in range(MOST_PINS + 1)]
    with pytest.raises(NotAllowed):
        pin(community, pages[0], by=reader)
    for page in pages[:MOST_PINS]:
        pin(community, page, by=chief)
    assert pin(community, pages[0], by=chief).page_id == pages[0].pk
    with pytest.raises(TooManyPins):
        pin(community, pages[-1], by=chief)
    shift(community, pages[1], up=True, by=chief)
    shift(community, pages[1], up=True, by=chief)
    shift(community, pages[2], up=False, by=chief)
    order = [row.page_id for row in community.pinned_pages.all()]
    assert order == [pages[n].pk for n in (1, 0, 3, 2, 4, 5)]
    with pytest.raises(NotAllowed):
        unpin(community, pages[1], by=reader)
    unpin(community, pages[1], by=chief)
    unpin(community, pages[1], by=chief)
    assert community.pinned_pages.count() == MOST_PINS - 1


def test_nobody_pins_what_they_may_not_read(community: CommunityPage, chief: User) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    secret = factories.guide(closed)
    with pytest.raises(NothingToPin):
        pin(community, secret, by=chief)
    draft = factories.guide(community)
    draft.unpublish()
    with pytest.raises(NothingToPin):
        pin(community, draft, by=chief)
    assert not PinnedPage.objects.exists()
    factories.member(closed, "deux@example.org")
    assert not is_for_all_readers(community, secret)
    assert is_for_all_readers(closed, factories.guide(community, title="Ouvert"))


def test_archived_and_taken_up_again(community: CommunityPage, chief: User, reader: User) -> None:
    page = factories.guide(community)
    heard: list[bool] = []

    def listen(sender: object, community: CommunityPage, by: User, **kwargs: object) -> None:
        heard.append(community.is_archived)

    signals.archive_changed.connect(listen)
    with pytest.raises(NotAllowed):
        archive(community, by=reader)
    archive(community, by=chief)
    since = CommunityPage.objects.get(pk=community.pk).archived_at
    archive(community, by=chief)
    assert CommunityPage.objects.get(pk=community.pk).archived_at == since
    assert not Page.objects.get(pk=page.pk).permissions_for_user(_fresh(chief)).can_edit()
    assert readable(Page.objects.filter(pk=page.pk), AnonymousUser()).exists()
    unarchive(community, by=chief)
    signals.archive_changed.disconnect(listen)
    assert Page.objects.get(pk=page.pk).permissions_for_user(_fresh(chief)).can_publish()
    assert heard == [True, False]
    actions = PageLogEntry.objects.filter(page=community.pk, action__startswith="recueil")
    assert set(actions.values_list("action", flat=True)) == {"recueil.archive", "recueil.unarchive"}


def test_an_archive_answers_those_who_asked_to_join(
    community: CommunityPage, chief: User, reader: User
) -> None:
    asked = ask_to_join(community, reader)
    heard: list[str] = []

    def listen(sender: object, join_request: JoinRequest, **kwargs: object) -> None:
        heard.append(join_request.state)

    signals.join_decided.connect(listen)
    archive(community, by=chief)
    signals.join_decided.disconnect(listen)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (JoinRequest.State.DECLINED, chief)
    assert heard == [JoinRequest.State.DECLINED]
    # One that waited from before: nobody comes into an archive by it.
    JoinRequest.objects.update(state=JoinRequest.State.WAITING)
    late = JoinRequest.objects.select_related("community").get()
    with pytest.raises(CommunityArchived):
        decide(late, accepted=True, by=chief)
    assert not Membership.objects.filter(person=reader).exists()
    assert decide(late, accepted=False, by=chief).state == JoinRequest.State.DECLINED


def _fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)
