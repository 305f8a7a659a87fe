"""Who hears why a message became no note, and whose messages are believed at all."""

from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.users.models import UserProfile

from guides.models import WatchNotePage
from tests import factories
from tests.communities import scenes
from tests.watch.test_mail_in import LINK, _nowhere, message  # noqa: F401  (a fixture)
from wiki.communities.models import CommunityPage
from wiki.people.data import erase_rows, personal_data
from wiki.people.models import User
from wiki.watch.mail_in import answers
from wiki.watch.mail_in.outcomes import Outcome
from wiki.watch.mail_in.service import receive
from wiki.watch.models import MailAnswer


def test_somebody_known_hears_why_there_is_no_note(member: User) -> None:
    UserProfile.objects.update_or_create(user=member, defaults={"preferred_language": "en"})
    received = message("Rien à voir", Message_ID="<1234@example.org>")
    assert receive(received) == Outcome.NO_LINK
    (told,) = mail.outbox
    assert told.to == ["zoe@example.org"]
    assert told.subject == "Not noted: Une idée"
    assert "There is no link in it" in told.body
    assert "/watch/tools/" in told.body
    assert told.extra_headers["Auto-Submitted"] == "auto-replied"
    assert told.extra_headers["In-Reply-To"] == "<1234@example.org>"


def test_a_refusal_says_what_is_missing(community: CommunityPage, member: User) -> None:
    UserProfile.objects.update_or_create(user=member, defaults={"preferred_language": "en"})
    assert receive(message(LINK, Subject="")) == Outcome.REFUSED
    factories.community(title="Écoute").memberships.create(person=member)
    assert receive(message()) == Outcome.NO_COMMUNITY
    bodies = [each.body for each in mail.outbox]
    assert "a link alone helps nobody" in bodies[0]
    assert "for which of your communities" in bodies[1]


def test_a_hidden_community_is_answered_as_one_that_is_not_there(member: User) -> None:
    scenes.hidden()
    for slug in ("secrete", "nulle-part"):
        assert receive(message(To=f"veille+{slug}@example.org")) == Outcome.NO_COMMUNITY
    one, other = mail.outbox
    assert one.body == other.body


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "nobody@elsewhere.example"},
        {"Auto_Submitted": "auto-replied"},
        {"Return_Path": "<>"},
        {"Authentication_Results": "mx; dmarc=fail"},
    ],
)
def test_strangers_programs_and_forgers_hear_nothing(member: User, headers: dict[str, str]) -> None:
    receive(message("Rien à voir", **headers))
    assert not mail.outbox


def test_what_is_noted_needs_no_answer(member: User) -> None:
    receive(message())
    receive(message())
    assert not mail.outbox


def test_few_answers_leave_within_a_day(member: User) -> None:
    for _again in range(answers.MOST + 2):
        receive(message("Rien à voir"))
    assert len(mail.outbox) == answers.MOST
    MailAnswer.objects.update(sent_at=timezone.now() - timedelta(days=2))
    receive(message("Rien à voir"))
    assert len(mail.outbox) == answers.MOST + 1
    assert MailAnswer.objects.count() == 1


def test_a_mail_server_that_is_down_loses_the_answer_alone(
    member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: Any, **kwargs: Any) -> int:
        raise SMTPException

    monkeypatch.setattr(mail.EmailMessage, "send", down)
    assert receive(message("Rien à voir")) == Outcome.NO_LINK


def test_odd_numbers_of_messages_are_not_repeated(member: User) -> None:
    for number in ("x", "<a b@example.org>", "<" + "x" * 400 + ">", "<>", "<é@e.org>"):
        MailAnswer.objects.all().delete()
        odd = f"Message-ID: {number}\r\n".encode() + message("Rien à voir")
        assert receive(odd) == Outcome.NO_LINK
    assert len(mail.outbox) == 5
    assert not any("In-Reply-To" in each.extra_headers for each in mail.outbox)


def test_what_is_kept_of_answers(member: User) -> None:
    receive(message("Rien à voir"))
    kept = {part.name: part.values for part in personal_data(member)}
    assert len(kept["watch_answers"]) == 1
    erase_rows(member)
    assert not MailAnswer.objects.exists()


GENUINE = [
    "mx.example.org; dmarc=pass header.from=example.org",
    "mx.example.org 1; spf=none; auth=pass smtp.auth=zoe",
    "MX.example.org;\r\n dkim=pass (2048-bit key) header.d=example.org header.s=x",
    "mx.example.org; dkim=pass header.i=@example.org",
    "mx.example.org; spf=pass smtp.mailfrom=zoe@example.org; dmarc=none",
]
DOUBTFUL = [
    "",
    "elsewhere.example; dmarc=pass",
    "mx.example.org.evil.example; dmarc=pass",
    "mx.example.org; none",
    "mx.example.org; dkim=pass header.d=evil.example",
    "mx.example.org; dkim=pass header.d=ple.org",
    "mx.example.org; spf=pass smtp.mailfrom=me@evil.example",
    "mx.example.org; dmarc=fail (p=none; dmarc=pass ;)",
    'mx.example.org; spf=softfail smtp.mailfrom="a; dmarc=pass ;"@evil.example',
    "mx.example.org; dmarc=passed",
]


@pytest.mark.parametrize("result", GENUINE)
def test_a_sender_for_whom_the_mail_server_vouches(
    member: User, settings: Any, result: str
) -> None:
    settings.WATCH_MAIL_AUTHSERV = "mx.example.org"
    headers = {"Authentication_Results": " ".join(result.split())}
    assert receive(message(**headers)) == Outcome.NOTED


@pytest.mark.parametrize("result", DOUBTFUL)
def test_a_sender_for_whom_nobody_vouches(member: User, settings: Any, result: str) -> None:
    settings.WATCH_MAIL_AUTHSERV = "mx.example.org"
    headers = {"Authentication_Results": result} if result else {}
    assert receive(message(**headers)) in {Outcome.UNVERIFIED, Outcome.FORGED}
    assert not WatchNotePage.objects.exists()
    assert not mail.outbox


def test_only_what_stands_on_top_is_believed(member: User, settings: Any) -> None:
    settings.WATCH_MAIL_AUTHSERV = "mx.example.org"
    own = b"Authentication-Results: mx.example.org; dmarc=none\r\n"
    forged = message(Authentication_Results="mx.example.org; dmarc=pass")
    assert receive(own + forged) == Outcome.UNVERIFIED
