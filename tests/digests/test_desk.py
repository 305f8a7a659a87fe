"""The desk loses nothing that was typed, whatever the button, and asks before a digest leaves."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format

from guides.models import DigestItem
from tests import factories
from tests.communities.scenes import client_of
from tests.digests.conftest import Newsroom
from tests.digests.desk import add, begun, one, order, pressed
from wiki.communities.rights import Role
from wiki.digests.composing import services, stages
from wiki.digests.errors import NotTaken
from wiki.digests.models import DigestSettings, Edition, Mailing
from wiki.feedback import services as comments

pytestmark = pytest.mark.django_db
Stage = Edition.Stage


def test_a_question_of_the_tray(newsroom: Newsroom) -> None:
    client, edition = begun(newsroom)
    guide = factories.guide(newsroom.community, title="Un guide")
    asked = comments.write(guide, newsroom.chief, text="Qui a essayé ?").comment
    shown = client.get(one(newsroom, edition)).content.decode()
    act = f"take:{guide.pk}#comment-{asked.pk}"
    assert f'value="{act}"' in shown
    pressed(client, newsroom, edition, act=act)
    assert DigestItem.objects.get(page=guide).url == f"#comment-{asked.pk}"


@pytest.mark.parametrize("act", ["", "add", "take", "test", "up"])
def test_every_button_keeps_what_was_typed(newsroom: Newsroom, act: str) -> None:
    client, edition = begun(newsroom)
    first, second = DigestItem.objects.filter(digest=edition.digest)
    services.remove(edition, first.pk, by=newsroom.chief)
    target = {"take": f"take:{first.page_id}", "up": f"up:{second.pk}"}.get(act, act)
    pressed(
        client, newsroom, edition, act=target, title="Autre titre", editorial="Retenir ceci.",
        **{"add-what": "Trois mots", f"word-{second.pk}": "Notre mot"},
    )  # fmt: skip
    page = client.get(one(newsroom, edition))
    form = page.context["form"]
    assert (form["title"].value(), form["editorial"].value()) == ("Autre titre", "Retenir ceci.")
    assert form[f"word-{second.pk}"].value() == "Notre mot"
    titles = [title for _section, title in order(edition)]
    assert "Trois mots" in titles, "half typed beside another button"
    assert (first.page.title in titles) == (act == "take")
    if act == "test":
        (letter,) = mail.outbox
        assert letter.subject == "[Test] [Veille] Autre titre"
        assert "Retenir ceci." in letter.body


@pytest.mark.parametrize(
    "typed",
    [{}, {"what": "x" * 1001}, {"title": "Sans adresse"}, {"what": "a", "title": "x" * 301}],
)
def test_what_cannot_be_added_is_shown_again(newsroom: Newsroom, typed: dict[str, str]) -> None:
    client, edition = begun(newsroom)
    before = order(edition)
    response = add(client, newsroom, edition, **typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert 'role="alert"' in page
    assert "<details open>" in page
    assert all(value in page for value in typed.values())
    assert order(edition) == before


def test_a_test_that_no_server_takes(newsroom: Newsroom, settings: Any) -> None:
    client, edition = begun(newsroom)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    response = pressed(client, newsroom, edition, act="test", title="Autre titre")
    page = client.get(response["Location"])
    assert str(NotTaken.words) in page.content.decode()
    assert page.context["form"]["title"].value() == "Autre titre"


def test_to_look_is_no_change(newsroom: Newsroom) -> None:
    DigestSettings.objects.create(community=newsroom.community, needs_approval=True)
    expert = factories.member(newsroom.community, role=Role.EXPERT)
    edition = newsroom.digest(editorial=[("markdown", "Un.\r\n\r\nDeux.\n")])
    stages.ask_approval(edition, by=newsroom.chief)
    pressed(client_of(expert), newsroom, edition, act="test")
    assert len(mail.outbox) == 1
    edition.refresh_from_db()
    assert edition.stage == Stage.WAITING


def test_asked_once_before_it_leaves(newsroom: Newsroom) -> None:
    client, edition = begun(newsroom)
    newsroom.subscriber("Zoé")
    newsroom.subscriber("Ana")
    screen = client.get(one(newsroom, edition)).content.decode()
    send = one(newsroom, edition, "send/")
    assert f'method="get" action="{send}"' in screen
    assert 'value="send"' not in screen, "nothing leaves from there"
    page = client.get(send).content.decode()
    assert "2 personnes" in page
    assert edition.digest.title in page
    assert 'name="act" value="send"' in page
    assert not Mailing.objects.exists()
    soon = timezone.localtime() + timedelta(days=1)
    later = client.get(send, {"at": f"{soon:%Y-%m-%dT%H:%M}"}).content.decode()
    assert f'<input type="hidden" name="at" value="{soon:%Y-%m-%dT%H:%M}"' in later
    assert date_format(soon, "DATETIME_FORMAT") in later
    past = client.get(send, {"at": "2020-01-01T08:00"})
    assert past["Location"] == one(newsroom, edition)
    expert = factories.member(newsroom.community, role=Role.EXPERT)
    assert client_of(expert).get(send).status_code == 403, "who does not publish"
    newsroom.send(edition)
    assert client.get(send)["Location"] == one(newsroom, edition, "sent/")
