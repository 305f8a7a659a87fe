"""Draws how a figure grows with the number of pages: ours and stock's, both axes logarithmic."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape

from tests.bench.results import Line

#: Heights and widths of one chart, in the units of the drawing.
CHART, LEFT, WIDTH, HEIGHT = 190, 90, 480, 110
OURS, STOCK = "#1f5fbf", "#8a8f98"


def curves(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each series that was measured at two sizes or more, smallest first."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.series and line.stock:
            found[line.series].append(line)
    return {
        series: sorted(points, key=lambda line: line.pages)
        for series, points in found.items()
        if len({line.pages for line in points}) > 1
    }


def chart(series: str, lines: Sequence[Line], *, top: int) -> list[str]:
    """One chart: a curve for ours, one for stock, the figures beside their points."""
    values = [value for line in lines for value in (line.ours, line.stock or line.ours)]
    low, high = math.log(min(values)), math.log(max(values))
    first, last = math.log(lines[0].pages), math.log(lines[-1].pages)
    base = top + 40

    def place(pages: int, value: float) -> tuple[float, float]:
        across = (math.log(pages) - first) / (last - first)
        up = (math.log(value) - low) / ((high - low) or 1)
        return round(LEFT + WIDTH * across, 1), round(base + HEIGHT * (1 - up), 1)

    parts = [f'<text x="0" y="{top + 16}" font-weight="600">{escape(series)}</text>']
    for name, colour, points in (
        ("ours", OURS, [(line.pages, line.ours) for line in lines]),
        ("stock", STOCK, [(line.pages, line.stock or 0.0) for line in lines]),
    ):
        placed = [place(*point) for point in points]
        path = " ".join(f"{x},{y}" for x, y in placed)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (x, y), (_pages, value) in zip(placed, points, strict=True):
            parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>')
            parts.append(
                f'<text x="{x + 6}" y="{y - 5}" fill="{colour}">{name} {value:,.0f} ms</text>'
            )
    for line in lines:
        x, _y = place(line.pages, line.ours)
        parts.append(
            f'<text x="{x}" y="{base + HEIGHT + 24}" text-anchor="middle" fill="#444">'
            f"{line.pages:,} pages</text>"
        )
    return parts
