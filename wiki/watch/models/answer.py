"""What the site has answered to people who write to it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailAnswer(models.Model):
    """One e-mail that said why a message became no note; kept for a day, to answer few of them."""

    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer by e-mail")
        verbose_name_plural = _("answers by e-mail")

    def __str__(self) -> str:
        return f"to {self.person_id}"
