"""How somebody wants to hear of things."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wiki.notifications.kinds import Channel


class Wish(models.Model):
    """For one kind of notice, another way than the usual one."""

    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices)

    class Meta:
        verbose_name = _("way of being told")
        verbose_name_plural = _("ways of being told")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notifications_wish_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.channel}"


class Pause(models.Model):
    """No e-mail until a day; what happens meanwhile is read on the site."""

    person = models.OneToOneField(
        "people.User", on_delete=models.CASCADE, related_name="notices_pause"
    )
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")

    def __str__(self) -> str:
        return f"{self.person_id} until {self.until}"
