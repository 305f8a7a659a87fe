"""What waits for the index: tried again later and later, never in the way of a save."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from guides.models import GuidePage
from search import drain as draining
from search import outbox, service
from search.deadline import within
from search.drain import drain
from search.engines import engine
from search.errors import EntriesRefused
from search.models import OutboxEntry
from search.models.outbox import FIRST_WAIT, LONGEST_WAIT, wait_after
from tests import factories
from tests.search.conftest import Ask, titles
from wiki.communities.models import CommunityPage


def all_are_due() -> None:
    OutboxEntry.objects.update(next_try=timezone.now())


def test_waits_grow_to_a_bound():
    waits = [wait_after(attempts) for attempts in range(1, 200)]
    assert waits[0] == FIRST_WAIT
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_a_page_that_fails_rests_and_is_tried_again(
    community: CommunityPage, committed, ask: Ask, monkeypatch: pytest.MonkeyPatch
):
    def unreadable(self: GuidePage) -> Any:
        raise ValueError("a table without rows")

    with monkeypatch.context() as broken, committed():
        broken.setattr(GuidePage, "search_content", unreadable)
        broken.setattr(
            GuidePage, "search_contents", classmethod(lambda cls, p, **_: map(unreadable, p))
        )
        guide = factories.guide(community, title="Mentorat")
        outbox.OutboxEntry.objects.filter(page_id=community.pk).delete()
        drain()
        row = OutboxEntry.objects.get(page_id=guide.pk)
        assert (row.attempts, row.last_error) == (1, "ValueError: a table without rows")
        assert row.next_try > timezone.now() + FIRST_WAIT - timedelta(seconds=10)
        assert drain() == 0, "it rests"
        assert OutboxEntry.objects.get().attempts == 1
        drain(everything=True)
        assert OutboxEntry.objects.get().attempts == 2
    assert drain() == 0
    all_are_due()
    assert drain() == 1
    assert titles(ask("q=mentorat")) == ["Mentorat"]


def test_what_an_engine_refuses_does_not_hold_up_the_others(
    community: CommunityPage, search_index: str, monkeypatch: pytest.MonkeyPatch
):
    guide = factories.guide(community)
    OutboxEntry.objects.all().delete()
    OutboxEntry.objects.bulk_create(OutboxEntry(page_id=pk) for pk in (guide.pk, community.pk))

    def refuses(*args: object) -> None:
        raise EntriesRefused({guide.pk: "a term of a mile"})

    monkeypatch.setattr(type(engine()), "update", refuses)
    assert drain() == 1
    assert OutboxEntry.objects.get().last_error == "a term of a mile"


def test_an_outage_costs_no_attempt_and_the_rows_wait(
    community: CommunityPage, committed, ask: Ask, lose_index: Callable[[], None]
):
    lose_index()
    with committed():
        guide = factories.guide(community, title="Mentorat")
    rows = OutboxEntry.objects.filter(page_id=guide.pk)
    assert rows.exists()
    assert set(rows.values_list("attempts", flat=True)) == {0}
    assert all(rows.values_list("last_error", flat=True))
    service.rebuild()
    drain()
    assert not OutboxEntry.objects.exists()
    assert titles(ask("q=mentorat")) == ["Mentorat"]


@pytest.mark.parametrize("seconds", [0.0, 0.2])
def test_a_drain_keeps_its_time(
    community: CommunityPage, search_index: str, monkeypatch: pytest.MonkeyPatch, seconds: float
):
    """Somebody waits: their own rows first, and what is not done in time stays."""
    OutboxEntry.objects.all().delete()
    last = OutboxEntry.objects.bulk_create(OutboxEntry(page_id=900_000 + n) for n in range(200))[-1]

    def slow(ids: set[int]) -> service.SyncReport:
        time.sleep(0.1)
        return service.SyncReport(0, len(ids), {})

    monkeypatch.setattr(draining, "sync", slow)
    started = time.monotonic()
    with within(seconds):
        done = drain()
    assert time.monotonic() - started < 5
    assert OutboxEntry.objects.count() == 200 - done
    assert done < 200
    assert OutboxEntry.objects.filter(pk=last.pk).exists() == (seconds == 0)
    assert drain() == 200 - done
    assert not OutboxEntry.objects.exists()


@pytest.mark.parametrize("search_engine", ["embedded"], indirect=True)
def test_a_save_gives_its_drain_little_time(
    community: CommunityPage, committed, monkeypatch: pytest.MonkeyPatch
):
    """The index is held by somebody else: the save does not wait for its turn."""
    monkeypatch.setattr(outbox, "SAVERS_PATIENCE", 0.3)
    held = engine()._generations.locked("writer.lock", wait=1)  # type: ignore[attr-defined]
    with held:
        started = time.monotonic()
        with committed():
            guide = factories.guide(community, title="Mentorat")
        assert time.monotonic() - started < 4, "the lock is waited for five seconds otherwise"
    assert OutboxEntry.objects.filter(page_id=guide.pk).exists()
    drain()
    assert not OutboxEntry.objects.exists()
