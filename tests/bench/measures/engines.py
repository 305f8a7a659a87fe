"""Both engines beside stock Wagtail on PostgreSQL and on its own Elasticsearch, as pages grow."""

from dataclasses import replace

from tests.bench.corpus import queries
from tests.bench.engine_sites import ENGINES, Sites, four_sites
from tests.bench.progress import say, steps
from tests.bench.results import Line, Target
from tests.bench.servers import Servers
from tests.bench.sides import Workspace
from tests.bench.timing import Answer, Summary, summary
from tests.bench.warming import warm_up, warm_up_side

SIZES = (10_000, 100_000)
#: Where the embedded engine's own limit is set.
EMBEDDED_SIZE, EMBEDDED_MS = 12_000, 30.0
#: Seconds after which a stock query is cut off and counts as that long; seconds per kind.
LIMIT, BUDGET = 15.0, 40.0
ROUNDS = 3
#: Pages that are closed, and how often the questions are asked with them and without.
RESTRICTIONS, RESTRICTION_TURNS = 40, 3
SUGGESTION_MS = 150.0
TO_POSTGRESQL = Target(0.2)


def run(workspace: Workspace, *, pages: int | None) -> list[Line]:
    """Results pages, suggestions, rebuilds, bytes and memory at each size."""
    servers = Servers.found()
    lines: list[Line] = []
    with four_sites(workspace.folder / "engines", servers) as (sites, prefixes):
        before = 0
        for size in (pages,) if pages else SIZES:
            say(f"engines: {size:,} pages")
            sites.embedded.ask("site.fill", pages=size, start=before)
            sites.stock_postgresql.ask("site.fill", pages=size, start=before)
            lines += _at(sites, servers, prefixes, size)
            before = size
            if size < EMBEDDED_SIZE and not pages:
                lines.append(_embedded_limit(sites, before))
                before = EMBEDDED_SIZE
                sites.stock_postgresql.ask("site.fill", pages=before, start=size)
    return lines


def _at(sites: Sites, servers: Servers, prefixes: dict[str, str], size: int) -> list[Line]:
    """Everything that is measured at one size."""
    return [
        *_rebuilds(sites, size),
        *_results_pages(sites, size, warm=warm_up(sites, size, limit=LIMIT)),
        *_suggestions(sites, size),
        *_restricted(sites, f"{size:,} pages"),
        *_disk(sites, servers, prefixes, size),
        *_memory(sites, servers, size),
    ]


def _rebuilds(sites: Sites, size: int) -> list[Line]:
    """Each side's index made anew, one after the other."""
    elasticsearch, postgresql, own, embedded = (
        getattr(sites, name).ask("searching.build_index").seconds
        for name in ("stock_elasticsearch", "stock_postgresql", "elastic", "embedded")
    )
    at = f"{size:,} pages"
    return [
        Line(
            "rebuild", f"Elasticsearch, {at}", "s", own, elasticsearch, Target(0.2),
            series="rebuild, Elasticsearch", pages=size,
        ),
        Line("rebuild", f"Elasticsearch, {at}, beside stock on PostgreSQL", "s", own, postgresql),
        Line(
            "rebuild", f"embedded, {at}", "s", embedded, elasticsearch,
            series="rebuild, embedded beside stock's", pages=size,
        ),
        Line("rebuild", f"embedded, {at}, beside stock on PostgreSQL", "s", embedded, postgresql),
    ]  # fmt: skip


def _disk(sites: Sites, servers: Servers, prefixes: dict[str, str], size: int) -> list[Line]:
    at = f"{size:,} pages"
    disk = sites.embedded.ask("searching.bytes_on_disk") / 1_000_000
    return [
        Line(
            "disk", f"Elasticsearch, {at}", "MB",
            servers.bytes_on_disk(prefixes["elastic"]) / 1_000_000,
            servers.bytes_on_disk(prefixes["stock"]) / 1_000_000,
            series="on disk, Elasticsearch", pages=size,
        ),
        Line("disk", f"embedded, {at}", "MB", disk, series="on disk, embedded", pages=size),
    ]  # fmt: skip


def _memory(sites: Sites, servers: Servers, size: int) -> list[Line]:
    at = f"{size:,} pages"
    resident = servers.megabytes_resident()
    seen = [] if resident is None else [
        Line(
            "memory of the engines", f"Elasticsearch's server, resident, {at}", "MB", resident,
            note="resident: what the process holds (RSS), its heap whether in use or not, and "
            "files of the indexes that it has mapped",
            series="memory of Elasticsearch's server, resident", pages=size,
        )
    ]  # fmt: skip
    return [
        Line(
            "memory of the engines", f"Elasticsearch's server, {at}", "MB",
            servers.megabytes_in_memory(), note="heap in use and beside it, all indexes together",
            series="memory of Elasticsearch's server", pages=size,
        ),
        *seen,
        Line(
            "memory of the engines", f"process with the embedded engine, {at}", "MB",
            sites.embedded.ask("searching.megabytes"),
            series="memory of a process, embedded", pages=size,
        ),
    ]  # fmt: skip


