"""Sources that die, and those that only sleep."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from guides.models import WatchNotePage
from tests import factories
from tests.core.fetching.servers import page, routes, serving
from wiki.communities.models import CommunityPage
from wiki.watch.life.links import check_due
from wiki.watch.models import Clip

pytestmark = pytest.mark.usefixtures("loopback")


def test_a_source_is_dead_at_the_second_failure(community: CommunityPage, client: Client) -> None:
    now = timezone.now()
    with serving(page(status="404 Not Found")) as server:
        note = factories.watch_note(community, source_url=f"{server.url}/a")
        assert check_due(now) == 1
        assert check_due(now) == 0
        assert Clip.objects.get().dead_since is None
        assert check_due(now + timedelta(days=2)) == 1
        assert Clip.objects.get().dead_since == now + timedelta(days=2)
        assert check_due(now + timedelta(days=4)) == 0  # a dead one is asked each month
    Clip.objects.update(archive_address="https://web.archive.example/x")
    shown = client.get(note.url).content.decode()
    assert "notice-signal" in shown
    assert "https://web.archive.example/x" in shown


def test_a_source_that_comes_back_lives(community: CommunityPage) -> None:
    now = timezone.now()
    with serving(page(b"x")) as server:
        factories.watch_note(community, source_url=f"{server.url}/a")
        Clip.objects.update(failures=3, dead_since=now, checked_at=now - timedelta(days=31))
        assert check_due(now) == 1
    clip = Clip.objects.get()
    assert (clip.failures, clip.dead_since) == (0, None)
    assert check_due(now + timedelta(days=29)) == 0


@pytest.mark.parametrize("status", ["200 OK", "403 Forbidden", "429 Slow down", "304 Same"])
def test_sites_that_refuse_programs_are_not_dead(community: CommunityPage, status: str) -> None:
    with serving(page(status=status)) as server:
        factories.watch_note(community, source_url=f"{server.url}/a")
        check_due()
    assert Clip.objects.get().failures == 0


def test_drafts_are_left_and_notes_without_a_row_are_found(community: CommunityPage) -> None:
    with serving(routes({"/a": page(b"x")})) as server:
        note = factories.watch_note(community, source_url=f"{server.url}/a")
        Clip.objects.all().delete()
        draft = factories.watch_note(community, source_url=f"{server.url}/b", title="Autre")
        draft.unpublish()
        assert check_due() == 1
        assert [row.note_id for row in Clip.objects.exclude(checked_at=None)] == [note.pk]
        assert WatchNotePage.objects.count() == 2
