"""How long a note is worth reading unless its author says otherwise."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from guides.models.watch_note import WatchKind

MONTH = timedelta(days=30)
YEAR = timedelta(days=365)

#: A call or an event is over soon; a book is read for years. What is still true after that
#: deserves a guide.
SHELF_LIVES: Mapping[str, timedelta] = MappingProxyType(
    {
        WatchKind.CALL: 2 * MONTH,
        WatchKind.EVENT: 2 * MONTH,
        WatchKind.ARTICLE: YEAR,
        WatchKind.TOOL: YEAR,
        WatchKind.VIDEO: 2 * YEAR,
        WatchKind.LAW: 2 * YEAR,
        WatchKind.REPORT: 3 * YEAR,
        WatchKind.BOOK: 5 * YEAR,
    }
)


def usual_end(kind: str, *, today: date) -> date:
    """The day until which a note of this kind stands in front."""
    return today + SHELF_LIVES.get(kind, YEAR)
