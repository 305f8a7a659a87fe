"""Measures of a ranking, against values worked out by hand."""

import math

import pytest

from search.evaluation import metrics

GRADES = {"a": 3, "b": 2, "c": 1}


def test_ndcg_is_one_for_the_best_order_and_zero_for_none() -> None:
    assert metrics.ndcg(["a", "b", "c", "x"], GRADES) == 1.0
    assert metrics.ndcg(["x", "y"], GRADES) == 0.0
    assert metrics.ndcg([], GRADES) == 0.0


def test_ndcg_discounts_each_grade_by_the_logarithm_of_its_rank() -> None:
    best = 3 + 2 / math.log2(3) + 1 / 2
    assert metrics.ndcg(["x", "a", "c"], GRADES) == pytest.approx((3 / math.log2(3) + 1 / 2) / best)


def test_only_the_first_ten_count() -> None:
    late = [*"0123456789", "a"]
    assert metrics.ndcg(late, {"a": 1}) == 0.0
    assert metrics.recall(late, {"a": 1}) == 0.0
    assert metrics.reciprocal_rank(late, {"a": 1}) == 0.0


def test_recall_is_the_share_of_what_was_expected() -> None:
    assert metrics.recall(["c", "x", "a"], GRADES) == pytest.approx(2 / 3)


def test_the_rank_of_the_first_right_result_counts() -> None:
    assert metrics.reciprocal_rank(["x", "y", "b", "a"], GRADES) == pytest.approx(1 / 3)
    assert metrics.first_is_right(["b", "x"], GRADES) == 1.0
    assert metrics.first_is_right(["x", "b"], GRADES) == 0.0


def test_percentiles_are_values_that_occurred() -> None:
    assert metrics.percentile([5, 1, 3, 2, 4], 0.5) == 3
    assert metrics.percentile(range(1, 101), 0.95) == 95
    assert metrics.percentile([], 0.95) == 0.0


def test_geometric_mean_of_ratios() -> None:
    assert metrics.geometric_mean([2.0, 0.5]) == pytest.approx(1.0)
    assert metrics.geometric_mean([1.2, 0.0]) == 0.0
