"""What a bench found: lines with a ratio and a target, and where they were measured."""

import os
import platform
import sys
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Literal

PACKAGES = ("Django", "wagtail", "tantivy", "elasticsearch", "Markdown")


@dataclass(frozen=True, slots=True)
class Target:
    """What a line must not exceed: the ratio of ours to stock, or our own value."""

    at_most: float
    of: Literal["ratio", "value"] = "ratio"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of ours, with stock's beside it where there is one. Smaller is better."""

    measure: str
    what: str
    unit: str
    ours: float
    stock: float | None = None
    target: Target | None = None
    note: str = ""
    #: What is drawn as it grows, and at how many pages this line was measured.
    series: str = ""
    pages: int = 0

    @property
    def ratio(self) -> float | None:
        """Ours divided by stock."""
        return self.ours / self.stock if self.stock else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target."""
        if self.target is None:
            return None
        value = self.ratio if self.target.of == "ratio" else self.ours
        return value is not None and value <= self.target.at_most

    def as_dict(self) -> dict[str, Any]:
        """For JSON, with ratio and verdict."""
        return {**asdict(self), "ratio": self.ratio, "met": self.met}


@dataclass(slots=True)
class Results:
    """Everything of one run; ``failures`` says why a measure gave nothing."""

    lines: list[Line] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def met(self) -> bool:
        """Whether everything was measured and no target missed."""
        return not self.failures and all(line.met is not False for line in self.lines)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "met": self.met,
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 1),
            "machine": machine(),
            "lines": [line.as_dict() for line in self.lines],
            "failures": self.failures,
        }


def number(value: float | None, unit: str = "") -> str:
    """Three significant figures."""
    if value is None:
        return "–"
    digits = 0 if value >= 100 or unit == "queries" else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}" + (f" {unit}" if unit else "")


def machine() -> dict[str, str]:
    """Where it was measured: nothing that names the machine or its owner."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "Python": sys.version.split()[0],
        **{name: version(name) for name in PACKAGES},
    }
