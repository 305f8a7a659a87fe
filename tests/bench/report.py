"""Writes results for people: a table, or bars in SVG."""

import math
from html import escape

from tests.bench.growth import BESIDE, CHART, OURS, STOCK, chart, curves
from tests.bench.results import Line, Results, machine, number

HEADER = ("", "ours", "stock", "ours/stock", "target", "")
VERDICTS = {True: "met", False: "MISSED", None: ""}


def _target(line: Line) -> str:
    if line.target is None:
        return ""
    unit = "" if line.target.of == "ratio" else f" {line.unit}"
    return f"≤ {line.target.at_most:g}{unit}"


def _row(line: Line) -> tuple[str, ...]:
    return (
        f"{line.measure}: {line.what}",
        number(line.ours, line.unit),
        number(line.stock, line.unit),
        number(line.ratio),
        _target(line),
        VERDICTS[line.met],
    )


def table(results: Results) -> str:
    """All lines aligned, then notes and failures."""
    rows = [HEADER, *map(_row, results.lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
    out = ["Recueil beside stock Wagtail: " + ", ".join(f"{k} {v}" for k, v in machine().items())]
    for row in rows:
        first, *others = row
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        out.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    notes = dict.fromkeys(f"{line.measure}: {line.note}" for line in results.lines if line.note)
    out += ["", *notes] if notes else []
    for measure, reason in results.failures.items():
        out += ["", f"{measure}: could not be measured. {reason}"]
    verdict = "every target met" if results.met else "not every target met"
    return "\n".join([*out, "", f"{verdict}, {results.seconds:.0f} s"])


#: The drawing's width, a full bar, and the height of a line: its words above its two bars.
WIDTH, BAR, ROW = 720, 600, 66


def svg(results: Results) -> str:
    """Two bars for each line that has a stock figure, each pair on its own scale; then growth."""
    compared = [line for line in results.lines if line.stock]
    charts = curves(results.lines)
    top = ROW * len(compared) + 20
    height = top + math.ceil(len(charts) / BESIDE) * CHART
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="system-ui, sans-serif" font-size="13" role="img" style="background:#fff" '
        'aria-label="Recueil beside stock Wagtail">'
    )
    parts = [opening]
    for position, line in enumerate(compared):
        parts += _bars(line, top=10 + position * ROW)
    for position, (series, lines) in enumerate(charts.items()):
        down, across = divmod(position, BESIDE)
        parts += chart(series, lines, top=top + down * CHART, left=10 + across * (WIDTH // BESIDE))
    return "\n".join([*parts, "</svg>", ""])


def _bars(line: Line, *, top: int) -> list[str]:
    assert line.stock is not None
    longest = max(line.ours, line.stock)
    words = escape(f"{line.measure}: {line.what}")
    parts = [f'<text x="10" y="{top + 14}">{words}</text>']
    for offset, value, colour in ((20, line.ours, OURS), (37, line.stock, STOCK)):
        length = max(1, round(BAR * value / longest))
        label = escape(number(value, line.unit))
        parts += [
            f'<rect x="10" y="{top + offset}" width="{length}" height="14" fill="{colour}"/>',
            f'<text x="{length + 16}" y="{top + offset + 12}" fill="#444">{label}</text>',
        ]
    return parts
