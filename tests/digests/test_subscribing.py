"""Ways to a subscription: a theme of a community, what else there is, no mail server."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client

from tests import factories
from tests.communities.scenes import client_of
from tests.digests.conftest import Newsroom
from wiki.communities.rights import Joining, Visibility
from wiki.core.models import Theme
from wiki.digests.models import Rhythm, Subscription
from wiki.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(newsroom: Newsroom) -> Theme:
    """A narrow theme of a note of the community; a wider one and one of nothing stand beside."""
    wide = factories.theme("Réglementation")
    factories.theme("Ailleurs")
    narrow = factories.theme("Retraites", parent=wide)
    newsroom.notes[0].themes = [narrow]
    newsroom.notes[0].save_revision().publish()
    return narrow


def address(newsroom: Newsroom) -> str:
    return f"/digests/in/{newsroom.community.slug}/subscribe/"


def offered(client: Client, path: str) -> list[str]:
    form = client.get(path).context["form"]
    return [slug for slug, _label in form.fields["theme"].choices] if "theme" in form.fields else []


def test_a_person_keeps_to_a_theme_of_a_community(
    newsroom: Newsroom, theme: Theme, reader: User
) -> None:
    client = client_of(reader)
    assert offered(client, address(newsroom)) == ["", "reglementation", "retraites"]
    wrong = client.post(address(newsroom), {"rhythm": "weekly", "theme": "ailleurs"})
    assert wrong.status_code == 422
    client.post(address(newsroom), {"rhythm": "weekly", "theme": theme.slug})
    row = Subscription.objects.get()
    assert (row.community, row.theme, row.rhythm) == (newsroom.community, theme, Rhythm.WEEKLY)
    client.post(address(newsroom), {"rhythm": "weekly", "theme": ""})
    assert Subscription.objects.filter(theme=None).exists()
    assert offered(client, address(newsroom)) == [], "one gets all of it"


def test_an_address_outside_keeps_to_a_theme(newsroom: Newsroom, theme: Theme) -> None:
    client = Client()
    data = {"email": "dehors@example.org", "rhythm": "immediate", "theme": theme.slug}
    client.post(address(newsroom), data)
    found = re.search(r"(/digests/confirm/\S+)", str(mail.outbox[-1].body))
    assert found
    client.post(found[1])
    row = Subscription.objects.get()
    assert (row.community, row.theme) == (newsroom.community, theme)


def test_a_theme_that_only_others_read_is_not_offered(
    newsroom: Newsroom, theme: Theme, reader: User
) -> None:
    factories.restrict(newsroom.notes[0], groups=["Cercle"])
    assert offered(client_of(reader), address(newsroom)) == []


def test_signing_in_leads_back_to_the_theme(home: Any) -> None:
    factories.theme("Retraites")
    for path in ("/digests/on/retraites/subscribe/", "/digests/on/retraites/subscribe/?x=1&y=2"):
        answer = Client().get(path)
        assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [path]


def test_what_else_there_is(newsroom: Newsroom, theme: Theme, reader: User) -> None:
    hidden = factories.community(
        title="Secrète", visibility=Visibility.HIDDEN, joining=Joining.INVITATION
    )
    client = client_of(reader)
    page = client.get("/digests/mine/")
    words = page.content.decode()
    assert address(newsroom) in words
    assert "/digests/on/retraites/subscribe/" in words
    assert "/digests/on/ailleurs/subscribe/" not in words, "there is nothing on it"
    assert hidden.slug not in words
    client.post(address(newsroom), {"rhythm": "weekly"})
    client.post("/digests/on/retraites/subscribe/", {"rhythm": "weekly"})
    offer = client.get("/digests/mine/").context["offer"]
    assert newsroom.community not in offer.communities
    assert theme not in offer.themes


def test_a_mail_server_that_is_away_is_told(newsroom: Newsroom, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    data = {"email": "dehors@example.org", "rhythm": "immediate"}
    answer = Client().post(address(newsroom), data)
    assert answer.status_code == 503
    assert answer.context["form"].non_field_errors()
    assert "dehors@example.org" in answer.content.decode(), "nothing has to be typed again"
