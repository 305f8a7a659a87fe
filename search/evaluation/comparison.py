"""Figures beside one another: over other engines, and what a changed question keeps."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.evaluation.figures import Figures
from search.evaluation.metrics import geometric_mean
from search.evaluation.perturb import PERTURBATIONS
from search.evaluation.questions import PLAIN

#: Engines of the product; all others are what they are compared with.
EMBEDDED, ELASTIC = "embedded", "elastic"
OURS = (EMBEDDED, ELASTIC)


@dataclass(frozen=True, slots=True)
class Ratio:
    """The nDCG of ``engine`` divided by that of ``over``, for the questions as they are."""

    #: The set; "" for the geometric mean over all sets of the language.
    name: str
    language: str
    engine: str
    over: str
    ratio: float


@dataclass(frozen=True, slots=True)
class Kept:
    """The share of the plain questions' nDCG that changed ones keep."""

    name: str
    language: str
    engine: str
    variant: str
    share: float


def ratios(figures: Iterable[Figures]) -> list[Ratio]:
    """Of each engine of ours over each other engine, on each set."""
    plain = [one for one in figures if one.variant == PLAIN]
    by_set: dict[str, dict[str, Figures]] = defaultdict(dict)
    for one in plain:
        by_set[one.name][one.engine] = one
    return [
        Ratio(name, ours.language, ours.engine, other.engine, ours.ndcg_at_10 / other.ndcg_at_10)
        for name, engines in by_set.items()
        for ours, other in _pairs(engines)
        if other.ndcg_at_10
    ]


def _pairs(engines: dict[str, Figures]) -> Iterator[tuple[Figures, Figures]]:
    """Ours against the others, and our second engine against the first."""
    own = [name for name in OURS if name in engines]
    others = [name for name in engines if name not in OURS]
    for name in own:
        yield from ((engines[name], engines[other]) for other in others)
    if len(own) == len(OURS):
        yield engines[own[0]], engines[own[1]]


def means(found: Iterable[Ratio]) -> list[Ratio]:
    """The geometric mean of the ratios over the sets of each language."""
    groups: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for one in found:
        groups[one.language, one.engine, one.over].append(one.ratio)
    return [Ratio("", *group, geometric_mean(values)) for group, values in groups.items()]


def kept(figures: Iterable[Figures]) -> list[Kept]:
    """What each change of the questions leaves of the nDCG, for every engine."""
    figures = list(figures)
    plain = {(one.name, one.engine): one.ndcg_at_10 for one in figures if one.variant == PLAIN}
    return [
        Kept(one.name, one.language, one.engine, one.variant, one.ndcg_at_10 / before)
        for one in figures
        if one.variant in PERTURBATIONS and (before := plain.get((one.name, one.engine)))
    ]
