"""What cannot be measured is noted; no run ends for it."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from search.evaluation.report import Report
from search.evaluation.sets import read_set
from tests.search.evaluation.made import write_set
from wiki.importers.evaluation.measuring import measure_all
from wiki.importers.evaluation.runs import Plan
from wiki.importers.evaluation.servers import Servers


def test_an_account_that_may_make_no_database_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: Any, **options: Any) -> Any:
        raise psycopg.errors.InsufficientPrivilege("permission denied to create database")

    address = "postgres://reader@127.0.0.1/site"
    servers = Servers(site=address, postgresql=address, elasticsearch="", named=False)
    plan = Plan(("embedded",), ("plain",), servers)
    monkeypatch.setattr(psycopg, "connect", refused)
    report, measured = Report(), []
    collection = read_set(write_set(tmp_path / "small"))
    measure_all([(collection, "fr")], plan, place=tmp_path, report=report, found=measured.append)
    assert report.failed
    assert "small could not be measured: PostgreSQL refuses: permission denied" in report.table()
    assert not measured
