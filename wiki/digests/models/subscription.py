"""Who gets which digests: people of the site, and addresses outside of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rhythm(models.TextChoices):
    """When what one subscribed to arrives."""

    IMMEDIATE = "immediate", pgettext_lazy("rhythm", "Each digest when it is sent")
    WEEKLY = "weekly", pgettext_lazy("rhythm", "Once a week")
    MONTHLY = "monthly", pgettext_lazy("rhythm", "Once a month")


class OutsideAddress(models.Model):
    """Somebody without an account who has confirmed the address; gone with its last subscription.

    Nothing is kept of an address before it is confirmed: the link of the message carries all.
    """

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=10)
    confirmed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("address outside")
        verbose_name_plural = _("addresses outside")

    def __str__(self) -> str:
        return f"address {self.pk}"


class StoppedAddress(models.Model):
    """An address that its server says does not exist: nothing more is sent there."""

    email = models.EmailField(unique=True)
    #: What the server said: its code.
    code = models.CharField(max_length=20)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("address that does not exist")
        verbose_name_plural = _("addresses that do not exist")

    def __str__(self) -> str:
        return f"stopped {self.pk}: {self.code}"


class ReadingChoice(models.Model):
    """Whether somebody wants one message for all communities; yes without a row."""

    person = models.OneToOneField(
        "people.User", on_delete=models.CASCADE, related_name="digest_choice"
    )
    merged = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("choice for digests")
        verbose_name_plural = _("choices for digests")

    def __str__(self) -> str:
        return f"{self.person_id}: {'merged' if self.merged else 'apart'}"


def _once(reader: str) -> list[models.UniqueConstraint]:
    """The same source once for each reader, for each of the three sorts of source."""
    name = f"digests_subscription_{reader}"
    return [
        models.UniqueConstraint(
            fields=[reader, "community"], condition=Q(theme=None), name=f"{name}_community"
        ),
        models.UniqueConstraint(
            fields=[reader, "theme"], condition=Q(community=None), name=f"{name}_theme"
        ),
        models.UniqueConstraint(fields=[reader, "community", "theme"], name=f"{name}_both"),
    ]


class Subscription(models.Model):
    """One person, or one address, and one source: a community, a theme in it, or a theme anywhere.

    What is sent is decided when it leaves, by what the person may read at that moment.
    """

    person = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, null=True, related_name="digest_subscriptions"
    )
    address = models.ForeignKey(
        OutsideAddress, on_delete=models.CASCADE, null=True, related_name="subscriptions"
    )
    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, null=True, related_name="+"
    )
    theme = models.ForeignKey("core.Theme", on_delete=models.CASCADE, null=True, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.IMMEDIATE)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, address__isnull=True)
                | Q(person__isnull=True, address__isnull=False),
                name="digests_subscription_one_reader",
            ),
            models.CheckConstraint(
                condition=Q(community__isnull=False) | Q(theme__isnull=False),
                name="digests_subscription_to_what",
            ),
            *_once("person"),
            *_once("address"),
        ]
        indexes = [models.Index(fields=["community", "rhythm"], name="digests_subscription_who")]

    def __str__(self) -> str:
        return f"subscription {self.pk}"
