"""Log lines: an event name, then values."""

import logging
import re

#: What every record carries; the rest is what the caller gave in ``extra``.
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

#: Addresses in which a part opens something by itself, up to that part.
SECRETS = re.compile(r"(/feeds/private/)[^/\s]+")


class EventFormatter(logging.Formatter):
    """``2026-11-22 09:30:00,120 INFO search.service search.asked total=3 took_ms=12``.

    Values come from ``extra``; callers put ids, counts and durations there, never a
    person or what a person typed. Objects that Django attaches (the request) are left out,
    and so is what opens a private address.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's name)
        values = [
            f"{name}={value}"
            for name, value in vars(record).items()
            if name not in STANDARD and isinstance(value, str | int | float | bool)
        ]
        return SECRETS.sub(r"\1…", " ".join([super().formatMessage(record), *values]))
