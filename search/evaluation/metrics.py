"""What a ranking is worth, with the measures of the field.

All look at the first ten results. The gain of a text is its grade and its discount
the logarithm of its rank (Järvelin and Kekäläinen, 2002), as trec_eval computes it.
"""

import math
from collections.abc import Mapping, Sequence

#: Ranks that count: what a reader sees without turning the page.
DEPTH = 10


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """How close the order is to the best possible one, from 0 to 1."""
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(one, 0) for one in found]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades[:DEPTH], start=1))


def recall(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """The share of the expected texts that were found."""
    return len(grades.keys() & set(found[:DEPTH])) / len(grades) if grades else 0.0


def reciprocal_rank(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """1 when the first result was expected, 1/2 when the second was, … 0 when none was."""
    ranks = (rank for rank, one in enumerate(found[:DEPTH], start=1) if one in grades)
    return next((1 / rank for rank in ranks), 0.0)


def first_is_right(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """1 when the first result was expected, else 0."""
    return float(bool(found) and found[0] in grades)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def geometric_mean(values: Sequence[float]) -> float:
    """The mean for ratios; 0 when one of them is."""
    if not values or min(values) <= 0:
        return 0.0
    return math.exp(sum(map(math.log, values)) / len(values))
