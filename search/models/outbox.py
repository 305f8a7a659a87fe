"""What waits to be told to the index."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: Wait after a page's first failure, doubled by each further one, and the longest: a page
#: that cannot be read costs little, and one that is repaired by hand comes in by itself.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)


def wait_after(attempts: int) -> timedelta:
    """How long a page rests after this many failures."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts - 1, 20))


class OutboxEntry(models.Model):
    """A page whose entry may have to change; written with the change itself.

    No foreign key: the row outlives a deleted page. Several rows for one page are
    one task.
    """

    page_id = models.PositiveBigIntegerField(_("page"), db_index=True)
    queued_at = models.DateTimeField(_("since"), auto_now_add=True)
    next_try = models.DateTimeField(_("next try"), default=timezone.now, db_index=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("page waiting for the index")
        verbose_name_plural = _("pages waiting for the index")

    def __str__(self) -> str:
        return str(self.page_id)
