"""Notes by e-mail: who may write, what is taken, what is left aside."""

import io
import sys
import time
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.users.models import UserProfile

from guides.models import WatchNotePage
from tests import factories
from tests.communities import scenes
from tests.core.fetching.servers import page, redirect, routes, serving
from wiki.communities.models import CommunityPage
from wiki.feedback.models import Comment
from wiki.people.models import User
from wiki.watch.clipping.completion import complete
from wiki.watch.mail_in.service import Outcome, receive

LINK = "https://example.org/une-idee"


@pytest.fixture(autouse=True)
def _nowhere(settings: object) -> None:
    """Tasks wait for a worker: nothing is fetched here."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}  # type: ignore[attr-defined]


def message(body: str = f"À essayer.\n\n{LINK}\n", **headers: str) -> bytes:
    """A message of Zoé's; ``headers`` with ``_`` for the dashes of their names."""
    made = EmailMessage()
    values = {"From": "Zoé <Zoe@example.org>", "To": "veille@example.org", "Subject": "Une idée"}
    for name, value in (values | headers).items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    return made.as_bytes()


def test_a_message_makes_a_note(member: User) -> None:
    assert receive(message()) == Outcome.NOTED
    note = WatchNotePage.objects.get()
    assert (note.title, note.owner, note.source_url) == ("Une idée", member, LINK)
    assert note.summary == "À essayer."


def test_signature_and_quotations_are_left(member: User) -> None:
    body = f"À essayer.\n{LINK}\n> cité\n-- \nZoé\n+33 1"
    receive(message(body, Subject="Fwd: RE: Une idée"))
    note = WatchNotePage.objects.get()
    assert note.summary == "À essayer."
    assert note.title == "Une idée"


def test_a_link_alone_takes_its_subject_for_a_reason(member: User) -> None:
    receive(message(LINK, Subject="Pour la réunion de juin"))
    note = WatchNotePage.objects.get()
    assert note.summary == "Pour la réunion de juin"
    assert note.title == "example.org – une idee"


def test_html_and_wrong_charsets_are_read(member: User) -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "zoe@example.org", "x"
    made.set_content(
        f'<p>À essayer&nbsp;: <a href="{LINK}">ici</a></p><p>En juin.</p>', subtype="html"
    )
    assert receive(made.as_bytes()) == Outcome.NOTED
    note = WatchNotePage.objects.get()
    assert note.source_url == LINK
    assert "ici" in note.summary
    note.delete()
    raw = (
        b"From: zoe@example.org\r\nSubject: =?x-martian?B?zzz?=\r\n"
        b"Content-Type: text/plain; charset=martian\r\n\r\n"
        + "Déjà vu ".encode("cp1252")
        + LINK.encode()
    )
    assert receive(raw) == Outcome.NOTED
    assert WatchNotePage.objects.get().summary == "Déjà vu"


def test_the_same_page_takes_the_words_as_a_comment(community: CommunityPage, member: User) -> None:
    receive(message())
    assert receive(message()) == Outcome.KNOWN
    factories.member(community, "awa@example.org")
    angle = message(f"Vu aussi ailleurs {LINK}?utm_source=x", From="awa@example.org")
    assert receive(angle) == Outcome.COMMENTED
    assert receive(angle) == Outcome.KNOWN
    assert Comment.objects.get().text == "Vu aussi ailleurs"
    assert WatchNotePage.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({"From": "nobody@elsewhere.example"}, Outcome.UNKNOWN_SENDER),
        ({"From": "a@example.org, zoe@example.org"}, Outcome.UNKNOWN_SENDER),
        ({"From": "not an address"}, Outcome.UNKNOWN_SENDER),
        ({"Auto_Submitted": "auto-replied"}, Outcome.AUTOMATIC),
        ({"Precedence": "bulk"}, Outcome.AUTOMATIC),
        ({"List_Id": "<x.example.org>"}, Outcome.AUTOMATIC),
        ({"Return_Path": "<>"}, Outcome.AUTOMATIC),
        ({"X_Loop": "us"}, Outcome.AUTOMATIC),
        ({"Authentication_Results": "mx; spf=fail; dmarc=fail"}, Outcome.FORGED),
        ({"To": "veille+elsewhere@example.org"}, Outcome.NO_COMMUNITY),
    ],
)
def test_what_does_not_fit_is_left_aside(
    member: User, caplog: Any, headers: dict[str, str], outcome: Outcome
) -> None:
    caplog.set_level("INFO")
    assert receive(message(**headers)) == outcome
    assert not WatchNotePage.objects.exists()
    assert "zoe" not in caplog.text.lower()
    assert "elsewhere" not in caplog.text


