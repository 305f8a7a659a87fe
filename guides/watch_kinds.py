"""Kinds of publications that are noted, and how long a note of each is worth reading."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _

MONTH = timedelta(days=30)
YEAR = timedelta(days=365)


class WatchKind(models.TextChoices):
    """What kind of publication the note is about."""

    ARTICLE = "article", _("Article")
    REPORT = "report", _("Report or study")
    BOOK = "book", _("Book")
    LAW = "law", _("Law or rule")
    EVENT = "event", _("Event")
    TOOL = "tool", _("Tool")
    VIDEO = "video", _("Video or podcast")
    CALL = "call", _("Call for projects")


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
    """The day until which a note of this kind stands in front, unless its author says otherwise."""
    return today + SHELF_LIVES.get(kind, YEAR)
