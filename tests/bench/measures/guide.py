"""A reader opens a guide: time and database queries."""

from tests.bench.results import Line, Target
from tests.bench.sides import CannotMeasureError, Workspace
from tests.bench.timing import Reading, summary

PAGES = 500
#: Queries of the stock page; another number would be another baseline.
STOCK_QUERIES = 12
MOST_QUERIES = 15
READ, ROUNDS = 15, 6


def run(workspace: Workspace, *, pages: int | None) -> list[Line]:
    """Warm pages, as readers get them; cold ones, as the first reader after an edit gets them."""
    pages = pages or PAGES
    with workspace.side("stock") as stock, workspace.side("ours") as ours:
        stock.ask("site.fill", pages=pages)
        ours.ask("site.fill", pages=pages)
        count = min(pages, READ)
        stocks, ourss = (
            stock.ask("site.addresses", count=count),
            ours.ask("site.addresses", count=count),
        )
        queries = stock.ask("client.query_count", address=stocks[0])
        if queries != STOCK_QUERIES:
            raise CannotMeasureError(f"the stock page has {queries} queries, not {STOCK_QUERIES}")
        stock.ask("client.read_pages", addresses=stocks)
        ours.ask("client.read_pages", addresses=ourss)
        plain: list[Reading] = []
        warm: list[Reading] = []
        cold: list[Reading] = []
        for _ in range(ROUNDS):  # in turns: a busy moment of the machine hits both
            plain += stock.ask("client.read_pages", addresses=stocks)
            cold += ours.ask("client.read_pages", addresses=ourss, cold=True)
            ours.ask("client.read_pages", addresses=ourss)
            warm += ours.ask("client.read_pages", addresses=ourss)
        ours_queries = ours.ask("client.query_count", address=ourss[0])
    return _lines(plain, warm, cold, ours_queries)


def _lines(
    plain: list[Reading], warm: list[Reading], cold: list[Reading], queries: int
) -> list[Line]:
    stock, hot, first = (summary([each.ms for each in many]) for many in (plain, warm, cold))
    sizes = f"{warm[-1].size / 1000:.0f} kB of HTML against {plain[-1].size / 1000:.0f} kB"
    return [
        Line("guide", "warm cache, median", "ms", hot.median, stock.median, Target(0.5), sizes),
        Line("guide", "warm cache, p95", "ms", hot.p95, stock.p95),
        Line("guide", "empty cache, median", "ms", first.median, stock.median),
        Line(
            "guide", "database queries", "queries", queries, STOCK_QUERIES,
            Target(MOST_QUERIES, of="value"),
        ),
    ]  # fmt: skip
