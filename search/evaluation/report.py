"""Writes figures for people and for programs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from search.evaluation.comparison import Kept, Ratio, kept, means, ratios
from search.evaluation.figures import Figures

HEADER = (
    "set", "engine", "asked", "queries", "nDCG@10", "recall@10", "MRR", "P@1", "empty",
    "p50 ms", "p95 ms",
)  # fmt: skip
#: Columns of words; the others are numbers and stand on the right.
WORDS = 3


@dataclass(slots=True)
class Report:
    """All that a run has found so far."""

    figures: list[Figures] = field(default_factory=list)
    #: What could not be measured, and why.
    notes: list[str] = field(default_factory=list)
    failed: bool = False

    def fail(self, note: str) -> None:
        """Something that was asked for is missing from the figures."""
        self.notes.append(note)
        self.failed = True

    def write(self, path: Path) -> None:
        """Everything as JSON."""
        found = ratios(self.figures)
        values: dict[str, Any] = {
            "sets": [_rounded(one) for one in self.figures],
            "ratios": [_rounded(one) for one in found],
            "geometric_means": [_without_name(one) for one in means(found)],
            "kept": [_rounded(one) for one in kept(self.figures)],
            "notes": self.notes,
        }
        path.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n")

    def table(self) -> str:
        """Figures, then ratios, then what changed questions keep, then notes."""
        found = ratios(self.figures)
        parts = [
            aligned([HEADER, *map(_row, self.figures)], words=WORDS),
            _ratio_table([*found, *means(found)]),
            _kept_table(kept(self.figures)),
            "\n".join(self.notes),
        ]
        return "\n\n".join(part for part in parts if part)


def _rounded(values: Any) -> dict[str, Any]:
    return {
        name: round(value, 6) if isinstance(value, float) else value
        for name, value in asdict(values).items()
    }


def _without_name(ratio: Ratio) -> dict[str, Any]:
    values = _rounded(ratio)
    del values["name"]
    return values


def _row(one: Figures) -> tuple[str, ...]:
    shares = (one.ndcg_at_10, one.recall_at_10, one.mrr, one.p_at_1)
    return (
        one.name,
        one.engine,
        one.variant,
        f"{one.queries:,}",
        *(f"{share:.4f}" for share in shares),
        f"{one.empty:.2%}",
        f"{one.p50_ms:.2f}",
        f"{one.p95_ms:.2f}",
    )


def _ratio_table(found: Sequence[Ratio]) -> str:
    """One line for each set and each engine of ours, one column for each engine beside it."""
    if not found:
        return ""
    others = list(dict.fromkeys(one.over for one in found))
    lines = dict.fromkeys((one.name, one.language, one.engine) for one in found)
    by_place = {(one.name, one.language, one.engine, one.over): one.ratio for one in found}
    rows = [
        (
            name or f"geometric mean, {language}",
            engine,
            *(_number(by_place.get((name, language, engine, over))) for over in others),
        )
        for name, language, engine in lines
    ]
    return aligned([("nDCG@10 over", "", *others), *rows], words=2)


def _kept_table(found: Sequence[Kept]) -> str:
    if not found:
        return ""
    variants = list(dict.fromkeys(one.variant for one in found))
    lines = dict.fromkeys((one.name, one.engine) for one in found)
    by_place = {(one.name, one.engine, one.variant): one.share for one in found}
    rows = [
        (*line, *(_number(by_place.get((*line, variant))) for variant in variants))
        for line in lines
    ]
    return aligned([("nDCG@10 kept", "", *variants), *rows], words=2)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def aligned(rows: Iterable[Sequence[str]], *, words: int) -> str:
    """The rows as columns: the first ``words`` to the left, the others to the right."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place < words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
