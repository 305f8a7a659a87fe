"""How long something takes, as people say it: a number and a unit; and how long ago it was."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class DurationUnit(models.TextChoices):
    """Units in which work is planned."""

    MINUTE = "minute", _("minutes")
    HOUR = "hour", _("hours")
    DAY = "day", _("days")
    WEEK = "week", _("weeks")
    MONTH = "month", _("months")


# « 2 h », « 1 h 30 », « 45 min », « 3 jours », « half a day » is left to people.
_TEXT = re.compile(
    r"^(?P<n>\d+(?:[.,]5)?)\s*"
    r"(?:(?P<minute>min(?:ute)?s?)|(?P<hour>h(?:eures?|ours?)?)\s*(?P<rest>\d{1,2})?"
    r"|(?P<day>j(?:ours?)?|days?|d)|(?P<week>sem(?:aines?)?\.?|weeks?)|(?P<month>mois|months?))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Duration:
    """``amount`` of ``unit``; prints itself in the reader's language."""

    amount: int
    unit: DurationUnit

    def __str__(self) -> str:
        match self.unit:
            case DurationUnit.MINUTE if self.amount >= 60:
                hours, minutes = divmod(self.amount, 60)
                if not minutes:
                    return str(Duration(hours, DurationUnit.HOUR))
                return str(_("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": minutes})
            case DurationUnit.MINUTE:
                text = ngettext("%(n)d minute", "%(n)d minutes", self.amount)
            case DurationUnit.HOUR:
                text = ngettext("%(n)d hour", "%(n)d hours", self.amount)
            case DurationUnit.DAY:
                text = ngettext("%(n)d day", "%(n)d days", self.amount)
            case DurationUnit.WEEK:
                text = ngettext("%(n)d week", "%(n)d weeks", self.amount)
            case _:
                text = ngettext("%(n)d month", "%(n)d months", self.amount)
        return text % {"n": self.amount}

    @property
    def iso(self) -> str:
        """ISO 8601, as schema.org wants it: ``PT45M``, ``P3D``."""
        match self.unit:
            case DurationUnit.MINUTE:
                return f"PT{self.amount}M"
            case DurationUnit.HOUR:
                return f"PT{self.amount}H"
            case _:
                return f"P{self.amount}{self.unit[0].upper()}"

    @classmethod
    def of(cls, amount: int | None, unit: str) -> "Duration | None":
        """The duration of two stored values; None when nothing was filled in."""
        return cls(amount, DurationUnit(unit)) if amount and unit else None

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """The duration written as « 1 h 30 », « 3 jours » or "45 min". Raises ValueError."""
        found = _TEXT.match(text.strip().replace("\u00a0", " ").replace("\u202f", " "))
        if not found:
            raise ValueError(f"not a duration: {text!r}")
        number = float(found["n"].replace(",", "."))
        if found["hour"]:
            minutes = round(number * 60) + int(found["rest"] or 0)
            if minutes % 60:
                return cls(minutes, DurationUnit.MINUTE)
            return cls(minutes // 60, DurationUnit.HOUR)
        unit = next(unit for unit in DurationUnit if unit != "hour" and found[unit.value])
        if number != int(number):
            raise ValueError(f"not a whole number of {unit}s: {text!r}")
        return cls(int(number), unit)


def days_since(moment: datetime) -> int:
    """How many days ago it was, as calendars count: yesterday is one."""
    return (timezone.localdate() - timezone.localdate(moment)).days
