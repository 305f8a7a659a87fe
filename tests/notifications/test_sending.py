"""E-mails: what they say, when they leave, and that none leaves twice."""

import smtplib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests import factories
from wiki.communities.models import CommunityPage
from wiki.core.schedule import jobs
from wiki.feedback import services
from wiki.notifications.models import Delivery, Notice, Wish
from wiki.notifications.sending import MOST_ATTEMPTS, gather_daily, send_due
from wiki.notifications.services.following import follow
from wiki.notifications.services.wishes import pause
from wiki.people.models import User

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)
State = Delivery.State


@pytest.fixture
def awa(db: None) -> User:
    return factories.user("awa@example.org", first_name="Awa", last_name="Diallo")


@pytest.fixture
def mentioned(community: CommunityPage, reader: User, awa: User) -> Callable[[str], Notice]:
    """A mention of the reader that waits to leave by e-mail."""
    page = factories.guide(community, title="Un atelier : l'essentiel")

    def make(text: str = "Voir @Léa Martin <b>") -> Notice:
        comment = services.write(page, awa, text=text).comment
        return Notice.objects.create(
            recipient=reader, kind="mention", event=f"comment:{comment.pk}", page=page,
            comment=comment, actor=awa, channel="now",
        )  # fmt: skip

    return make


def language(person: User, code: str) -> None:
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": code})


def words(html: str) -> list[str]:
    return BeautifulSoup(html, "html.parser").body.get_text(" ").split()


def test_an_e_mail_at_once(reader: User, mentioned: Any) -> None:
    notice = mentioned()
    assert send_due() == 1
    (letter,) = mail.outbox
    assert letter.to == [reader.email]
    assert letter.subject.startswith("[Recueil] Awa Diallo")
    assert letter.subject.endswith("Un atelier\u00a0: l’essentiel")
    ((html, kind),) = letter.alternatives
    assert kind == "text/html"
    for text in ("Voir @Léa Martin <b>", "Un atelier\u00a0: l’essentiel", "Awa Diallo"):
        assert text in letter.body
        assert " ".join(text.split()) in " ".join(words(html))
    link = f"http://127.0.0.1:8000/go/{notice.page_id}/#comment-{notice.comment_id}"
    assert link in letter.body
    assert f'href="{link}"' in html
    for absent in ("<img", "src=", "http-equiv"):
        assert absent not in html
    assert send_due() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (State.SENT, 1)


@pytest.mark.parametrize(("code", "said"), [("fr", "mention"), ("en", "mentions you")])
def test_in_the_language_of_the_person(reader: User, mentioned: Any, code: str, said: str) -> None:
    language(reader, code)
    mentioned()
    send_due()
    letter = mail.outbox[0]
    assert said in letter.subject
    assert f'<html lang="{code}">' in letter.alternatives[0][0]


def test_one_click_stops_them(client: Client, reader: User, mentioned: Any) -> None:
    mentioned()
    send_due()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert address in mail.outbox[0].body
    assert client.get(address).status_code == 200
    assert not Wish.objects.exists(), "looking changes nothing"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Wish.objects.get().channel == "site"
    assert strict.post(address).status_code == 200
    assert client.post("/account/notices/unsubscribe/forged:token/").status_code == 404
    reader.is_active = False
    reader.save()
    assert client.get(address).status_code == 404


def test_one_message_a_day(community: CommunityPage, reader: User, committed: Any) -> None:
    follow(reader, "community", community.pk)
    with committed():
        for number in range(3):
            factories.guide(community, title=f"Guide {number}")
    assert mail.outbox == []
    assert gather_daily(DAY) == 1
    assert send_due() == 1
    (letter,) = mail.outbox
    html = letter.alternatives[0][0]
    for number in range(3):
        assert f"Guide {number}" in letter.body
        assert f"Guide {number}" in html
    assert "3" in letter.subject
    with committed():
        factories.guide(community, title="Le soir")
    assert gather_daily(DAY) == 0
    assert gather_daily(DAY + timedelta(days=1)) == 1
    send_due()
    assert "Le soir" in mail.outbox[1].body
    assert "Guide 1" not in mail.outbox[1].body


def test_what_was_read_on_the_site_is_not_sent(
    community: CommunityPage, reader: User, committed: Any
) -> None:
    follow(reader, "community", community.pk)
    with committed():
        factories.guide(community)
    Notice.objects.update(read_at=timezone.now())
    assert gather_daily(DAY) == 0


