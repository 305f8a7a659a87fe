"""``manage.py search_eval``, run as people run it: from a clone without a database."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from elasticsearch import Elasticsearch

from search.evaluation.throwaway import PREFIX
from tests.conftest import need
from tests.search.conftest import ELASTICSEARCH_URL
from tests.search.evaluation.made import ANSWERS, write_set

ROOT = Path(__file__).resolve().parents[3]
POSTGRESQL_URL = os.environ.get("TEST_POSTGRESQL_URL", "")
if not POSTGRESQL_URL and os.environ.get("DATABASE_URL", "").startswith("postgres"):
    POSTGRESQL_URL = os.environ["DATABASE_URL"]
#: A busy machine of two cores takes its time to make some databases.
PATIENCE = 600


@dataclass
class Ended:
    """A command that has run."""

    pid: int
    status: int
    output: str
    errors: str


def start(tmp_path: Path, *arguments: object) -> subprocess.Popen[str]:
    temporary = tmp_path / "temporary"
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "manage.py", "search_eval", *map(str, arguments)],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "VAR_DIR": str(tmp_path / "var"),
            "TMPDIR": str(temporary),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def search_eval(tmp_path: Path, *arguments: object) -> Ended:
    with start(tmp_path, *arguments) as process:
        output, errors = process.communicate(timeout=PATIENCE)
    return Ended(process.pid, process.returncode, output, errors)


def left(tmp_path: Path, pid: int) -> list[str]:
    """What a process has left behind: files, indexes, databases."""
    found = [path.name for path in (tmp_path / "temporary").iterdir()]
    found += [name for name in ("db.sqlite3", "index") if (tmp_path / "var" / name).exists()]
    if ELASTICSEARCH_URL:
        with Elasticsearch(ELASTICSEARCH_URL) as client:
            found += client.indices.get(index=f"*{PREFIX}{pid}_*", allow_no_indices=True)
    if POSTGRESQL_URL:
        with psycopg.connect(POSTGRESQL_URL) as connection:
            names = connection.execute("SELECT datname FROM pg_database").fetchall()
        found += [name for (name,) in names if name.startswith(f"{PREFIX}{pid}_")]
    return found


def figures(path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    values = json.loads(path.read_text())
    return {(one["engine"], one["variant"]): one for one in values["sets"]}


def test_a_set_is_measured_beside_stock_and_nothing_stays(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "small", answers=[*ANSWERS, ("of another set", "a", 1)])
    result = tmp_path / "figures.json"
    nowhere = ("--elasticsearch-url", "http://127.0.0.1:9")
    done = search_eval(
        tmp_path, folder, "--stock", "--titles", "--perturb", "accents", *nowhere, "--json", result
    )
    assert done.status == 0, done.errors
    assert "small: 3 texts, 3 questions; french, as the texts show" in done.output
    assert "1 judgements of unknown questions are left out" in done.output
    assert "stock-postgresql is left out: no server is named" in done.output
    assert "stock-elasticsearch is left out: nothing answers at 127.0.0.1:9" in done.output
    found = figures(result)
    assert {engine for engine, _variant in found} == {"embedded", "stock-sqlite"}
    assert {variant for _engine, variant in found} == {"plain", "titles", "accents"}
    assert found["embedded", "plain"]["ndcg_at_10"] == 1.0
    assert found["embedded", "titles"]["p_at_1"] == 1.0
    assert found["stock-sqlite", "plain"]["ndcg_at_10"] > 0
    assert left(tmp_path, done.pid) == []


def test_servers_are_left_as_they_were(tmp_path: Path) -> None:
    need(
        ELASTICSEARCH_URL, 'Elasticsearch is missing: start one with `eval "$(.ci/elasticsearch)"`'
    )
    folder, result = write_set(tmp_path / "small"), tmp_path / "figures.json"
    servers = ["--elasticsearch-url", ELASTICSEARCH_URL]
    expected = {"elastic", "stock-sqlite", "stock-elasticsearch", "builtin-elasticsearch"}
    if POSTGRESQL_URL:
        servers += ["--postgresql-url", POSTGRESQL_URL]
        expected.add("stock-postgresql")
    done = search_eval(
        tmp_path, folder, "--engine", "elastic", "--stock", *servers, "--json", result
    )
    assert done.status == 0, done.errors
    found = figures(result)
    assert {engine for engine, _variant in found} == expected
    assert found["elastic", "plain"]["ndcg_at_10"] == 1.0
    assert found["builtin-elasticsearch", "plain"]["ndcg_at_10"] > 0.5
    assert left(tmp_path, done.pid) == []


def test_a_run_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    with start(tmp_path, write_set(tmp_path / "small")) as process:
        deadline = time.monotonic() + PATIENCE
        while not list((tmp_path / "temporary").glob("*/0/job.json")):
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGTERM
    assert left(tmp_path, process.pid) == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "Name at least one folder"),
        (["nowhere"], "nowhere: there is no such folder"),
        (["small", "--json", "nowhere/figures.json"], "There is no folder nowhere"),
    ],
)
def test_wrong_usage_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], reason: str
) -> None:
    write_set(tmp_path / "small")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=reason) as caught:
        call_command("search_eval", *arguments, stdout=StringIO())
    assert caught.value.returncode == 2


def test_the_second_set_is_read_before_the_first_is_measured(tmp_path: Path) -> None:
    good = write_set(tmp_path / "good")
    broken = write_set(tmp_path / "broken", answers=[("q1", "nothing", 1)])
    with pytest.raises(CommandError, match=r"qrels\.tsv, line 2"):
        call_command("search_eval", str(good), str(broken), stdout=StringIO())


def test_a_server_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "small")
    with pytest.raises(CommandError, match=r"nothing answers at 127\.0\.0\.1:9"):
        call_command(
            "search_eval", str(folder), "--engine", "elastic",
            "--elasticsearch-url", "http://127.0.0.1:9", stdout=StringIO(),
        )  # fmt: skip
