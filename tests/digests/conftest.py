"""Digests that are sent, and a server to send them to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from guides.models import DigestItem, DigestPage
from tests import factories
from tests.digests.mailserver import Postmaster, mail_server
from wiki.communities.models import CommunityPage
from wiki.communities.rights import Role, Visibility
from wiki.core.text import unaccented
from wiki.digests.composing import stages
from wiki.digests.composing.services import edition_of
from wiki.digests.models import Edition, Mailing, Rhythm, Subscription
from wiki.people.models import User


@dataclass
class Newsroom:
    """A community that sends digests: who runs it, what it noted."""

    community: CommunityPage
    chief: User
    notes: list[Any] = field(default_factory=list)

    def subscriber(self, name: str, *, rhythm: Rhythm = Rhythm.IMMEDIATE, **fields: Any) -> User:
        """A colleague who gets the digests of the community."""
        person = factories.user(f"{unaccented(name)}@example.org", first_name=name, **fields)
        Subscription.objects.create(person=person, community=self.community, rhythm=rhythm)
        return person

    def digest(self, *, title: str = "Lettre de novembre", **fields: Any) -> Edition:
        """A draft with an item for each note."""
        digest = factories.digest(self.community, title=title, owner=self.chief, **fields)
        DigestPage.objects.filter(pk=digest.pk).update(live=False)
        digest.refresh_from_db()
        for position, note in enumerate(self.notes):
            DigestItem.objects.create(
                digest=digest, page=note, word=f"Mot {position}.", section="Veille",
                position=position,
            )  # fmt: skip
        return edition_of(digest)

    def send(self, edition: Edition) -> Mailing:
        """Published; its messages wait."""
        return stages.send(edition, by=self.chief)


@pytest.fixture
def newsroom(home: Any) -> Newsroom:
    """A public community with two notes."""
    return open_newsroom()


def open_newsroom() -> Newsroom:
    """The same, for tests that stand elsewhere."""
    community = factories.community(title="Veille", visibility=Visibility.PUBLIC)
    chief = factories.member(
        community, "chief@example.org", role=Role.FACILITATOR, first_name="Awa", last_name="Diallo"
    )
    notes = [factories.watch_note(community, title=f"Note {number}") for number in range(2)]
    return Newsroom(community, chief, notes)


@pytest.fixture
def postmaster(settings: Any) -> Iterator[Postmaster]:
    """A mail server to which the site sends."""
    with mail_server() as (found, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield found


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """A block whose changes are committed at its end, with the tasks that follow."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
