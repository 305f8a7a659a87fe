"""Reads the values of the front matter, whatever shape their author gave them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from wiki.core.durations import Duration
from wiki.core.text import anchor_slug
from wiki.importers.metadata.keys import ALIASES, KNOWN

Warn = Callable[[int, str, object], None]
#: Decimal fields of the database and of people hold no more.
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:[.,]\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Values:
    """The front matter by its own names, with the line of each key; bad values are reported."""

    values: dict[str, Any]
    lines: dict[str, int]
    warn: Warn

    @classmethod
    def of(cls, values: dict[str, Any], lines: dict[str, int], warn: Warn) -> "Values":
        """Values under our names: « license » is ``licence``. The first spelling wins."""
        named: dict[str, Any] = {}
        where: dict[str, int] = {}
        for key, value in values.items():
            name = key.strip().lower().replace("-", "_")
            name = ALIASES.get(name, name)
            if name not in KNOWN or name in named:
                name = key
            named[name] = value
            where[name] = lines.get(key, 1)
        return cls(named, where, warn)

    def line(self, key: str) -> int:
        return self.lines.get(key, 1)

    def bad(self, key: str, value: object) -> None:
        """Report a value that does not fit its key."""
        self.warn(
            self.line(key),
            "metadata-value",
            _("“%(key)s” cannot be “%(value)s”; it was left out.")
            % {"key": key, "value": str(value)[:80]},
        )

    def text(self, key: str, *, limit: int = 0) -> str:
        """One line of text; cut, and reported, beyond ``limit`` characters."""
        value = self.values.get(key)
        if value is None:
            return ""
        if isinstance(value, dict | list):
            self.bad(key, value)
            return ""
        text = " ".join(str(value).split())
        if limit and len(text) > limit:
            self.warn(
                self.line(key),
                "too-long",
                _("“%(key)s” is longer than %(limit)d characters; the end was cut: %(rest)s")
                % {"key": key, "limit": limit, "rest": text[limit - 1 :]},
            )
            text = text[: limit - 1].rstrip() + "…"
        return text

    def strings(self, key: str) -> list[str]:
        """A list; « a, b » and one value count as one."""
        value = self.values.get(key)
        if value is None:
            return []
        if isinstance(value, str):
            value = (
                value.split(",")
                if key != "authors" or "@" not in value
                else re.split(r"[,;]", value)
            )
        elif not isinstance(value, list):
            value = [value]
        return [words for item in value if item is not None and (words := _words(item))]

    def lines_of(self, key: str) -> str:
        """A list as lines of text; a text stays as it is written."""
        value = self.values.get(key)
        if isinstance(value, str):
            return value.strip()
        return "\n".join(self.strings(key))

    def day(self, key: str) -> date | None:
        """A date."""
        value = self.values.get(key)
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, date):
            return value
        try:
            found = parse_date(str(value)[:10])
        except ValueError:
            found = None
        if found is None:
            self.bad(key, value)
        return found

    def moment(self, key: str) -> datetime | None:
        """A point in time; a date alone means its noon, so that no time zone moves the day."""
        value = self.values.get(key)
        found: datetime | None = None
        if isinstance(value, datetime):
            found = value
        elif isinstance(value, str):
            try:
                found = parse_datetime(value)
            except ValueError:
                found = None
        if found is None:
            day = self.day(key)
            found = datetime.combine(day, time(12)) if day else None
        if found and timezone.is_naive(found):
            found = timezone.make_aware(found)
        return found.astimezone(UTC) if found else None

    def duration(self, key: str) -> Duration | None:
        """A duration such as « 1 h 30 »."""
        text = self.text(key)
        if not text:
            return None
        try:
            return Duration.parse(text)
        except ValueError:
            self.bad(key, text)
            return None

    def number(self, key: str) -> int | None:
        """A whole number from 0."""
        value = self.values.get(key)
        if value is None:
            return None
        found = re.fullmatch(r"(\d{1,4})(?:\s*min(?:utes?)?)?", str(value).strip())
        if not found:
            self.bad(key, value)
            return None
        return int(found[1])

    def choice(self, key: str, choices: dict[str, str]) -> str:
        """One of ``choices``: written words, without accents or case, to stored values."""
        text = self.text(key)
        if not text:
            return ""
        found = choices.get(anchor_slug(text), "")
        if not found:
            self.bad(key, text)
        return found

    def mappings(self, key: str, *, default: str) -> list[dict[str, Any]]:
        """A list of mappings; a plain value is the mapping's ``default``."""
        value = self.values.get(key)
        if value is None:
            return []
        rows = value if isinstance(value, list) else [value]
        return [
            {str(name): item for name, item in row.items()}
            if isinstance(row, dict)
            else {default: str(row)}
            for row in rows
            if row
        ]


def decimal(value: object) -> Decimal | None:
    """A number as people write it: « 1,5 », 12, "30"; None for anything else."""
    text = re.sub(r"[\s\u00a0\u202f]", "", str(value))
    if isinstance(value, bool) or not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def _words(item: object) -> str:
    if isinstance(item, dict):
        item = item.get("name") or item.get("email") or item.get("title") or ""
    return " ".join(str(item).split())
