"""Draws how a figure grows with the number of pages: ours and stock's, both axes logarithmic."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape

from tests.bench.results import Line, number

#: Heights and widths of one chart, in the units of the drawing; charts side by side.
CHART, WIDTH, HEIGHT, BESIDE = 200, 210, 110, 2
OURS, STOCK = "#1f5fbf", "#6b7078"


def curves(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each series that was measured at two sizes or more, smallest first."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.series:
            found[line.series].append(line)
    return {
        series: sorted(points, key=lambda line: line.pages)
        for series, points in found.items()
        if len({line.pages for line in points}) > 1
    }


def chart(series: str, lines: Sequence[Line], *, top: int, left: int = 0) -> list[str]:
    """One chart: a curve for ours, one for stock if it has any, the figures beside their points."""
    values = [value for line in lines for value in (line.ours, line.stock) if value]
    high = math.log(max(values))
    low = min(math.log(min(values)), high - math.log(10))  # a tenth more is no mountain
    first, last = math.log(lines[0].pages), math.log(lines[-1].pages)
    base = top + 44

    def place(pages: int, value: float) -> tuple[float, float]:
        across = (math.log(pages) - first) / (last - first)
        up = (math.log(value) - low) / (high - low)
        return round(left + 30 + WIDTH * across, 1), round(base + HEIGHT * (1 - up), 1)

    parts = [f'<text x="{left}" y="{top + 16}" font-weight="600">{escape(series)}</text>']
    for name, colour, points in (
        ("ours", OURS, [(line.pages, line.ours) for line in lines]),
        ("stock", STOCK, [(line.pages, line.stock) for line in lines if line.stock]),
    ):
        placed = [place(*point) for point in points]
        path = " ".join(f"{x},{y}" for x, y in placed)
        if path:
            parts.append(
                f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
            )
        for (x, y), (_pages, value) in zip(placed, points, strict=True):
            told = escape(f"{name} {number(value, lines[0].unit)}")
            parts += [
                f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>',
                f'<text x="{x + 6}" y="{y - 5}" font-size="11" fill="{colour}">{told}</text>',
            ]
    for line in lines:
        x, _y = place(line.pages, line.ours)
        parts.append(
            f'<text x="{x}" y="{base + HEIGHT + 22}" text-anchor="middle" font-size="11" '
            f'fill="#444">{line.pages:,} pages</text>'
        )
    return parts
