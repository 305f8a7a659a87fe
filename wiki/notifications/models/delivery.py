"""One e-mail on its way to one person."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    """Claimed before it is sent: whoever dies in between loses a message, never sends two."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        #: Somebody is sending it, or died while sending it.
        CLAIMED = "claimed", _("claimed")
        SENT = "sent", _("sent")
        #: Nothing in it that the person may still read.
        EMPTY = "empty", _("nothing to say")
        FAILED = "failed", _("failed")

    recipient = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="deliveries"
    )
    #: The day of a daily message; empty for one that leaves at once.
    day = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    #: The last failure, in the server's words without addresses.
    last_error = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("e-mail of notices")
        verbose_name_plural = _("e-mails of notices")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "day"], name="notifications_delivery_daily_once"
            )
        ]
        indexes = [models.Index(fields=["state", "next_try"], name="notifications_delivery_due")]

    def __str__(self) -> str:
        return f"e-mail {self.pk} to {self.recipient_id}: {self.state}"
