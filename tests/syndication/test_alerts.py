"""New pages for kept searches: told once, to whom may read them, as often as they want."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guides.models import KnowledgePage
from search import service
from tests import factories
from tests.notifications.conftest import told
from tests.syndication.reading import titles, valid_atom
from wiki.communities.models import CommunityPage, Membership
from wiki.communities.rights import Visibility
from wiki.notifications.models import Notice, Wish
from wiki.notifications.sending import gather_daily, send_due
from wiki.people.models import User
from wiki.syndication.feeds import tokens
from wiki.syndication.models import SavedSearch
from wiki.syndication.searches.alerts import due, look_at_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "index")]
PARIS = ZoneInfo("Europe/Paris")


def keep(person: User, query: str = "q=entretien", rhythm: str = "now") -> SavedSearch:
    """A search kept yesterday and looked at then."""
    then = timezone.now() - timedelta(days=1)
    return SavedSearch.objects.create(
        person=person, name="Mes entretiens", query=query, rhythm=rhythm,
        made_at=then, looked_at=then,
    )  # fmt: skip


def test_a_new_page_is_told_once(community: CommunityPage, reader: User, committed: Any) -> None:
    keep(reader)
    with committed():
        page = factories.guide(community, title="Mener un entretien")
        factories.guide(community, title="Autre chose")
    assert look_at_due() == 1
    assert told(reader) == [("saved_search", "Mener un entretien")]
    notice = Notice.objects.get()
    assert (notice.channel, notice.data) == ("now", {"text": "Mes entretiens"})
    send_due()
    assert len(mail.outbox) == 1
    assert "Mener un entretien" in mail.outbox[0].body
    assert "Mes entretiens" in mail.outbox[0].body
    later = timezone.now() + timedelta(minutes=10)
    with committed():
        page.save_revision().publish()
    assert look_at_due(now=later) == 0
    assert Notice.objects.count() == 1


def test_what_was_there_before_is_no_news(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    with committed():
        factories.guide(community, title="Mener un entretien")
    search = keep(reader)
    search.made_at = timezone.now()
    search.save()
    assert look_at_due() == 0


def test_an_index_that_lags_hides_nothing_for_good(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    keep(reader)
    page = factories.guide(community, title="Mener un entretien")
    assert look_at_due() == 0, "not committed: the index has not heard of it"
    service.sync([page.pk])
    assert look_at_due(now=timezone.now() + timedelta(minutes=6)) == 1


def test_it_looks_with_the_rights_of_the_person(reader: User, committed: Any) -> None:
    closed = factories.community(title="Fermée", visibility=Visibility.RESTRICTED)
    member = factories.member(closed)
    for person in (reader, member):
        keep(person)
    with committed():
        page = factories.guide(closed, title="Mener un entretien")
    assert look_at_due() == 1
    assert told(reader) == []
    assert ("saved_search", page.title) in told(member)
    # Let in afterwards, while it is still news: told then.
    Membership.objects.create(community=closed, person=reader)
    page.save_revision().publish()
    assert look_at_due(now=timezone.now() + timedelta(minutes=6)) == 1
    assert ("saved_search", page.title) in told(reader)
    Membership.objects.filter(person=reader).delete()
    assert told(reader) == []


def test_near_matches_are_none(community: CommunityPage, reader: User, committed: Any) -> None:
    keep(reader, "q=entretienx")
    with committed():
        factories.guide(community, title="Mener un entretien")
    assert look_at_due() == 0


@pytest.mark.parametrize(
    ("rhythm", "looked", "now", "is_due"),
    [
        ("daily", "2026-11-25 10:00", "2026-11-26 06:30", False),
        ("daily", "2026-11-25 10:00", "2026-11-26 07:05", True),
        ("daily", "2026-11-26 07:05", "2026-11-26 23:00", False),
        ("weekly", "2026-11-19 07:05", "2026-11-25 08:00", False),
        ("weekly", "2026-11-19 07:05", "2026-11-26 07:05", True),
        ("now", "2026-11-26 07:00", "2026-11-26 07:04", False),
        ("now", "2026-11-26 07:00", "2026-11-26 07:05", True),
        ("none", "2026-01-01 07:00", "2026-11-26 07:05", False),
    ],
)
def test_each_rhythm_has_its_turn(
    community: CommunityPage, reader: User, rhythm: str, looked: str, now: str, is_due: bool
) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=PARIS)

    page = factories.guide(community)
    KnowledgePage.objects.filter(pk=page.pk).update(last_published_at=moment(now))
    search = keep(reader, rhythm=rhythm)
    SavedSearch.objects.filter(pk=search.pk).update(looked_at=moment(looked))
    assert due(moment(now)).exists() is is_due
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert not due(moment(now)).exists()


def test_daily_news_comes_in_the_e_mail_of_the_day(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    search = keep(reader, rhythm="daily")
    SavedSearch.objects.filter(pk=search.pk).update(looked_at=timezone.now() - timedelta(days=2))
    with committed():
        factories.guide(community, title="Mener un entretien")
    assert look_at_due() == 1
    assert Notice.objects.get().channel == "daily"
    send_due()
    assert not mail.outbox
    gather_daily(timezone.localdate())
    send_due()
    assert "Mener un entretien" in mail.outbox[0].body


def test_many_at_once_are_no_flood(community: CommunityPage, reader: User, committed: Any) -> None:
    keep(reader)
    with committed():
        for number in range(5):
            factories.guide(community, title=f"Un entretien {number}")
    assert look_at_due() == 5
    assert set(Notice.objects.values_list("channel", flat=True)) == {"daily"}


@pytest.mark.parametrize(("wish", "channel"), [("site", "site"), ("off", None), ("daily", "daily")])
def test_how_one_wants_to_be_told_holds(
    community: CommunityPage, reader: User, committed: Any, wish: str, channel: str | None
) -> None:
    keep(reader)
    Wish.objects.create(person=reader, kind="saved_search", channel=wish)
    with committed():
        factories.guide(community, title="Mener un entretien")
    look_at_due()
    assert Notice.objects.values_list("channel", flat=True).first() == channel


def test_nothing_published_costs_next_to_nothing(reader: User, community: CommunityPage) -> None:
    page = factories.guide(community)
    old = timezone.now() - timedelta(days=3)
    KnowledgePage.objects.filter(pk=page.pk).update(last_published_at=old)
    for number in range(5):
        keep(reader, f"q={number}")
    with CaptureQueriesContext(connection) as queries:
        assert look_at_due() == 0
    assert len(queries) <= 2


def test_one_look_has_a_bounded_cost(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    keep(reader)
    with committed():
        for number in range(3):
            factories.guide(community, title=f"Un entretien {number}")
    with CaptureQueriesContext(connection) as queries:
        look_at_due()
    assert len(queries) <= 60
    SavedSearch.objects.update(looked_at=timezone.now() - timedelta(hours=1))
    with CaptureQueriesContext(connection) as queries:
        look_at_due()
    assert len(queries) <= 18


def test_a_search_that_is_down_loses_no_turn(
    community: CommunityPage, reader: User, monkeypatch: Any
) -> None:
    search = keep(reader)
    factories.guide(community)

    def down(*args: object, **kwargs: object) -> None:
        raise service.SearchUnavailable("down")

    monkeypatch.setattr(service, "search", down)
    assert look_at_due() == 0
    looked = SavedSearch.objects.get().looked_at
    assert looked == search.looked_at


def test_it_has_a_feed(client: Any, community: CommunityPage, reader: User, committed: Any) -> None:
    search = keep(reader)
    with committed():
        factories.guide(community, title="Mener un entretien")
        factories.guide(community, title="Autre chose")
        factories.watch_note(community, title="Un article sur l’entretien")
    secret = tokens.secret_of(tokens.make_token(reader))
    address = f"/feeds/private/{secret}/searches/{search.pk}.atom"
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert len(queries) <= 26
    assert titles(valid_atom(response.content)) == [
        "Un article sur l’entretien", "Mener un entretien",
    ]  # fmt: skip
