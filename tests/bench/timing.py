"""Durations and what is said of many of them. Knows nothing of Django."""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Span:
    """How long something took, in seconds; 0 until it is over."""

    seconds: float = 0.0


@contextmanager
def clock() -> Iterator[Span]:
    """Measures its block."""
    span, start = Span(), time.perf_counter()
    yield span
    span.seconds = time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Reading:
    """One page as a reader got it."""

    ms: float
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One results page; ``cut`` when it did not come within the limit, which ``ms`` then gives."""

    ms: float
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """Median and 95th percentile, in the unit of the values."""

    median: float
    p95: float


def summary(values: Sequence[float]) -> Summary:
    """Of at least one value; the percentile is the nearest rank."""
    ranked = sorted(values)
    rank = max(0, -(-len(ranked) * 95 // 100) - 1)
    return Summary(statistics.median(ranked), ranked[rank])
