"""Nothing leaks: a notice lives as long as its reader may read what it is about."""

from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from tests import factories
from tests.notifications.conftest import signed_in, told
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Joining, Role, Visibility
from wiki.communities.services.membership import change_role, remove
from wiki.feedback import services
from wiki.notifications.models import Delivery, Follow, Notice, Wish
from wiki.notifications.personal_data import collect, erase
from wiki.notifications.queries import unread_count
from wiki.notifications.sending import gather_daily, send_due
from wiki.notifications.services.following import follow
from wiki.people.models import User

pytestmark = pytest.mark.django_db
SECRET = "Plan confidentiel"


def kept(person: User) -> dict[str, Any]:
    """What the copy of the person's data holds of notices."""
    return next(collect(person)).values


def nothing_of_it(person: User) -> None:
    """No outlet shows the page to this person."""
    client = signed_in(person)
    for address in ("/account/notices/", "/account/following/", "/", "/browse/"):
        assert SECRET not in client.get(address).content.decode()
    assert told(person) == []
    assert unread_count(person) == 0
    assert kept(person)["notices"] == []
    sent = "".join(f"{one.subject}{one.body}{one.alternatives}" for one in mail.outbox)
    assert SECRET not in sent


def test_followers_without_the_right_hear_nothing(
    home: object, reader: User, committed: Any
) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    theme = factories.theme("Réunions")
    author, member = factories.user("awa@example.org"), factories.member(closed)
    for target, pk in (("community", closed.pk), ("theme", theme.pk), ("person", author.pk)):
        follow(reader, target, pk)
    follow(member, "theme", theme.pk)
    for person in (reader, member):
        Wish.objects.create(person=person, kind="page_new", channel="now")
    with committed():
        factories.guide(closed, title=SECRET, themes=[theme], owner=author)
    assert told(member) == [("page_new", SECRET)]
    assert [one.to for one in mail.outbox] == [[member.email]]
    mail.outbox.clear()
    nothing_of_it(reader)
    assert not Notice.objects.filter(recipient=reader).exists()


@pytest.mark.parametrize("change", ["restrict", "unpublish", "members", "delete", "login_group"])
def test_a_page_that_closes_takes_its_notices_along(
    community: CommunityPage, reader: User, committed: Any, change: str
) -> None:
    follow(reader, "community", community.pk)
    with committed():
        page = factories.guide(community, title=SECRET)
    assert told(reader) == [("page_new", SECRET)]
    assert unread_count(reader) == 1
    match change:
        case "restrict":
            factories.restrict(page, groups=["red"])
        case "unpublish":
            page.unpublish()
        case "delete":
            page.delete()
        case "members":
            community.visibility = Visibility.RESTRICTED
            community.save_revision().publish()
        case "login_group":
            factories.restrict(community, groups=["red"])
    gather_daily(timezone.localdate())
    send_due()
    assert mail.outbox == []
    nothing_of_it(reader)


def test_an_e_mail_that_waits_says_only_what_may_be_read_when_it_leaves(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    follow(reader, "community", community.pk)
    with committed():
        closing = factories.guide(community, title=SECRET)
        factories.guide(community, title="Un atelier")
    gather_daily(timezone.localdate())
    factories.restrict(closing, groups=["red"])
    send_due()
    (letter,) = mail.outbox
    html = letter.alternatives[0][0]
    assert "Un atelier" in letter.body
    assert "Un atelier" in html
    assert SECRET not in letter.body + html + letter.subject


def test_comments_on_a_page_that_closed(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    page = factories.guide(community, title="Un guide")
    with committed():
        services.write(page, factories.user("awa@example.org"), text=f"@Léa Martin : {SECRET}")
    assert SECRET in signed_in(reader).get("/account/notices/").content.decode()
    assert SECRET in mail.outbox[0].body
    mail.outbox.clear()
    factories.restrict(page, groups=["red"])
    nothing_of_it(reader)


def test_a_hidden_community_is_never_named_to_outsiders(
    home: object, reader: User, committed: Any
) -> None:
    place = factories.community(title=SECRET, joining=Joining.OPEN)
    chief = factories.member(place, role=Role.FACILITATOR)
    row = Membership.objects.create(community=place, person=reader)
    place.visibility, place.joining = Visibility.HIDDEN, Joining.INVITATION
    place.save_revision().publish()
    with committed():
        change_role(row, Role.EXPERT, by=chief)
    assert told(reader) == [("role_changed", SECRET)]
    assert mail.outbox
    mail.outbox.clear()
    remove(Membership.objects.get(person=reader), by=chief)
    nothing_of_it(reader)


def test_what_is_said_in_the_cms_is_for_those_who_write_there(
    community: CommunityPage, reader: User
) -> None:
    page = factories.guide(community, title=SECRET)
    page.unpublish()
    row = {"kind": "review_mention", "page": page, "data": {"text": "…"}, "channel": "now"}
    for person in (reader, page.owner or factories.member(community)):
        Notice.objects.create(recipient=person, event="1", **row)
    send_due()
    assert [one.to for one in mail.outbox] == [["member-" + f"{community.pk}@example.org"]]
    mail.outbox.clear()
    nothing_of_it(reader)


def test_nobody_reads_or_marks_the_notices_of_others(
    community: CommunityPage, reader: User, admin: User
) -> None:
    page = factories.guide(community, title=SECRET)
    notice = Notice.objects.create(
        recipient=admin, kind="page_new", event="1", page=page, channel="site"
    )
    client = signed_in(reader)
    client.post("/account/notices/read/", {"notice": notice.pk})
    client.post("/account/notices/read/")
    notice.refresh_from_db()
    assert notice.read_at is None
    assert SECRET not in client.get("/account/notices/").content.decode()


def test_all_of_it_can_be_taken_along_and_forgotten(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    awa = factories.user("awa@example.org", first_name="Awa", last_name="Diallo")
    page = factories.guide(community, owner=awa)
    follow(reader, "person", awa.pk)
    follow(awa, "page", page.pk)
    with committed():
        services.write(page, reader, text="Bonjour")
        services.write(page, awa, text="Bonjour @Léa Martin")
    assert kept(awa)["following"][0]["what"] == "page"
    assert [row["kind"] for row in kept(awa)["notices"]] == ["comment"]
    erase(awa)
    assert kept(awa) == {"following": [], "notices": [], "ways": {}}
    assert not Follow.objects.exists()
    assert not Delivery.objects.filter(recipient=awa).exists()
    assert "Awa" not in signed_in(reader).get("/account/notices/").content.decode()


def test_what_is_closed_elsewhere_hides_nothing_else(
    community: CommunityPage, reader: User
) -> None:
    """A notice about no page is none about a closed page."""
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    for place in (community, closed):
        Notice.objects.create(
            recipient=reader, kind="request_decided", event=f"{place.pk}", community=place,
            channel="site",
        )  # fmt: skip
    follow(reader, "community", community.pk)
    theme = factories.theme("Réunions")
    follow(reader, "theme", theme.pk)
    # That a restricted community exists is known to whoever has signed in.
    assert [title for _kind, title in told(reader)] == ["Fermée", "Animation"]
    assert unread_count(reader) == 2
    assert len(kept(reader)["following"]) == 2
