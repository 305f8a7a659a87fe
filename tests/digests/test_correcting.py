"""What was wrong in a digest: said in the archive, told to those who got it."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from guides.models import DigestItem
from tests import factories
from tests.communities.scenes import client_of
from tests.digests.conftest import Newsroom
from tests.digests.mailserver import Postmaster, parts
from wiki.communities.rights import Role
from wiki.digests.delivery.sending import send_waiting
from wiki.digests.delivery.tokens import message_id
from wiki.digests.models import Delivery, Mailing, Rhythm, StoppedAddress, Subscription

pytestmark = pytest.mark.django_db


def address(newsroom: Newsroom, item: DigestItem) -> str:
    return f"/digests/in/{newsroom.community.slug}/{item.digest_id}/correct/{item.pk}/"


def test_the_archive_says_so_and_its_readers_are_told(
    newsroom: Newsroom, postmaster: Postmaster
) -> None:
    got, could_not, later = (newsroom.subscriber(name) for name in ("Ana", "Bob", "Eva"))
    Subscription.objects.filter(person=later).update(rhythm=Rhythm.MONTHLY)
    factories.restrict(newsroom.notes[1], groups=["Cercle"])
    got.groups.set(factories.Group.objects.filter(name="Cercle"))
    edition = newsroom.digest()
    newsroom.send(edition)
    send_waiting()
    item = DigestItem.objects.get(page=newsroom.notes[1])
    client = client_of(newsroom.chief)
    newsroom.chief.groups.add(*got.groups.all())
    assert client.post(address(newsroom, item), {"correction": ""}).status_code == 422
    client.post(address(newsroom, item), {"correction": "C’est l’inverse."})
    item.refresh_from_db()
    assert item.corrected_by == newsroom.chief
    assert "C’est l’inverse." in client_of(got).get(edition.digest.url).content.decode()
    assert "C’est l’inverse." not in Client().get(edition.digest.url).content.decode()
    postmaster.letters.clear()
    client.post(address(newsroom, item), {"tell": "1"})
    client.post(address(newsroom, item), {"tell": "1"})
    send_waiting()
    assert postmaster.boxes() == {got.email: 1}, (could_not, later)
    text, html = parts(postmaster.letter(got.email))
    for said in ("C’est l’inverse.", "Note 1"):
        assert said in text
        assert said in html
    assert "Note 0" not in text
    client.post(address(newsroom, item), {"withdraw": "1"})
    item.refresh_from_db()
    assert item.correction, "readers have been told"


def test_who_may_no_longer_read_it_is_not_told(newsroom: Newsroom, postmaster: Postmaster) -> None:
    newsroom.subscriber("Ana")
    newsroom.send(newsroom.digest())
    send_waiting()
    postmaster.letters.clear()
    item = DigestItem.objects.get(page=newsroom.notes[0])
    client = client_of(newsroom.chief)
    client.post(address(newsroom, item), {"correction": "Faux."})
    client.post(address(newsroom, item), {"tell": "1"})
    factories.restrict(newsroom.notes[0], groups=["Cercle"])
    send_waiting()
    assert not postmaster.letters
    assert Mailing.objects.filter(kind=Mailing.Kind.CORRECTION).count() == 1


def test_facilitators_correct_and_only_what_is_sent(newsroom: Newsroom) -> None:
    edition = newsroom.digest()
    item = DigestItem.objects.filter(digest=edition.digest)[0]
    expert = factories.member(newsroom.community, role=Role.EXPERT)
    assert client_of(expert).get(address(newsroom, item)).status_code == 403
    client_of(newsroom.chief).post(address(newsroom, item), {"correction": "Faux."})
    item.refresh_from_db()
    assert not item.correction


def test_progress_and_what_did_not_arrive(newsroom: Newsroom, postmaster: Postmaster) -> None:
    lost, refused = newsroom.subscriber("Ana"), newsroom.subscriber("Bob")
    newsroom.subscriber("Eva")
    postmaster.cut_after_words = {lost.email}
    postmaster.at_address[refused.email] = ["550 no"]
    edition = newsroom.digest()
    newsroom.send(edition)
    client = client_of(newsroom.chief)
    sent = f"/digests/in/{newsroom.community.slug}/{edition.digest_id}/sent/"
    assert 'hx-trigger="every 3s"' in client.get(sent).content.decode()
    send_waiting()
    page = client.get(sent)
    (row,) = page.context["rows"]
    assert (row.total, row.sent, row.refused, row.unknown) == (3, 1, 1, 1)
    assert "Ana" in page.content.decode()
    fragment = client.get(sent, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "every 3s" not in fragment, "nothing waits"
    again = sent.replace("/sent/", "/again/")
    assert client.post(again, {"mailing": "x"}).status_code == 404
    postmaster.cut_after_words = set()
    client.post(again, {"mailing": str(row.mailing.pk)})
    send_waiting()
    assert not Delivery.objects.filter(state=Delivery.State.UNKNOWN).exists()


def test_other_words_are_told_again(newsroom: Newsroom, postmaster: Postmaster) -> None:
    early, late = newsroom.subscriber("Ana"), newsroom.subscriber("Bob")
    newsroom.send(newsroom.digest())
    send_waiting()
    postmaster.letters.clear()
    item = DigestItem.objects.get(page=newsroom.notes[0])
    client = client_of(newsroom.chief)
    client.post(address(newsroom, item), {"correction": "Dit trop vite."})
    client.post(address(newsroom, item), {"tell": "1"})
    postmaster.at_address[late.email] = ["451 4.7.1 Later"]
    send_waiting()
    assert postmaster.boxes() == {early.email: 1}
    client.post(address(newsroom, item), {"correction": "Dit trop vite."})
    assert client.get(address(newsroom, item)).context["told"], "the same words"
    client.post(address(newsroom, item), {"correction": "Bien dit."})
    assert not client.get(address(newsroom, item)).context["told"]
    client.post(address(newsroom, item), {"tell": "1"})
    client.post(address(newsroom, item), {"tell": "1"})
    Delivery.objects.update(next_try=timezone.now())
    send_waiting()
    assert postmaster.boxes() == {early.email: 2, late.email: 1}, "and nobody the same twice"
    assert "Bien dit." in parts(postmaster.letter(late.email))[0]
    assert client.get(address(newsroom, item)).context["told"]


# ── Bounces ───────────────────────────────────────────────────────────────────


REPORT = """\
From: MAILER-DAEMON@example.org
To: recueil@localhost
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; somebody@example.org
Action: failed
Status: {status}