def test_the_daily_job_waits_for_its_hour(
    community: CommunityPage, reader: User, committed: Any, settings: Any
) -> None:
    follow(reader, "community", community.pk)
    with committed():
        factories.guide(community)
    settings.NOTICES_DAILY_HOUR = 24
    jobs()["notifications.daily"].act()
    assert mail.outbox == []
    settings.NOTICES_DAILY_HOUR = 0
    for _each in range(2):
        jobs()["notifications.daily"].act()
    assert len(mail.outbox) == 1


def test_a_pause_keeps_it_for_later(reader: User, mentioned: Any, community: CommunityPage) -> None:
    mentioned()
    pause(reader, days=7)
    assert send_due() == 0
    assert gather_daily(timezone.localdate()) == 0
    pause(reader, days=0)
    assert gather_daily(timezone.localdate()) == 1
    assert send_due() == 1


def test_people_without_an_account_get_nothing(reader: User, mentioned: Any) -> None:
    mentioned()
    reader.is_active = False
    reader.save()
    assert send_due() == 0
    assert gather_daily(DAY) == 0
    assert mail.outbox == []


class Killed(BaseException):
    """As a signal that nobody survives."""


def failing(monkeypatch: pytest.MonkeyPatch, where: str, error: BaseException) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr(EmailBackend, where, fail)


@pytest.mark.parametrize("where", ["open", "send_messages"])
def test_a_kill_never_sends_twice(
    mentioned: Any, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    mentioned()
    with monkeypatch.context() as broken:
        failing(broken, where, Killed())
        with pytest.raises(Killed):
            send_due()
    assert Delivery.objects.get().state == State.CLAIMED
    later = timezone.now() + timedelta(days=2)
    assert send_due(now=later) == 0
    assert mail.outbox == []


REFUSED = smtplib.SMTPDataError(451, b"try later, awa@example.org")


@pytest.mark.parametrize(
    ("where", "error"), [("open", ConnectionRefusedError(111, "no")), ("send_messages", REFUSED)]
)
def test_failures_are_tried_again_later_and_later(
    mentioned: Any, monkeypatch: pytest.MonkeyPatch, where: str, error: Exception
) -> None:
    mentioned()
    now = timezone.now() + timedelta(seconds=30)
    with monkeypatch.context() as broken:
        failing(broken, where, error)
        waits = []
        for _each in range(MOST_ATTEMPTS):
            assert send_due(now=now) == 0
            row = Delivery.objects.get()
            waits.append(row.next_try - now)
            assert send_due(now=now) == 0, "it rests"
            now = max(now, row.next_try) + timedelta(seconds=1)
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.FAILED, MOST_ATTEMPTS)
    assert "@" not in row.last_error
    assert send_due(now=now) == 0


def test_a_failure_that_passes(mentioned: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mentioned()
    with monkeypatch.context() as broken:
        failing(broken, "open", ConnectionRefusedError(111, "no"))
        send_due()
    assert send_due(now=timezone.now() + timedelta(minutes=2)) == 1
    assert len(mail.outbox) == 1


def test_what_breaks_off_is_not_sent_again(mentioned: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mentioned()
    with monkeypatch.context() as broken:
        failing(broken, "send_messages", smtplib.SMTPServerDisconnected("gone"))
        send_due()
    assert Delivery.objects.get().state == State.FAILED
    assert send_due(now=timezone.now() + timedelta(days=1)) == 0


def test_another_worker_that_was_faster(mentioned: Any) -> None:
    mentioned()
    send_due()
    Delivery.objects.update(state=State.CLAIMED)
    assert send_due() == 0
    assert len(mail.outbox) == 1


def test_a_failure_of_the_server_never_fails_a_comment(
    community: CommunityPage, reader: User, awa: User, committed: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    failing(monkeypatch, "open", ConnectionRefusedError(111, "no"))
    page = factories.guide(community)
    with committed():
        services.write(page, awa, text="@Léa Martin")
    assert Notice.objects.get().recipient == reader
    assert Delivery.objects.get().state == State.WAITING


def test_each_message_costs_few_queries(mentioned: Any, django_assert_max_num_queries: Any) -> None:
    mentioned()
    with django_assert_max_num_queries(22):
        assert send_due() == 1
