"""Where a watch note ended up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Citation(models.Model):
    """A note fed a page: a guide or a case study. Written by ``wiki.watch.life.citing``."""

    note = models.ForeignKey(
        "guides.WatchNotePage", on_delete=models.CASCADE, related_name="citations"
    )
    page = models.ForeignKey(
        "guides.KnowledgePage", on_delete=models.CASCADE, related_name="fed_by"
    )
    #: Found in the page's text when it was published; goes when the text no longer says so.
    in_text = models.BooleanField(default=False)
    #: Somebody said so, whatever the text says.
    made_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_hand = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [models.UniqueConstraint(fields=["note", "page"], name="watch_citation_once")]

    def __str__(self) -> str:
        return f"{self.note_id} in {self.page_id}"
