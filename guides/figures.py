"""Results in figures: how numbers are written, and the bars that compare them.

Pure functions: the geometry is in units of the drawing, the words are in the
active language. Templates draw what they are given.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
#: Units of the drawing. The picture is stretched by its viewBox, never by a style.
WIDTH = 240
BAR_HEIGHT = 8
BAR_GAP = 4
#: A value that is not zero stays visible.
SHORTEST = 2
#: From this ratio people say « multiplied by 3 » rather than « 200 % more ».
MULTIPLE = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: ``x``, ``y``, ``width`` and ``height`` in units of the drawing."""

    role: str
    text: str
    x: int
    y: int
    width: int
    height: int = BAR_HEIGHT


@dataclass(frozen=True, slots=True)
class Figure:
    """A result ready to draw; the text alone says everything."""

    label: str
    before: str
    after: str
    change: str
    comment: str
    bars: tuple[Bar, ...]
    #: Where zero is, when some value is below it; None otherwise.
    zero: int | None
    width: int
    height: int


def written(value: Decimal) -> str:
    """The number as people write it: « 12 500 », « 2,5 », « −3 »; no needless zeros."""
    plain = f"{value.normalize():f}"
    text = str(number_format(plain.lstrip("-"), use_l10n=True, force_grouping=True))
    return f"{MINUS}{text}" if plain.startswith("-") else text


def with_unit(value: Decimal, unit: str) -> str:
    """The number and its unit, never on two lines: « 12 500 personnes », "40%"."""
    if not unit:
        return written(value)
    joined = unit == "%" and not (get_language() or "fr").startswith("fr")
    return f"{written(value)}{'' if joined else NO_BREAK_SPACE}{unit.replace(' ', NO_BREAK_SPACE)}"


def change_in_words(before: Decimal | None, after: Decimal, *, unit: str = "") -> str:
    """What changed: a percentage where one makes sense, a difference elsewhere.

    Percentages of a percentage, of zero or of a negative number mislead, so these
    changes are told in the figure's own unit.
    """
    if before is None:
        return ""
    if after == before:
        return _("no change")
    if unit == "%":
        points = with_unit(abs(after - before), _("points"))
        return (_("%(amount)s more") if after > before else _("%(amount)s less")) % {
            "amount": points
        }
    if before <= 0 or after < 0:
        amount = with_unit(abs(after - before), unit)
    elif after / before >= MULTIPLE:
        return _("multiplied by %(ratio)s") % {"ratio": written(_rounded(after / before))}
    else:
        amount = with_unit(_rounded(abs(after - before) * 100 / before), "%")
    return (_("%(amount)s more") if after > before else _("%(amount)s less")) % {"amount": amount}


def figure(
    label: str,
    after: Decimal,
    *,
    before: Decimal | None = None,
    unit: str = "",
    comment: str = "",
) -> Figure:
    """The result with its bars on one scale that always holds zero."""
    values = [value for value in (before, after) if value is not None]
    low, high = min([*values, Decimal(0)]), max([*values, Decimal(0)])
    span = (high - low) or Decimal(1)
    zero = _units(-low, span)
    bars: list[Bar] = []
    for role, value in (("before", before), ("after", after)):
        if value is None:
            continue
        width = max(_units(abs(value), span), SHORTEST if value else 0)
        x = max(zero - width, 0) if value < 0 else min(zero, WIDTH - width)
        y = len(bars) * (BAR_HEIGHT + BAR_GAP)
        bars.append(Bar(role, with_unit(value, unit), x, y, width))
    return Figure(
        label=label,
        before=with_unit(before, unit) if before is not None else "",
        after=with_unit(after, unit),
        change=change_in_words(before, after, unit=unit),
        comment=comment,
        bars=tuple(bars),
        zero=zero if low < 0 else None,
        width=WIDTH,
        height=len(bars) * BAR_HEIGHT + (len(bars) - 1) * BAR_GAP,
    )


def _units(part: Decimal, span: Decimal) -> int:
    return int((part * WIDTH / span).quantize(Decimal(1), ROUND_HALF_UP))


def _rounded(value: Decimal) -> Decimal:
    """Whole from ten on, one decimal below, never rounded down to nothing."""
    step = Decimal(1) if value >= 10 else Decimal("0.1")
    return max(value.quantize(step, ROUND_HALF_UP), Decimal("0.1"))
