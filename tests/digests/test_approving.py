"""An approval is of what was looked at: what is written in the CMS afterwards is not in it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import factories
from tests.communities.scenes import client_of
from tests.digests.conftest import Newsroom
from tests.digests.desk import one
from wiki.communities.rights import Role
from wiki.digests.composing import stages
from wiki.digests.errors import NeedsApproval, NotWaiting, NoWords
from wiki.digests.models import DigestSettings, Edition, Mailing
from wiki.notifications.models import Notice
from wiki.people.models import User

pytestmark = pytest.mark.django_db
Stage = Edition.Stage


@pytest.fixture
def expert(newsroom: Newsroom) -> User:
    DigestSettings.objects.create(community=newsroom.community, needs_approval=True)
    return factories.member(newsroom.community, role=Role.EXPERT)


def approved(newsroom: Newsroom, expert: User) -> Edition:
    edition = newsroom.digest()
    stages.ask_approval(edition, by=newsroom.chief)
    stages.approve(edition, by=expert)
    return edition


def written_in_the_cms(edition: Edition) -> None:
    draft: Any = edition.digest.get_latest_revision_as_object()
    draft.title = "Tout autre"
    draft.save_revision()


def test_what_was_approved_leaves(newsroom: Newsroom, expert: User) -> None:
    edition = approved(newsroom, expert)
    stages.schedule(edition, at=timezone.now() + timedelta(hours=1), by=newsroom.chief)
    assert stages.send_scheduled(now=timezone.now() + timedelta(hours=2)) == 1
    assert Mailing.objects.exists()


def test_what_was_written_since_does_not(newsroom: Newsroom, expert: User) -> None:
    edition = approved(newsroom, expert)
    written_in_the_cms(edition)
    with pytest.raises(NeedsApproval):
        stages.send(edition, by=newsroom.chief)
    with pytest.raises(NeedsApproval):
        stages.schedule(edition, at=timezone.now() + timedelta(hours=1), by=newsroom.chief)
    stages.ask_approval(edition, by=newsroom.chief)
    stages.approve(edition, by=expert)
    stages.send(edition, by=newsroom.chief)
    edition.digest.refresh_from_db()
    assert edition.digest.title == "Tout autre"


def test_one_that_was_to_leave_asks_again(newsroom: Newsroom, expert: User, committed: Any) -> None:
    edition = approved(newsroom, expert)
    stages.schedule(edition, at=timezone.now() + timedelta(hours=1), by=newsroom.chief)
    written_in_the_cms(edition)
    with committed():
        assert stages.send_scheduled(now=timezone.now() + timedelta(hours=2)) == 0
    edition.refresh_from_db()
    assert (edition.stage, edition.send_at, edition.asked_by) == (
        Stage.WAITING, None, newsroom.chief,
    )  # fmt: skip
    assert not Mailing.objects.exists()
    assert Notice.objects.filter(kind="digest_waiting", recipient=expert).exists()


def test_sent_back_with_words(newsroom: Newsroom, expert: User, committed: Any) -> None:
    edition = newsroom.digest()
    stages.ask_approval(edition, by=newsroom.chief)
    address, decide = one(newsroom, edition), one(newsroom, edition, "decide/")
    back, own = 'value="back"', client_of(newsroom.chief)
    assert back in client_of(expert).get(address).content.decode()
    assert back not in own.get(address).content.decode(), "one’s own"
    refused = client_of(expert).post(decide, {"act": "back", "words": " "}, follow=True)
    assert str(NoWords.words) in refused.content.decode()
    edition.refresh_from_db()
    assert edition.stage == Stage.WAITING
    with committed():
        client_of(expert).post(decide, {"act": "back", "words": "Le titre ne dit rien."})
    edition.refresh_from_db()
    assert (edition.stage, edition.approved_by) == (Stage.COMPOSING, None)
    notice = Notice.objects.get(kind="digest_sent_back")
    assert (notice.recipient, notice.actor) == (newsroom.chief, expert)
    assert "Le titre ne dit rien." in own.get("/account/notices/").content.decode()
    with pytest.raises(NotWaiting):
        stages.send_back(edition, by=expert, words="Encore.")
