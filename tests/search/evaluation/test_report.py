"""Figures beside one another, for people and for programs."""

import json
from pathlib import Path

import pytest

from search.evaluation.comparison import kept, means, ratios
from search.evaluation.figures import DifferentAnswer, Figures, Subject, measured, timed_on_sample
from search.evaluation.report import Report
from search.evaluation.sets import Question


def figures(name: str, engine: str, ndcg: float, *, variant: str = "plain") -> Figures:
    language = name.rpartition("-")[2]
    return Figures(name, language, engine, variant, 10, ndcg, 0.5, 0.5, 0.5, 0.0, 1.0, 2.0)


FOUND = [
    figures("faq-fr", "embedded", 0.6),
    figures("faq-fr", "embedded", 0.57, variant="typo"),
    figures("faq-fr", "elastic", 0.66),
    figures("faq-fr", "stock-sqlite", 0.5),
    figures("wiki-fr", "embedded", 0.8),
    figures("wiki-fr", "stock-sqlite", 0.6),
    figures("faq-en", "embedded", 0.9),
    figures("faq-en", "stock-sqlite", 0.0),
]
QUESTIONS = [Question("q1", "one", {"a": 1}), Question("q2", "two", {"b": 1})]


def test_measures_are_means_over_the_questions() -> None:
    subject = Subject("faq-fr", "fr", "embedded", "plain")
    found = measured(subject, QUESTIONS, {"one": ["a"], "two": []}.__getitem__)
    assert (found.queries, found.ndcg_at_10, found.p_at_1, found.empty) == (2, 0.5, 0.5, 0.5)
    assert found.p95_ms >= found.p50_ms > 0


def test_a_quick_way_that_answers_otherwise_is_refused() -> None:
    quick = {"one": ["a"], "two": ["b"]}.__getitem__
    slow = {"one": ["a"], "two": ["c"]}.__getitem__
    with pytest.raises(DifferentAnswer, match="two"):
        timed_on_sample(FOUND[0], QUESTIONS, quick, slow)
    assert timed_on_sample(FOUND[0], QUESTIONS, quick, quick).ndcg_at_10 == FOUND[0].ndcg_at_10


def test_ratios_are_ours_over_the_others_and_over_each_other() -> None:
    found = {(one.name, one.engine, one.over): one.ratio for one in ratios(FOUND)}
    assert found == {
        ("faq-fr", "embedded", "stock-sqlite"): pytest.approx(1.2),
        ("faq-fr", "elastic", "stock-sqlite"): pytest.approx(1.32),
        ("faq-fr", "embedded", "elastic"): pytest.approx(0.6 / 0.66),
        ("wiki-fr", "embedded", "stock-sqlite"): pytest.approx(4 / 3),
    }


def test_means_are_geometric_and_by_language() -> None:
    found = {(one.language, one.engine, one.over): one.ratio for one in means(ratios(FOUND))}
    assert found["fr", "embedded", "stock-sqlite"] == pytest.approx((1.2 * 4 / 3) ** 0.5)
    assert "en" not in {language for language, *_others in found}


def test_what_a_change_keeps_is_a_share_of_the_plain_figure() -> None:
    (one,) = kept(FOUND)
    assert (one.name, one.engine, one.variant) == ("faq-fr", "embedded", "typo")
    assert one.share == pytest.approx(0.95)


def test_the_report_shows_and_writes_everything(tmp_path: Path) -> None:
    report = Report(list(FOUND), ["stock-postgresql is left out: no server"])
    table = report.table()
    for piece in ("faq-fr", "0.5700", "geometric mean, fr", "0.950", "no server"):
        assert piece in table
    report.write(tmp_path / "figures.json")
    values = json.loads((tmp_path / "figures.json").read_text())
    assert values["sets"][0] == {
        "name": "faq-fr", "language": "fr", "engine": "embedded", "variant": "plain",
        "queries": 10, "ndcg_at_10": 0.6, "recall_at_10": 0.5, "mrr": 0.5, "p_at_1": 0.5,
        "empty": 0.0, "p50_ms": 1.0, "p95_ms": 2.0,
    }  # fmt: skip
    assert values["geometric_means"][0] == {
        "language": "fr", "engine": "embedded", "over": "stock-sqlite", "ratio": 1.264911,
    }  # fmt: skip
    assert values["notes"] == report.notes
