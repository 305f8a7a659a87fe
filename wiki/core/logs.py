"""Log lines: an event name, then values."""

import logging


class EventFormatter(logging.Formatter):
    """``2026-11-22 09:30:00 INFO search.synced ids=3 took_ms=12``.

    Values come from ``extra={"event": {...}}``; callers put ids, counts and
    durations there, never a person or what a person typed.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's name)
        line = super().formatMessage(record)
        values = getattr(record, "event", None) or {}
        return " ".join([line, *(f"{name}={value}" for name, value in values.items())])
