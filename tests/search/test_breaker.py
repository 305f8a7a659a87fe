"""A dead server is left alone, tried again later and later, and taken back."""

import threading
import time
from collections.abc import Callable

import pytest

from search.breaker import COSTLY, FAILURES, LONGEST_WAIT, TRIAL, Breaker
from search.deadline import time_left, within
from search.errors import IndexBusy, SearchUnavailable


class Clock:
    """Time that moves when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def refused() -> None:
    raise SearchUnavailable("connection refused")


def answers() -> str:
    return "here"


def fail(breaker: Breaker, times: int = FAILURES) -> None:
    for _ in range(times):
        with pytest.raises(SearchUnavailable, match="refused"):
            breaker.call(refused)


def test_it_opens_after_failures_in_a_row_and_says_why(breaker: Breaker):
    fail(breaker, FAILURES - 1)
    assert breaker.call(answers) == "here"
    fail(breaker, FAILURES - 1)
    assert not breaker.is_open
    fail(breaker, 1)
    assert breaker.is_open
    with pytest.raises(SearchUnavailable, match=r"left alone.*refused"):
        breaker.call(pytest.fail)


def test_a_trial_closes_it(breaker: Breaker, clock: Clock):
    fail(breaker)
    clock.now += 1.0
    assert breaker.call(answers) == "here"
    fail(breaker, FAILURES - 1)
    assert breaker.call(answers) == "here"


def test_the_wait_grows_to_a_bound_and_starts_anew(breaker: Breaker, clock: Clock):
    fail(breaker)
    waits = []
    for _ in range(7):
        before = clock.now
        while breaker.is_open:
            clock.now += 0.5
        waits.append(clock.now - before)
        fail(breaker, 1)
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_WAIT, LONGEST_WAIT]
    clock.now += LONGEST_WAIT
    breaker.call(answers)
    fail(breaker)
    clock.now += 1.0
    assert not breaker.is_open


def test_one_slow_failure_is_enough(breaker: Breaker, clock: Clock):
    def hangs() -> None:
        clock.now += COSTLY
        refused()

    with pytest.raises(SearchUnavailable):
        breaker.call(hangs)
    assert breaker.is_open


def test_only_one_caller_makes_the_trial(breaker: Breaker, clock: Clock):
    fail(breaker)
    clock.now += 1.0
    asking, done = threading.Event(), threading.Event()

    def slow() -> str:
        asking.set()
        done.wait(5)
        return "here"

    trial = threading.Thread(target=breaker.call, args=(slow,))
    trial.start()
    assert asking.wait(5)
    with pytest.raises(SearchUnavailable, match="left alone"):
        breaker.call(pytest.fail)
    done.set()
    trial.join(5)
    assert breaker.call(answers) == "here"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_is_no_outage_neither_opens_nor_blocks(
    breaker: Breaker, clock: Clock, error: type[BaseException]
):
    def broken() -> None:
        raise error

    for _ in range(2 * FAILURES):
        with pytest.raises(error):
            breaker.call(broken)
    assert not breaker.is_open
    fail(breaker)
    clock.now += 1.0
    with pytest.raises(error):
        breaker.call(broken)
    assert breaker.call(answers) == "here", "the next call is the trial"


def test_a_server_that_is_busy_answers(breaker: Breaker):
    def busy() -> None:
        raise IndexBusy("another one writes")

    for _ in range(2 * FAILURES):
        with pytest.raises(IndexBusy):
            breaker.call(busy)
    assert not breaker.is_open


def test_a_trial_is_short(breaker: Breaker, clock: Clock):
    def left() -> float:
        return time_left(60)

    assert breaker.call(left) == 60
    fail(breaker)
    clock.now += 1.0
    assert breaker.call(left) <= TRIAL


def test_the_nearest_deadline_counts():
    def left_inside(*seconds: float) -> float:
        if not seconds:
            return time_left(50)
        with within(seconds[0]):
            return left_inside(*seconds[1:])

    ask: Callable[..., float] = left_inside
    assert ask() == 50
    assert 9 < ask(30, 10) <= 10
    assert 9 < ask(10, 30) <= 10
    with within(0.001):
        time.sleep(0.002)
        assert time_left() == 0
    assert time_left(7) == 7
