"""Following, and hearing of pages."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.notifications.conftest import signed_in, told
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Joining, Visibility
from wiki.communities.services.membership import join, leave
from wiki.notifications.fan_out import of_page
from wiki.notifications.models import Follow, Notice, Wish
from wiki.notifications.queries import follows_of
from wiki.notifications.quiet import quietly
from wiki.notifications.services.following import follow, unfollow
from wiki.people.models import User

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def again(page: Any) -> None:
    """Publish another version."""
    page.summary += " Encore."
    page.save_revision().publish()


def old_news() -> None:
    Notice.objects.update(created_at="2026-01-01T00:00:00Z")


def test_a_new_page_in_a_followed_community(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    follow(reader, "community", community.pk)
    with committed():
        page = factories.guide(community, title="Un atelier")
    assert told(reader) == [("page_new", "Un atelier")]
    with committed():
        again(page)
    assert len(told(reader)) == 1, "within the hour it is the same news"
    old_news()
    with committed():
        again(page)
    assert told(reader)[0] == ("page_updated", "Un atelier")
    old_news()
    with committed():
        page.unpublish()
        page.save_revision().publish()
    assert [kind for kind, _title in told(reader)] == ["page_updated", "page_updated", "page_new"]


def test_whatever_leads_to_a_page_tells_once(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    wide = factories.theme("Réunions")
    narrow = factories.theme("Rétrospectives", parent=wide)
    other = factories.community(title="Ailleurs")
    awa = factories.user("awa@example.org")
    for target, pk in (
        ("community", community.pk), ("community", other.pk), ("theme", wide.pk), ("person", awa.pk)
    ):  # fmt: skip
        follow(reader, target, pk)
    fans = [factories.user(f"{name}@example.org") for name in ("wide", "other", "co")]
    follow(fans[0], "theme", wide.pk)
    follow(fans[1], "community", other.pk)
    follow(fans[2], "person", awa.pk)
    with committed():
        factories.guide(
            community, title="Une rétro", themes=[narrow], communities=[other], co_authors=[awa]
        )
    for person in (reader, *fans):
        assert told(person) == [("page_new", "Une rétro")]
    assert Notice.objects.get(recipient=reader).data == {"case": "person"}
    assert told(awa) == []


def test_those_who_answer_for_a_page_hear_of_the_changes_of_others(
    community: CommunityPage, reader: User, admin: User, committed: Any
) -> None:
    page = factories.guide(community, owner=reader)
    with committed():
        page.save_revision(user=reader).publish()
    assert told(reader) == []
    with committed():
        page.save_revision(user=admin).publish()
    assert told(reader) == [("page_updated", page.title)]


def test_who_joins_follows_and_who_leaves_no_longer_does(home: object, reader: User) -> None:
    place = factories.community(joining=Joining.OPEN)
    join(place, reader)
    assert [row.community_id for row in follows_of(reader)] == [place.pk]
    unfollow(reader, "community", place.pk)
    assert not follows_of(reader).exists()
    follow(reader, "community", place.pk)
    leave(place, reader)
    assert not Follow.objects.exists()


def test_imports_tell_nobody(community: CommunityPage, reader: User, committed: Any) -> None:
    follow(reader, "community", community.pk)
    with committed(), quietly():
        factories.guide(community)
    assert told(reader) == []


def test_a_page_for_later_is_told_later(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    follow(reader, "community", community.pk)
    page = factories.guide(community)
    page.unpublish()
    with committed():
        page.go_live_at = "2099-01-01T00:00:00Z"
        page.save_revision().publish()
    assert told(reader) == []


def test_off_is_off(community: CommunityPage, reader: User, committed: Any) -> None:
    follow(reader, "community", community.pk)
    Wish.objects.create(person=reader, kind="page_new", channel="off")
    with committed():
        factories.guide(community)
    assert not Notice.objects.exists()


def test_one_follows_only_what_one_may_know_of(home: object, reader: User) -> None:
    hidden = factories.community(
        title="Secrète", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    listed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    page = factories.guide(listed)
    gone = factories.user("gone@example.org", is_active=False)
    for target, pk in (
        ("community", hidden.pk), ("page", page.pk), ("page", 10**17), ("theme", 10**17),
        ("person", gone.pk), ("person", reader.pk), ("planet", 1),
    ):  # fmt: skip
        with pytest.raises(Http404):
            follow(reader, target, pk)
        answer = signed_in(reader).post(f"/account/following/{target}/{pk}/")
        assert answer.status_code == 404
    follow(reader, "community", listed.pk)
    assert not Follow.objects.exclude(community=listed).exists()


def test_what_closes_is_no_longer_in_the_list_and_can_be_left(
    community: CommunityPage, reader: User
) -> None:
    page = factories.guide(community, title="Un secret à venir")
    client = signed_in(reader)
    address = f"/account/following/page/{page.pk}/"
    client.post(address)
    assert said(client.post(address, headers=ENGLISH))[-1].startswith("You follow it now")
    assert "Un secret à venir" in client.get("/account/following/").content.decode()
    factories.restrict(page, groups=["red"])
    assert "secret" not in client.get("/account/following/").content.decode()
    left = client.post(address, {"stop": "1"}, headers=ENGLISH)
    assert left.status_code == 302
    assert said(left)[-1] == "You no longer follow it."
    assert not Follow.objects.exists()


def said(response: Any) -> list[str]:
    """What the site says of an act."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_buttons_follow_and_no_longer_follow(community: CommunityPage, reader: User) -> None:
    theme = factories.theme("Réunions")
    page = factories.guide(community, themes=[theme])
    client = signed_in(reader)
    places = {
        f"/account/following/page/{page.pk}/": page.url,
        f"/account/following/theme/{theme.pk}/": theme.get_absolute_url(),
        f"/account/following/community/{community.pk}/": community.url,
    }
    for address, url in places.items():
        shown = client.get(url).content.decode()
        assert f'action="{address}"' in shown
        assert 'name="stop"' not in shown
        answer = client.post(address, {"next": url})
        assert answer.url == url
        assert 'name="stop"' in client.get(url).content.decode()
    away = client.post(address, {"next": "https://evil.example/", "stop": "1"})
    assert away.url == "/account/following/"
    assert "/account/following/" not in Client().get(page.url).content.decode()
    assert Client().post(address).url.startswith("/account/sign-in/")


