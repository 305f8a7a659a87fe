"""What is known of the page elsewhere that a watch note is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClipState(models.TextChoices):
    """Whether what the source says of itself has arrived."""

    WAITING = "waiting", _("the source is being read")
    COMPLETE = "complete", _("complete")
    REFUSED = "refused", _("the source cannot be read")


class Clip(models.Model):
    """One row for each watch note with a source; kept by ``wiki.watch.clipping``."""

    note = models.OneToOneField(
        "guides.WatchNotePage", on_delete=models.CASCADE, primary_key=True, related_name="clip"
    )
    #: The note's source when this row was last brought in step with it.
    address = models.CharField(max_length=1_000)
    #: See ``wiki.watch.canonical``: two notes that share it are about the same page.
    canonical_address = models.CharField(max_length=1_100, db_index=True)
    #: The same of ``address`` alone: where the source says that it lives elsewhere, or leads
    #: there, the link as people share it is still recognised.
    given_address = models.CharField(max_length=1_100, db_index=True)
    #: The words of the source's title, to find the same story under another address.
    title_words = models.CharField(max_length=300, blank=True, db_index=True)
    state = models.CharField(
        max_length=10, choices=ClipState.choices, default=ClipState.COMPLETE, db_index=True
    )
    #: A code of ``wiki.core.fetching`` or « status-404 »; "" unless refused.
    reason = models.CharField(max_length=40, blank=True)
    fetched_at = models.DateTimeField(null=True)
    #: A copy of the source in somebody's archive; typed by people, never asked for.
    archive_address = models.URLField(_("archived copy"), max_length=1_000, blank=True)
    checked_at = models.DateTimeField(null=True, db_index=True)
    #: Checks in a row that found nothing.
    failures = models.PositiveSmallIntegerField(default=0)
    #: Since when the source has been gone; null while it answers.
    dead_since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("clip")
        verbose_name_plural = _("clips")

    def __str__(self) -> str:
        return f"clip of {self.note_id}"
