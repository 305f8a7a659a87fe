"""Keeps a server that does not answer from slowing every page.

After some failures in a row it opens: calls fail at once, without the server being
asked. After a while one call goes through as a trial; it closes the breaker again or
makes the wait twice as long. One per server and process; threads may share it.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from search.deadline import within
from search.errors import TO_REBUILD, EntriesRefused, IndexBusy, SearchUnavailable

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

#: Failures that an answering server tells: no reason to leave it alone.
ANSWERED = (EntriesRefused, IndexBusy, *TO_REBUILD)
#: Failures in a row after which it opens; fewer would let a single restart of a node close
#: the search, and each costs a refused connection, some milliseconds.
FAILURES = 3
#: Seconds after which one failure is enough: it was waited for, and the next would be too.
#: Less than whoever saves waits at most, so that one save tells the others.
COSTLY = 0.5
#: Seconds until the first trial, and the longest wait between two.
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
#: Seconds that a trial may take: somebody's page waits for it.
TRIAL = 1.0


@dataclass
class Breaker:
    """Counts failures (``SearchUnavailable``) and decides who may call."""

    #: Seconds that only grow; tests bring their own.
    clock: Callable[[], float] = time.monotonic
    _failures: int = 0
    #: Wait before the next trial; 0 while closed.
    _wait: float = 0.0
    _retry_at: float = 0.0
    _trying: bool = False
    _reason: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_open(self) -> bool:
        """Whether a call made now would fail without the server being asked."""
        with self._lock:
            return self._refuses()

    def call(self, function: Callable[[], Result]) -> Result:
        """What ``function`` gives. Raises ``SearchUnavailable`` at once while open."""
        with self._lock:
            if self._refuses():
                raise SearchUnavailable(f"left alone for a while: {self._reason}")
            trial = self._trying = bool(self._wait)
        started = self.clock()
        try:
            result = self._on_trial(function) if trial else function()
        except ANSWERED:
            self._answered()
            raise
        except SearchUnavailable as error:
            self._failed(str(error), costly=self.clock() - started >= COSTLY)
            raise
        finally:
            # Whatever else was raised says nothing of the server: the next call is the trial.
            if trial:
                self._trying = False
        self._answered()
        return result

    def _refuses(self) -> bool:
        return bool(self._wait) and (self._trying or self.clock() < self._retry_at)

    def _on_trial(self, function: Callable[[], Result]) -> Result:
        with within(TRIAL):
            return function()

    def _answered(self) -> None:
        with self._lock:
            if self._wait:
                logger.info("search.breaker.closed")
            self._failures, self._wait, self._reason = 0, 0.0, ""

    def _failed(self, reason: str, *, costly: bool) -> None:
        with self._lock:
            self._failures += 1
            self._reason = reason
            if self._failures < FAILURES and not costly and not self._wait:
                return
            if not self._wait or self._trying:
                self._wait = min(LONGEST_WAIT, 2 * self._wait or FIRST_WAIT)
            self._retry_at = self.clock() + self._wait
            logger.warning(
                "search.breaker.open", extra={"seconds": self._wait, "failures": self._failures}
            )
