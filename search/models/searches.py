"""What was looked for, and never by whom: see ``docs/search-log.md``."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

#: Longer texts are pastes, not questions: they are not kept.
LONGEST = 150


class LoggedSearch(models.Model):
    """One search of today, or all the like searches of a day that is over.

    No person, no address, no session, no hour. While the day lasts the row is one
    search, and only the page that shows its results knows its random number: the same
    search may still change (a word finished, a result opened). Afterwards the rows of
    the day are summed up (``search.log.upkeep``) and the numbers forgotten.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    day = models.DateField(_("day"), db_index=True)
    #: As questions are compared: lower case, no accents, no outer punctuation.
    words = models.CharField(_("question"), max_length=LONGEST)
    #: The same with its accents, for people to read.
    shown = models.CharField(_("question"), max_length=LONGEST)
    language = models.CharField(_("language of the interface"), max_length=2)
    #: ``type=guide year=2026``: the last ones chosen.
    filters = models.CharField(_("filters"), max_length=200, blank=True)
    #: The question that the same page asked just before, in other words, and that opened nothing.
    before = models.CharField(max_length=LONGEST, blank=True)
    before_shown = models.CharField(_("asked before"), max_length=LONGEST, blank=True)
    #: Pages found; the fewest of the day.
    results = models.PositiveIntegerField(_("pages found"))
    times = models.PositiveIntegerField(_("times asked"), default=1)
    #: Of these, how many found no page with these words, with or without the filters.
    unanswered = models.PositiveIntegerField(_("nothing found"), default=0)
    #: Of these, after how many something was opened.
    opened = models.PositiveIntegerField(_("something opened"), default=0)
    #: Sum of the best ranks opened: 1 when the first result was.
    ranks = models.PositiveIntegerField(_("rank opened"), default=0)
    #: The row sums up a day that is over.
    summed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.shown
