"""What happens in communities, in comments and in reviews reaches the people concerned."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Comment as Remark
from wagtail.models import CommentReply

from guides.merging import merge
from tests import factories
from tests.notifications.conftest import told
from wiki.communities.models import CommunityPage, Invitation, Membership
from wiki.communities.rights import Joining, Role
from wiki.communities.services.joining import ask_to_join, decide, use_invitation
from wiki.communities.services.membership import add_member, change_role, join
from wiki.communities.signals import archive_changed, merged
from wiki.feedback import services
from wiki.notifications.lines import lines
from wiki.notifications.queries import notices_of
from wiki.notifications.services.following import follow, is_following, unfollow
from wiki.people.models import User

pytestmark = pytest.mark.django_db


def kinds(person: User) -> list[str]:
    return [kind for kind, _title in told(person)]


def test_a_request_and_its_answer(community: CommunityPage, reader: User, committed: Any) -> None:
    chief = factories.member(community, role=Role.FACILITATOR, first_name="Idriss")
    factories.member(community)
    with committed():
        asked = ask_to_join(community, reader, message="Je forme des pairs.")
    (line,) = lines(notices_of(chief))
    assert (line.kind, line.title, line.quote) == (
        "join_request", "Animation", "Je forme des pairs."
    )  # fmt: skip
    assert "Léa Martin" in line.sentence
    with committed():
        decide(asked, accepted=True, by=chief, answer="Bienvenue")
    assert told(reader) == [("request_decided", "Animation")]
    assert lines(notices_of(reader))[0].quote == "Bienvenue"
    assert kinds(chief) == ["join_request"]


def test_a_declined_request(community: CommunityPage, reader: User, committed: Any) -> None:
    chief = factories.member(community, role=Role.FACILITATOR)
    with committed():
        decide(ask_to_join(community, reader), accepted=False, by=chief)
    (line,) = lines(notices_of(reader))
    assert "déclin" in line.sentence or "refus" in line.sentence


def test_members_come_and_their_roles_change(home: object, reader: User, committed: Any) -> None:
    place = factories.community(joining=Joining.OPEN)
    chief = factories.member(place, role=Role.FACILITATOR)
    with committed():
        join(place, reader)
    assert kinds(chief) == ["member_joined"]
    assert kinds(reader) == []
    added = factories.user("awa@example.org")
    with committed():
        add_member(place, added, by=chief)
    assert kinds(added) == ["became_member"]
    assert kinds(chief) == ["member_joined"]
    with committed():
        change_role(Membership.objects.get(person=added), Role.EXPERT, by=chief)
    assert kinds(added) == ["role_changed", "became_member"]


def test_who_invited_hears_that_it_was_used(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    chief = factories.member(community, role=Role.FACILITATOR)
    Invitation.objects.create(
        community=community,
        secret_digest=hashlib.sha256(b"secret").hexdigest(),
        invited_by=chief,
        expires_at=timezone.now() + timedelta(days=1),
    )
    with committed():
        use_invitation("secret", reader)
    assert kinds(chief) == ["invitation_used"]


def test_members_hear_of_the_end_of_a_community(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    other = factories.community(title="Suite")
    chief, member = factories.member(community, role=Role.FACILITATOR), factories.member(community)
    with committed():
        archive_changed.send(CommunityPage, community=community, by=chief)
        merged.send(CommunityPage, community=community, into=other, by=chief)
    assert sorted(told(member)) == [
        ("community_changed", "Animation"),
        ("community_changed", "Suite"),
    ]
    assert kinds(chief) == kinds(reader) == []


def test_who_comes_along_in_a_merger_follows_the_other_community(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    other = factories.community(title="Suite")
    chief = factories.member(community, role=Role.FACILITATOR)
    Membership.objects.create(community=other, person=chief, role=Role.FACILITATOR)
    goes, stopped, here = (
        factories.member(place, f"{name}@example.org")
        for place, name in ((community, "suit"), (community, "arrete"), (other, "ici"))
    )
    unfollow(stopped, "community", community.pk)
    Membership.objects.create(community=community, person=here)
    unfollow(here, "community", other.pk)
    with committed():
        merge(community, other, by=chief)
    assert is_following(goes, "community", other.pk)
    assert is_following(chief, "community", other.pk)
    # Nobody follows again what they had stopped following.
    assert not is_following(stopped, "community", other.pk)
    assert not is_following(here, "community", other.pk)


def test_a_comment_tells_each_person_once_for_the_best_reason(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    owner = factories.user("owner@example.org", first_name="Maud", last_name="Tessier")
    fan = factories.user("fan@example.org")
    page = factories.guide(community, owner=owner, title="Un guide")
    follow(fan, "page", page.pk)
    member = factories.member(community)
    with committed():
        first = services.write(page, reader, text="Et pour dix personnes ?").comment
    assert kinds(owner) == kinds(fan) == ["comment"]
    with committed():
        services.write(page, owner, text="Voir @Léa Martin et @animation", reply_to=first)
    assert kinds(reader) == ["mention"]
    assert kinds(member) == ["community_mention"]
    assert kinds(owner) == ["comment"]
    with committed():
        services.write(page, fan, text="Merci", reply_to=first)
    assert kinds(reader) == ["reply", "mention"]
    assert lines(notices_of(reader))[0].url.endswith(f"/go/{page.pk}/#comment-{first.pk + 2}")


def test_a_mention_added_later_is_told(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    page, awa = factories.guide(community), factories.user("awa@example.org")
    with committed():
        comment = services.write(page, awa, text="Merci").comment
    with committed():
        services.edit(comment, by=awa, text="Merci @Léa Martin")
    with committed():
        services.edit(comment, by=awa, text="Merci @Léa Martin !")
    assert kinds(reader) == ["mention"]


def test_a_hidden_comment_is_told_to_its_author_and_to_nobody_else(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    chief = factories.member(community, role=Role.FACILITATOR)
    page = factories.guide(community, owner=factories.user("owner@example.org"))
    with committed():
        comment = services.write(page, reader, text="Fâché").comment
    assert page.owner
    assert kinds(page.owner) == ["comment"]
    with committed():
        services.hide(comment, by=chief, reason="Restons courtois")
    assert kinds(page.owner) == []
    (line,) = lines(notices_of(reader))
    assert (line.kind, line.quote) == ("comment_hidden", "Restons courtois")
    comment.refresh_from_db()
    services.restore(comment, by=chief)
    services.delete(comment, by=reader)
    assert kinds(page.owner) == []


def test_a_remark_of_a_reviewer_tells_those_who_may_change_the_page(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    chief = factories.member(
        community, role=Role.FACILITATOR, first_name="Idriss", last_name="Benhaddou"
    )
    page = factories.guide(community, owner=factories.user("owner@example.org"))
    page.unpublish()
    values = {"page": page, "user": page.owner, "contentpath": "title", "position": ""}
    with committed():
        remark = Remark.objects.create(
            text="@Idriss Benhaddou et @Léa Martin, qu’en dites-vous ?", **values
        )
    (line,) = lines(notices_of(chief))
    assert line.kind == "review_mention"
    assert line.url == f"/cms/pages/{page.pk}/edit/"
    assert kinds(reader) == []
    with committed():
        CommentReply.objects.create(comment=remark, user=page.owner, text="@Idriss Benhaddou ?")
    assert kinds(chief) == ["review_mention", "review_mention"]
