"""All sets asked of all engines, one after the other."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from search.evaluation.figures import Figures
from search.evaluation.report import Report
from search.evaluation.sets import RelevanceSet
from search.evaluation.stock import sides
from search.evaluation.throwaway import NoDatabase, ProcessFailed
from wiki.importers.evaluation.runs import Plan, ask_product, ask_stock, prepared

#: Told of the figures of one engine on one set as soon as they are there.
Found = Callable[[list[Figures]], None]


def measure_all(
    sets: Iterable[tuple[RelevanceSet, str]],
    plan: Plan,
    *,
    place: Path,
    report: Report,
    found: Found,
) -> None:
    """Fill the report; what cannot be measured is noted there."""
    others = _others(plan, report) if plan.stock else []
    for number, (collection, language) in enumerate(sets):
        with (
            _noted(report, collection.name),
            prepared(
                collection, language, place=place / str(number), server=plan.servers.site
            ) as asked,
        ):
            for engine in plan.engines:
                with _noted(report, f"{collection.name}, {engine}"):
                    found(ask_product(asked, engine, plan))
        for side in others:
            server = plan.servers.postgresql if side == sides.POSTGRESQL else ""
            with (
                _noted(report, f"{collection.name}, {side}"),
                prepared(collection, language, place=place / side, server=server) as asked,
            ):
                found(ask_stock(asked, side, plan))


@contextmanager
def _noted(report: Report, what: str) -> Iterator[None]:
    """What fails is noted, and the rest is measured all the same."""
    try:
        yield
    except (NoDatabase, ProcessFailed) as error:
        report.fail(f"{what} could not be measured: {error}")


def _others(plan: Plan, report: Report) -> list[str]:
    """The engines of others whose servers answer; the report says which are missing."""
    missing = {sides.POSTGRESQL: plan.servers.why_no_postgresql()}
    reason = plan.servers.why_no_elasticsearch()
    missing |= {side: reason for side, how in sides.SIDES.items() if how.needs_elasticsearch}
    for side, why in missing.items():
        if why:
            report.notes.append(f"{side} is left out: {why}")
    return [side for side in sides.STOCK if not missing.get(side)]
