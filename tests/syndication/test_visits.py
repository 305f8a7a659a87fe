"""Visits, and what is new since the last one."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guides.models import KnowledgePage
from tests import factories
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Visibility
from wiki.feedback.models import Comment
from wiki.notifications.models import Follow
from wiki.people.models import User
from wiki.people.services import erase
from wiki.syndication.models import Visit
from wiki.syndication.visits.marking import last_visit, mark

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def ago(**values: float) -> Any:
    return timezone.now() - timedelta(**values)


@pytest.fixture
def back(client: Client, home: object, reader: User) -> Client:
    """Somebody who was here two days ago."""
    client.force_login(reader)
    Visit.objects.create(person=reader, seen_at=ago(days=2), previous_at=ago(days=9))
    return client


def soup(client: Client, address: str = "/new/") -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows(page: Any) -> list[str]:
    return [link.text for link in page.select(".news-row a")]


def published(page: KnowledgePage, *, days: float, first: float | None = None) -> None:
    """The page as if it had been published so many days ago."""
    KnowledgePage.objects.filter(pk=page.pk).update(
        last_published_at=ago(days=days), first_published_at=ago(days=first or days)
    )


def test_a_visit_ends_after_half_an_hour(reader: User) -> None:
    for minutes in (0, 20, 45, 60):
        mark(reader.pk, now=NOW + timedelta(minutes=minutes))
    visit = Visit.objects.get()
    assert visit.previous_at is None, "never away for longer than half an hour"
    mark(reader.pk, now=NOW + timedelta(minutes=95))
    visit.refresh_from_db()
    assert visit.previous_at == NOW + timedelta(minutes=60)
    assert visit.seen_at == NOW + timedelta(minutes=95)
    # A clock behind ours takes nothing back.
    mark(reader.pk, now=NOW + timedelta(minutes=50))
    visit.refresh_from_db()
    assert visit.seen_at == NOW + timedelta(minutes=95)


def test_the_first_page_of_a_visit_knows_of_the_one_before(reader: User) -> None:
    assert last_visit(reader, now=NOW) is None
    mark(reader.pk, now=NOW)
    assert last_visit(reader, now=NOW + timedelta(minutes=5)) is None
    assert last_visit(reader, now=NOW + timedelta(hours=5)) == NOW
    mark(reader.pk, now=NOW + timedelta(hours=5))
    assert last_visit(reader, now=NOW + timedelta(hours=5, minutes=20)) == NOW


def test_pages_write_once_in_a_while(client: Client, home: object, reader: User) -> None:
    def writes(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len([q for q in queries if "syndication_visit" in q["sql"] and "INSERT" in q["sql"]])

    assert writes("/about/") == 0
    client.force_login(reader)
    assert [writes(address) for address in ("/about/", "/", "/browse/")] == [1, 0, 0]
    cache.clear()
    assert writes("/about/") == 1
    assert Visit.objects.get().person == reader
    before = Visit.objects.get().seen_at
    Client().get("/about/")
    assert Visit.objects.get().seen_at == before


def test_news_stands_by_community_and_by_type(back: Client, community: CommunityPage) -> None:
    other = factories.community(title="Écoute")
    published(factories.guide(community, title="Trop vieux"), days=5)
    published(factories.guide(community, title="Hier"), days=1)
    published(factories.guide(community, title="Retouché"), days=0.5, first=30)
    published(factories.case_study(community, title="Un cas"), days=1.5)
    published(factories.watch_note(other, title="Une note"), days=1)
    page = soup(back)
    assert [h2.text for h2 in page.select(".section-head h2")] == ["Animation", "Écoute"]
    assert rows(page) == ["Retouché", "Hier", "Un cas", "Une note"]
    badges = [badge["class"] for badge in page.select(".news-row .badge")]
    assert badges == [["badge"], *[["badge", "badge-signal"]] * 3]
    assert rows(soup(back, "/new/?community=ecoute")) == ["Une note"]
    assert rows(soup(back, "/new/?type=guide")) == ["Retouché", "Hier"]
    assert rows(soup(back, "/new/?since=week")) == [
        "Retouché", "Hier", "Trop vieux", "Un cas", "Une note",
    ]  # fmt: skip


def test_one_sees_what_one_may_read(back: Client, reader: User) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    factories.guide(closed, title="Plan secret")
    page = soup(back)
    assert rows(page) == []
    assert "Fermée" not in page.main.text
    assert rows(soup(back, "/new/?community=fermee")) == []
    Membership.objects.create(community=closed, person=reader)
    assert rows(soup(back)) == ["Plan secret"]


def test_comments_on_what_concerns_me(back: Client, community: CommunityPage, reader: User) -> None:
    other = factories.user("zoe@example.org", first_name="Zoé", last_name="Éluard")
    mine = factories.guide(community, title="À moi", owner=reader)
    followed = factories.guide(community, title="Suivi")
    neither = factories.guide(community, title="Ni l’un ni l’autre")
    Follow.objects.create(follower=reader, page=followed)
    for page in (mine, followed, neither):
        Comment.objects.create(page=page, author=other, text=f"Sur {page.title}")
    Comment.objects.create(page=mine, author=reader, text="De moi")
    Comment.objects.create(page=mine, author=other, text="Caché", hidden_at=timezone.now())
    said = [quote.text for quote in soup(back).select("blockquote")]
    assert said == ["Sur Suivi", "Sur À moi"]
    factories.restrict(followed, groups=["Quelques-uns"])
    assert [quote.text for quote in soup(back).select("blockquote")] == ["Sur À moi"]


def test_the_first_visit_shows_a_week(
    client: Client, community: CommunityPage, reader: User
) -> None:
    published(factories.guide(community, title="Hier"), days=1)
    published(factories.guide(community, title="Vieux"), days=12)
    client.force_login(reader)
    assert rows(soup(client)) == ["Hier"]
    assert sorted(rows(soup(client, "/new/?since=month"))) == ["Hier", "Vieux"]


def test_it_is_cut_into_pages_and_costs_the_same(back: Client, community: CommunityPage) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert back.get("/new/").status_code == 200
        return len(queries)

    factories.guide(community)
    cost()
    few = cost()
    for number in range(31):
        factories.guide(community, title=f"Guide {number}")
    cost()  # what waits is counted anew after each change of content
    assert cost() <= few <= 18
    assert len(rows(soup(back))) == 30
    assert len(rows(soup(back, "/new/?page=2"))) == 2
    for wrong in ("3", "0", "x", "9" * 30, "-1"):
        assert back.get("/new/", {"page": wrong}).status_code == 404
    for data in ({"since": "\0"}, {"community": "\0"}, {"type": "x" * 500}, {"community": "²"}):
        assert back.get("/new/", data).status_code == 200


def test_the_home_page_says_how_many(back: Client, community: CommunityPage) -> None:
    published(factories.guide(community), days=1)
    published(factories.guide(community, title="Vieux"), days=30)
    link = soup(back, "/").select_one(".desk a[href='/new/']")
    assert link.text.strip().startswith("1 ")


def test_visitors_are_asked_to_sign_in(home: object) -> None:
    assert Client().get("/new/").status_code == 302


def test_visits_go_with_the_person(reader: User) -> None:
    mark(reader.pk, now=NOW)
    erase(reader)
    assert not Visit.objects.exists()
