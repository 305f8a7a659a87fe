"""Who found a note useful."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Thanks(models.Model):
    """One person's thanks for one note."""

    note = models.ForeignKey(
        "guides.WatchNotePage", on_delete=models.CASCADE, related_name="thanks"
    )
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="thanks_given")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="watch_thanks_once")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.note_id}"