def test_no_link_no_words_no_account(member: User) -> None:
    assert receive(message("Rien à voir")) == Outcome.NO_LINK
    assert receive(message(LINK, Subject="")) == Outcome.REFUSED
    assert receive(message(f"x {LINK.replace('//', '//a:b@')}")) == Outcome.REFUSED
    member.is_active = False
    member.save()
    assert receive(message()) == Outcome.UNKNOWN_SENDER
    assert not WatchNotePage.objects.exists()


def test_the_address_names_the_community(member: User) -> None:
    other = factories.community(title="Écoute")
    hidden = scenes.hidden()
    assert receive(message(), community="secrete") == Outcome.NO_COMMUNITY
    assert receive(message(To="veille+secrete@example.org")) == Outcome.NO_COMMUNITY
    other.memberships.create(person=member)
    assert receive(message()) == Outcome.NO_COMMUNITY
    assert receive(message(Delivered_To="veille+ecoute@example.org")) == Outcome.NOTED
    assert WatchNotePage.objects.get().is_descendant_of(other)
    mine = message(From=hidden.member.email, To="veille+secrete@example.org")
    assert receive(mine) == Outcome.NOTED


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00" * 1000, b"From: zoe@example.org", b"x" * 1_100_000,
        b"From: zoe@example.org\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 200,
        b"From: " + b"<" * 5000 + b"\r\n\r\n" + LINK.encode(),
        b"From: zoe@example.org\r\nContent-Type: text/html\r\n\r\n" + b"<a " * 300_000,
        b"From: zoe@example.org\r\nContent-Transfer-Encoding: base64\r\n\r\n====",
        b"From: zoe@example.org\r\n\r\n" + b"https://" * 100_000,
    ],
)  # fmt: skip
def test_odd_messages_break_nothing(member: User, content: bytes) -> None:
    start = time.monotonic()
    assert isinstance(receive(content), Outcome)
    assert time.monotonic() - start < 5
    assert not WatchNotePage.objects.exists()


def test_the_command_reads_standard_input(member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(message())))
    said = io.StringIO()
    call_command("watch_mail_in", community="animation", stdout=said)
    assert said.getvalue().strip() == "noted"
    assert WatchNotePage.objects.exists()


@pytest.mark.usefixtures("loopback")
def test_the_same_message_is_known_once_its_source_is_read(member: User) -> None:
    with serving(routes({"/court": redirect("/x"), "/x": page(b"<title>Une page</title>")})) as web:
        mine = message(f"Lu.\n{web.url}/court\n")
        assert receive(mine) == Outcome.NOTED
        complete(WatchNotePage.objects.get().pk)
    assert receive(mine) == Outcome.KNOWN
    assert WatchNotePage.objects.count() == 1


def test_a_note_is_in_the_language_that_its_author_reads(member: User) -> None:
    receive(message())
    assert WatchNotePage.objects.get().language == "fr"
    UserProfile.objects.update_or_create(user=member, defaults={"preferred_language": "en"})
    receive(message(f"To try.\n{LINK}/in-english\n"))
    assert WatchNotePage.objects.latest("pk").language == "en"
