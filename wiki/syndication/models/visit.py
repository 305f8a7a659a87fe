"""When somebody was here last."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visit(models.Model):
    """Two moments a person, written by ``wiki.syndication.visits.marking`` only."""

    person = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="visit")
    #: Within some minutes.
    seen_at = models.DateTimeField()
    #: The last sign of life of the visit before this one; empty during the first.
    previous_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return f"visit of {self.person_id}"
