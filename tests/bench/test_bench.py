"""The bench runs and its results are well formed; how fast anything is, no test may judge."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from home.models import HomePage
from search.models import OutboxEntry
from tests import factories
from tests.bench import corpus
from tests.bench.measures import engines
from tests.bench.memory_use import resident
from tests.bench.ours import searching
from tests.bench.report import svg, table
from tests.bench.results import Line, Results, Target
from tests.bench.servers import Servers
from tests.bench.sides import CannotMeasureError
from tests.bench.timing import Span, summary
from tests.bench.warming import in_rounds
from tests.bench.words import vocabulary
from tests.conftest import need
from tests.databases import database_url
from wiki.communities.models import CommunityPage

ROOT = Path(__file__).resolve().parents[2]
ELASTICSEARCH_URL = os.environ.get("TEST_ELASTICSEARCH_URL", "")


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600,
    )  # fmt: skip


def test_a_small_run_gives_well_formed_results(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    run = bench("guide", "import", "search", "--pages", "12", "--json", str(file))
    assert run.returncode in (0, 1), run.stderr
    results = json.loads(file.read_text())
    assert results["failures"] == {}
    lines = results["lines"]
    assert {line["measure"] for line in lines} == {"guide", "import", "search"}
    assert all(line["ours"] > 0 for line in lines)
    assert all(line["stock"] for line in lines if line["target"])
    assert run.returncode == (0 if results["met"] else 1)


def test_help_teaches() -> None:
    told = bench("--help").stdout
    assert all(
        name in told
        for name in ("guide", "import", "search", "memory", "engines", "--pages", "--json")
    )


def test_an_unknown_measure_is_one_clear_line() -> None:
    run = bench("speed")
    assert run.returncode == 2
    assert "no measure is called speed" in run.stderr


def test_articles_are_the_same_in_every_run() -> None:
    assert corpus.article(7) == corpus.article(7)
    assert corpus.article(7) != corpus.article(8)
    assert len(vocabulary()) == len(set(vocabulary())) == 1_000


def test_queries_stand_in_a_tenth_of_the_pages() -> None:
    pages = list(corpus.articles(600))
    for word in corpus.queries(600).words:
        share = sum(word in page.words for page in pages) / len(pages)
        assert 0.04 < share < 0.16  # accents count here, not there


def test_a_missed_target_is_told() -> None:
    slow = Line("guide", "warm", "ms", ours=9, stock=10, target=Target(0.5))
    fat = Line("memory", "held", "MB", ours=301, target=Target(300, of="value"))
    good = Line("import", "all", "s", ours=1, stock=10, target=Target(0.2), note="as agreed")
    results = Results([slow, fat, good])
    assert not results.met
    assert table(results).count("MISSED") == 2
    assert Results([good]).met
    assert not Results([good], failures={"search": "no index"}).met
    assert "no index" in table(Results([good], failures={"search": "no index"}))


def test_bars_are_valid_svg() -> None:
    lines = [Line("guide", "a < b", "ms", ours=1, stock=2), Line("memory", "held", "MB", ours=3)]
    drawn = ET.fromstring(svg(Results(lines)))
    assert len(drawn.findall("{http://www.w3.org/2000/svg}rect")) == 2


def test_growth_is_drawn_once_two_sizes_are_known() -> None:
    few, many = (
        Line("results", "words", "ms", ours=ours, stock=stock, series="a < b", pages=pages)
        for ours, stock, pages in ((2, 20, 10_000), (4, 900, 100_000))
    )
    alone = Line("results", "words", "ms", ours=1, stock=2, series="one size", pages=10_000)
    drawn = ET.fromstring(svg(Results([many, few, alone])))
    space = "{http://www.w3.org/2000/svg}"
    told = [text.text for text in drawn.iter(f"{space}text")]
    assert told.count("a < b") == 1
    assert "one size" not in told
    assert {"10,000 pages", "100,000 pages", "stock 900 ms", "ours 2.00 ms"} <= set(told)
    ours, stock = (
        [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]
        for line in drawn.iter(f"{space}polyline")
    )
    assert ours[0][0] == stock[0][0] < ours[1][0], "the smaller size on the left"
    assert ours[0][1] > ours[1][1] > stock[0][1] > stock[1][1], "what is slower is higher"
    _x, _y, _width, height = map(float, drawn.attrib["viewBox"].split())
    assert height > ours[0][1]


def test_summary_is_median_and_nearest_rank() -> None:
    assert summary([3, 1, 2]) == summary([1, 2, 3])
    told = summary(list(range(1, 101)))
    assert (told.median, told.p95) == (50.5, 95)


class Asked:
    """Stands in for a side: notes what it is asked, and answers all the same."""

    def __init__(self, answer: object = None) -> None:
        self.answer = answer
        self.commands: list[str] = []

    def ask(self, command: str, **_arguments: object) -> Any:
        self.commands.append(command)
        return self.answer


def test_every_side_is_asked_in_rounds_before_it_is_measured() -> None:
    side: Any = Asked()
    commands: list[Any] = [("searching.search", {}), ("searching.suggestions", {"count": 8})]
    assert in_rounds(side, commands, rounds=3, seconds=60) == 3
    assert side.commands == ["searching.search", "searching.suggestions"] * 3


def test_rounds_end_when_their_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(100))
    monkeypatch.setattr("tests.bench.warming.time.monotonic", lambda: next(seconds))
    side: Any = Asked()
    assert in_rounds(side, [("searching.search", {})] * 4, rounds=20, seconds=6.5) == 1.5


def test_rebuilds_stand_beside_both_of_stock() -> None:
    sides = {"elastic": 2.0, "embedded": 1.0, "stock_elasticsearch": 10.0, "stock_postgresql": 4.0}
    sites: Any = SimpleNamespace(**{name: Asked(Span(took)) for name, took in sides.items()})
    told = {line.what: (line.ours, line.stock) for line in engines._rebuilds(sites, 500)}
    assert told == {
        "Elasticsearch, 500 pages": (2.0, 10.0),
        "Elasticsearch, 500 pages, beside stock on PostgreSQL": (2.0, 4.0),
        "embedded, 500 pages": (1.0, 10.0),
        "embedded, 500 pages, beside stock on PostgreSQL": (1.0, 4.0),
    }


@pytest.mark.parametrize(("seen", "lines"), [(1_400.0, 3), (None, 2)])
def test_a_server_that_is_not_seen_has_no_resident_memory(seen: float | None, lines: int) -> None:
    servers: Any = SimpleNamespace(
        megabytes_in_memory=lambda: 700.0, megabytes_resident=lambda: seen
    )
    sites: Any = SimpleNamespace(embedded=Asked(270.0))
    told = [line.ours for line in engines._memory(sites, servers, 500)]
    assert len(told) == lines
    assert (seen in told) == (seen is not None)


def test_resident_memory_is_that_of_the_named_program() -> None:
    here = resident(os.getpid(), running="python")
    assert here is None or here > 10  # there is no /proc everywhere
    assert resident(os.getpid(), running="org.example.Other") is None
    assert resident(2**30, running="python") is None


@pytest.mark.elasticsearch
def test_memory_of_a_real_server() -> None:
    need(ELASTICSEARCH_URL, 'Elasticsearch is missing: eval "$(.ci/elasticsearch)"')
    servers = Servers(postgresql="", elasticsearch=ELASTICSEARCH_URL)
    held = servers.megabytes_resident()
    assert held is None or held > 100


def test_nothing_waits_once_the_index_is_built(home: HomePage) -> None:
    OutboxEntry.objects.create(page_id=home.pk)
    searching.build_index()
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_suggestions_come_from_a_real_server(
    community: CommunityPage, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    factories.guide(community, title="Animer une réunion")
    searching.build_index()
    settings.VAR_DIR = tmp_path
    for name, value in {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": database_url(),
        "SEARCH_INDEX_DIR": str(settings.SEARCH_INDEX_DIR),
    }.items():
        monkeypatch.setenv(name, value)
    answers = searching.suggestions_served(count=1)
    assert [answer.ms > 0 for answer in answers] == [True]
    monkeypatch.setenv("SEARCH_INDEX_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setattr("tests.bench.ours.serving.PATIENCE", 0)
    with pytest.raises(CannotMeasureError, match="missing"):
        searching.suggestions_served(count=1)
