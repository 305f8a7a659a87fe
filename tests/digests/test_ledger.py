"""Who holds a message: two runs at once, runs that die, runs that were only slow."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.digests.conftest import Newsroom
from tests.digests.mailserver import Postmaster
from wiki.digests.delivery.ledger import LEASE, Ledger, take_back
from wiki.digests.delivery.readers import gather
from wiki.digests.delivery.sending import Limits, send_waiting
from wiki.digests.delivery.transport import Answer, End
from wiki.digests.models import Delivery, Mailing, Rendering

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def mailing(newsroom: Newsroom) -> Mailing:
    for name in ("Ana", "Bob", "Eva"):
        newsroom.subscriber(name)
    made = newsroom.send(newsroom.digest())
    gather(made)
    return made


def rendering(mailing: Mailing) -> int:
    return Rendering.objects.create(mailing=mailing, key="k", items=[]).pk


def test_two_runs_never_hold_the_same(mailing: Mailing) -> None:
    first, second = Ledger(), Ledger()
    mine, theirs = first.claim(mailing, most=2), second.claim(mailing, most=9)
    assert (len(mine), len(theirs)) == (2, 1)
    assert not {row.pk for row in mine} & {row.pk for row in theirs}
    assert first.claim(mailing, most=9) == []


def test_what_a_dead_run_held(mailing: Mailing) -> None:
    dead = Ledger()
    leaving, claimed, _third = dead.claim(mailing, most=3)
    assert dead.leaving(leaving, rendering(mailing))
    assert take_back(before=timezone.now() - LEASE) == (0, 0), "it may only be slow"
    Delivery.objects.update(claimed_at=timezone.now() - LEASE - timedelta(seconds=1))
    assert take_back(before=timezone.now() - LEASE) == (2, 1)
    leaving.refresh_from_db()
    assert (leaving.state, leaving.code) == (State.UNKNOWN, "interrupted")
    assert not dead.leaving(claimed, rendering_again(mailing)), "it is somebody else's by now"


def rendering_again(mailing: Mailing) -> int:
    return Rendering.objects.get(mailing=mailing).pk


def test_where_a_pace_is_set_one_run_goes_on(
    mailing: Mailing, postmaster: Postmaster, settings: Any
) -> None:
    settings.DIGESTS_PER_MINUTE = 6_000
    other = Ledger()
    (row,) = other.claim(mailing, most=1)
    tally = send_waiting()
    assert (tally.done, tally.elsewhere) == (0, True)
    assert Delivery.objects.filter(state=State.CLAIMED).get() == row
    settings.DIGESTS_PER_MINUTE = 0
    assert send_waiting(Limits(messages=1)).sent == 1
    settings.DIGESTS_PER_MINUTE = 6_000
    Delivery.objects.filter(pk=row.pk).update(claimed_at=timezone.now() - timedelta(seconds=31))
    assert send_waiting().sent == 1, "the other one is over"
    row.refresh_from_db()
    assert row.state == State.CLAIMED, "and what it held is not sent before its lease ends"


def test_a_slow_run_tells_after_all(mailing: Mailing) -> None:
    slow = Ledger()
    (row, *_rest) = slow.claim(mailing, most=3)
    slow.leaving(row, rendering(mailing))
    take_back(before=timezone.now() + timedelta(seconds=1))
    slow.ended(row, Answer(End.SENT, "250"), email="ana@example.org")
    slow.flush()
    row.refresh_from_db()
    assert (row.state, row.code) == (State.SENT, "250")


def test_an_outcome_is_written_with_the_next_mark(
    mailing: Mailing, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    run = Ledger()
    first, second, _third = run.claim(mailing, most=3)
    place = rendering(mailing)
    run.leaving(first, place)
    run.ended(first, Answer(End.SENT, "250"), email="ana@example.org")
    with django_assert_num_queries(4):  # two statements in one transaction
        run.leaving(second, place)
    first.refresh_from_db()
    assert first.state == State.SENT


def test_gathering_may_be_interrupted_and_repeated(mailing: Mailing) -> None:
    Delivery.objects.first().delete()  # type: ignore[union-attr]
    assert gather(mailing) == 1
    assert gather(mailing) == 0
    assert Delivery.objects.count() == 3
