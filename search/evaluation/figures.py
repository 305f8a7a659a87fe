"""The figures of one engine on one set, asked in one way."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from search.evaluation import metrics
from search.evaluation.sets import Question

#: Gives the ids of the texts found, best first, at most ten.
Answer = Callable[[str], Sequence[str]]
#: Questions asked before the clock starts: files are open, caches and code are warm.
WARM_UP = 30
#: Questions asked of an engine that is too slow for all of them.
SAMPLE = 12


class DifferentAnswer(Exception):  # noqa: N818  (named after the situation)
    """The quick way to ask an engine does not give what the engine itself gives."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over all questions, between 0 and 1; times in ms for one question."""

    name: str
    language: str
    engine: str
    variant: str
    queries: int
    ndcg_at_10: float
    recall_at_10: float
    mrr: float
    p_at_1: float
    #: Share of questions to which nothing at all was found.
    empty: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: a set by its name and language, an engine, a way to ask."""

    name: str
    language: str
    engine: str
    variant: str


def warm_up(questions: Sequence[Question], answer: Answer) -> None:
    """Ask some questions spread over all of them, for nothing."""
    for question in _spread(questions, WARM_UP):
        answer(question.text)


def _spread(questions: Sequence[Question], count: int) -> Sequence[Question]:
    step = max(1, len(questions) // count)
    return questions[::step][:count]


def measured(subject: Subject, questions: Iterable[Question], answer: Answer) -> Figures:
    """Ask every question once."""
    rows: list[tuple[float, ...]] = []
    for question in questions:
        started = time.perf_counter()
        found = answer(question.text)
        took = 1000 * (time.perf_counter() - started)
        grades = question.grades
        rows.append(
            (
                metrics.ndcg(found, grades),
                metrics.recall(found, grades),
                metrics.reciprocal_rank(found, grades),
                metrics.first_is_right(found, grades),
                float(not found),
                took,
            )
        )
    columns = list(zip(*rows, strict=True)) or [()] * 6
    ndcg, recall, mrr, first, empty = (fmean(column or (0.0,)) for column in columns[:5])
    return Figures(
        name=subject.name,
        language=subject.language,
        engine=subject.engine,
        variant=subject.variant,
        queries=len(rows),
        ndcg_at_10=ndcg,
        recall_at_10=recall,
        mrr=mrr,
        p_at_1=first,
        empty=empty,
        p50_ms=metrics.percentile(columns[5], 0.5),
        p95_ms=metrics.percentile(columns[5], 0.95),
    )


def timed_on_sample(
    figures: Figures, questions: Sequence[Question], quick: Answer, slow: Answer
) -> Figures:
    """The figures found the quick way, with the times that the engine itself takes.

    Both must answer a sample of the questions alike. Raises DifferentAnswer.
    """
    times = []
    for question in _spread(questions, SAMPLE):
        started = time.perf_counter()
        found = list(slow(question.text))
        times.append(1000 * (time.perf_counter() - started))
        if found != list(quick(question.text)):
            raise DifferentAnswer(question.text)
    return replace(
        figures,
        p50_ms=metrics.percentile(times, 0.5),
        p95_ms=metrics.percentile(times, 0.95),
    )