def test_many_followers_cost_few_queries(community: CommunityPage, monkeypatch: Any) -> None:
    monkeypatch.setattr("wiki.notifications.telling.CHUNK", 20)
    page = factories.guide(community)
    people = User.objects.bulk_create(User(email=f"p{n}@example.org") for n in range(60))
    Follow.objects.bulk_create(Follow(follower=one, community=community) for one in people[:20])

    def cost(moment: str) -> int:
        old_news()
        with CaptureQueriesContext(connection) as captured:
            of_page(page.pk, new=True, moment=moment, actor=None)
        return len(captured)

    small = cost("1")
    assert Notice.objects.count() == 20
    Follow.objects.bulk_create(Follow(follower=one, community=community) for one in people[20:])
    large = cost("2")
    assert Notice.objects.count() == 80
    assert large - small <= 2 * 8, "what each chunk costs"
    assert small <= 14


def test_nobody_following_costs_next_to_nothing(
    community: CommunityPage, django_assert_max_num_queries: Any
) -> None:
    page = factories.guide(community)
    with django_assert_max_num_queries(3):
        of_page(page.pk, new=False, moment="1", actor=None)


def test_a_task_that_runs_twice_tells_once(community: CommunityPage, reader: User) -> None:
    page = factories.guide(community)
    follow(reader, "page", page.pk)
    for _each in range(2):
        of_page(page.pk, new=False, moment="1", actor=None)
    old_news()
    of_page(page.pk, new=False, moment="1", actor=None)
    assert Notice.objects.count() == 1
