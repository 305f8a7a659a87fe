"""What waits to be told to the index."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxEntry(models.Model):
    """A page whose entry may have to change; written with the change itself.

    No foreign key: the row outlives a deleted page. Several rows for one page are
    one task.
    """

    page_id = models.PositiveBigIntegerField(_("page"), db_index=True)
    queued_at = models.DateTimeField(_("since"), auto_now_add=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("page waiting for the index")
        verbose_name_plural = _("pages waiting for the index")

    def __str__(self) -> str:
        return str(self.page_id)