def _results_pages(sites: Sites, size: int, *, warm: str) -> list[Line]:
    asked = queries(size)
    lines: list[Line] = []
    for kind, texts in (
        ("one word", asked.words), ("two words", asked.pairs), ("question", asked.questions),
    ):  # fmt: skip
        answers = _in_turns(sites, texts, f"engines: {kind}, {size:,} pages")
        postgresql, elasticsearch = (
            summary([each.ms for each in answers[name]])
            for name in ("stock_postgresql", "stock_elasticsearch")
        )
        for engine in ENGINES:
            own = summary([each.ms for each in answers[engine]])
            name = f"{engine}, {kind}"
            lines += _both(f"{name}, stock on PostgreSQL", size, own, postgresql, TO_POSTGRESQL)
            lines += _both(f"{name}, stock on Elasticsearch", size, own, elasticsearch, None)
    return [replace(lines[0], note=warm), *lines[1:]]


def _both(name: str, size: int, own: Summary, stock: Summary, target: Target | None) -> list[Line]:
    at = f"{name}, {size:,} pages"
    return [
        Line(
            "results", f"{at}, median", "ms", own.median, stock.median, target,
            series=name, pages=size,
        ),
        Line("results", f"{at}, p95", "ms", own.p95, stock.p95, target),
    ]  # fmt: skip


def _in_turns(sites: Sites, texts: tuple[str, ...], what: str) -> dict[str, list[Answer]]:
    """Every text on all sites in turn, until the budget of stock's time is spent."""
    found: dict[str, list[Answer]] = {name: [] for name in Sites.__slots__}
    for text in steps(texts, what, total=len(texts), unit="questions"):
        for name in ("stock_postgresql", "stock_elasticsearch"):
            found[name] += getattr(sites, name).ask(
                "searching.search", questions=[text], operator="or", limit=LIMIT
            )
        for name in ENGINES:
            found[name] += getattr(sites, name).ask(
                "searching.search", questions=[text] * ROUNDS, limit=LIMIT
            )
        if sum(each.ms for each in found["stock_postgresql"]) > BUDGET * 1000:
            break
    return found


def _suggestions(sites: Sites, size: int) -> list[Line]:
    lines = []
    limit = Target(SUGGESTION_MS, of="value")
    for name in ENGINES:
        for command, way in (("suggestions", ""), ("suggestions_served", ", over HTTP")):
            answers = getattr(sites, name).ask(f"searching.{command}", count=60)
            told = summary([each.ms for each in answers])
            lines.append(
                Line(
                    "suggestions", f"{name}{way}, {size:,} pages, p95", "ms", told.p95,
                    target=limit, series=f"suggestions, {name}{way}, p95", pages=size,
                )
            )  # fmt: skip
    return lines


def _restricted(sites: Sites, at: str) -> list[Line]:
    """The same questions while 40 pages have a restriction of their own and while none has.

    Without, with, with, without: what a machine does beside them wanders by more than the
    difference.
    """
    texts = list(queries(500).words) * ROUNDS
    without: dict[str, list[float]] = {name: [] for name in ENGINES}
    closed: dict[str, list[float]] = {name: [] for name in ENGINES}
    for _turn in range(RESTRICTION_TURNS):
        _ask_both(sites, texts, without)
        sites.embedded.ask("searching.restrict", count=RESTRICTIONS)
        sites.elastic.ask("searching.catch_up")
        _ask_both(sites, texts, closed)
        _ask_both(sites, texts, closed)
        sites.embedded.ask("searching.unrestrict")
        sites.elastic.ask("searching.catch_up")
        _ask_both(sites, texts, without)
    return [
        Line(
            "restrictions", f"{name}, {at}: with {RESTRICTIONS} restrictions, beside none", "ms",
            summary(closed[name]).median, summary(without[name]).median, Target(1.1),
        )
        for name in ENGINES
    ]  # fmt: skip


def _ask_both(sites: Sites, texts: list[str], into: dict[str, list[float]]) -> None:
    """The milliseconds of each question, added to those of each engine."""
    for name, times in into.items():
        answers = getattr(sites, name).ask("searching.search", questions=texts, limit=LIMIT)
        times += [each.ms for each in answers]


def _embedded_limit(sites: Sites, before: int) -> Line:
    sites.embedded.ask("site.fill", pages=EMBEDDED_SIZE, start=before)
    sites.embedded.ask("searching.build_index")
    warm_up_side(sites, "embedded", EMBEDDED_SIZE, limit=LIMIT)
    asked = queries(EMBEDDED_SIZE)
    texts = [*asked.words, *asked.pairs, *asked.questions] * ROUNDS
    answers: list[Answer] = sites.embedded.ask("searching.search", questions=texts, limit=LIMIT)
    told = summary([each.ms for each in answers])
    limit = Target(EMBEDDED_MS, of="value")
    return Line(
        "embedded", f"results page, {EMBEDDED_SIZE:,} pages, p95", "ms", told.p95, target=limit
    )
