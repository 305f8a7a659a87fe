"""A reader asks a question: the results page."""

from collections.abc import Sequence

from tests.bench.corpus import queries
from tests.bench.progress import steps
from tests.bench.results import Line, Target
from tests.bench.sides import CannotMeasureError, Side, Workspace
from tests.bench.timing import Answer, Span, summary

PAGES = 10_000
#: Seconds after which a stock query is cut off and counts as that long.
LIMIT = 15.0
#: Seconds of stock queries per kind of question: the bench must end.
BUDGET = 45.0
OURS_PER_STOCK = 3
TARGET = Target(0.2)


def run(workspace: Workspace, *, pages: int | None) -> list[Line]:
    """One word, two words, a question in full; the two indexes' building times beside them."""
    pages = pages or PAGES
    asked = queries(pages)
    with workspace.side("stock") as stock, workspace.side("ours") as ours:
        stock.ask("site.fill", pages=pages)
        ours.ask("site.fill", pages=pages)
        updated: Span = stock.ask("searching.build_index")
        rebuilt: Span = ours.ask("searching.build_index")
        _refuse_holes(stock, ours, asked.words)
        return [
            *_compare(stock, ours, asked.words, f"one word, {pages:,} pages"),
            *_compare(stock, ours, asked.pairs, "two words, any of them", operator="or"),
            *_compare(stock, ours, asked.pairs, "two words, stock wants both", target=None),
            *_compare(stock, ours, asked.questions, "question, any of its words", operator="or"),
            Line("search", "build the index", "s", rebuilt.seconds, updated.seconds),
        ]


def _refuse_holes(stock: Side, ours: Side, words: Sequence[str]) -> None:
    """An index that lacks pages or texts would be fast for the wrong reason."""
    for word in words:
        theirs = stock.ask("searching.found", question=word)
        own = ours.ask("searching.found", question=word)
        if own < theirs:
            raise CannotMeasureError(f"« {word} »: {own} pages found, stock finds {theirs}")


def _compare(
    stock: Side,
    ours: Side,
    texts: Sequence[str],
    kind: str,
    *,
    operator: str = "and",
    target: Target | None = TARGET,
) -> list[Line]:
    """Every text in turn on both sides until the budget of stock's time is spent."""
    stock.ask("searching.search", questions=[texts[0]], operator=operator, limit=LIMIT)
    ours.ask("searching.search", questions=list(texts), limit=LIMIT)
    theirs: list[Answer] = []
    own: list[Answer] = []
    for text in steps(texts, f"search: {kind}", total=len(texts), unit="questions"):
        theirs += stock.ask("searching.search", questions=[text], operator=operator, limit=LIMIT)
        own += ours.ask("searching.search", questions=[text] * OURS_PER_STOCK, limit=LIMIT)
        if sum(answer.ms for answer in theirs) > BUDGET * 1000:
            break
    return _lines(kind, theirs, own, target)


def _lines(
    kind: str, theirs: Sequence[Answer], own: Sequence[Answer], target: Target | None
) -> list[Line]:
    stock, ours = (summary([each.ms for each in many]) for many in (theirs, own))
    cut = sum(answer.cut for answer in theirs)
    note = (
        f"{kind}: {cut} of {len(theirs)} stock queries cut off after {LIMIT:.0f} s" if cut else ""
    )
    return [
        Line("search", f"{kind}, median", "ms", ours.median, stock.median, target, note),
        Line("search", f"{kind}, p95", "ms", ours.p95, stock.p95, target),
    ]