--b
Content-Type: {kind}

Message-ID: {ours}
Subject: Lettre

--b--
"""


def bounce(
    delivery: Delivery, *, status: str = "5.1.1", ours: str = "", kind: str = "message/rfc822"
) -> bytes:
    """A report as servers write it (RFC 3464)."""
    named = ours or message_id(delivery.pk)
    return REPORT.format(status=status, kind=kind, ours=named).encode()


def told(words: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    stream: Any = io.TextIOWrapper(io.BytesIO(words))
    monkeypatch.setattr("sys.stdin", stream)
    out = io.StringIO()
    call_command("digests_bounce_in", stdout=out)
    return out.getvalue()


@pytest.fixture
def delivered(newsroom: Newsroom, postmaster: Postmaster) -> Delivery:
    newsroom.subscriber("Ana")
    newsroom.send(newsroom.digest())
    send_waiting()
    return Delivery.objects.get()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_stops_the_address(
    delivered: Delivery, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    told(bounce(delivered, kind=kind), monkeypatch)
    assert StoppedAddress.objects.get().email == "ana@example.org"
    delivered.refresh_from_db()
    assert (delivered.state, delivered.code) == (Delivery.State.REFUSED, "5.1.1")


@pytest.mark.parametrize("status", ["4.4.7", "5.2.2", "2.0.0", "nonsense"])
def test_what_may_pass_stops_nothing(
    delivered: Delivery, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    told(bounce(delivered, status=status), monkeypatch)
    assert not StoppedAddress.objects.exists()


@pytest.mark.parametrize(
    ("status", "state"),
    [("5.7.1", Delivery.State.REFUSED), ("5.2.2", Delivery.State.REFUSED),
     ("4.4.7", Delivery.State.SENT)],
)  # fmt: skip
def test_what_came_back_for_its_words_has_not_arrived(
    delivered: Delivery, monkeypatch: pytest.MonkeyPatch, status: str, state: str
) -> None:
    assert "Nothing to stop" in told(bounce(delivered, status=status), monkeypatch)
    delivered.refresh_from_db()
    assert delivered.state == state
    assert not StoppedAddress.objects.exists(), "the mailbox exists"


def test_nobody_else_can_write_a_bounce(
    delivered: Delivery, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = f"<digest-{delivered.pk}.0123456789abcdef@127.0.0.1>"
    told(bounce(delivered, ours=forged), monkeypatch)
    for nonsense in (b"", b"\0\xff" * 100, b"Content-Type: multipart/report\n\nx"):
        told(nonsense, monkeypatch)
    assert not StoppedAddress.objects.exists()
