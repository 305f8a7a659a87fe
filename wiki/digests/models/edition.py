"""How a digest comes about: its stage, who approved it, when it leaves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DigestSettings(models.Model):
    """What a community wants for its digests; a community without a row wants nothing special."""

    community = models.OneToOneField(
        "communities.CommunityPage", on_delete=models.CASCADE, related_name="digest_settings"
    )
    needs_approval = models.BooleanField(
        _("somebody else approves each digest before it leaves"),
        default=False,
        help_text=_("A facilitator or an expert. Whoever is alone sends without."),
    )
    reply_to = models.EmailField(
        _("address for answers"),
        blank=True,
        help_text=_("Where answers of readers go. Empty: the sender’s address of the site."),
    )

    class Meta:
        verbose_name = _("settings of digests")
        verbose_name_plural = _("settings of digests")

    def __str__(self) -> str:
        return f"digests of {self.community_id}"


class Edition(models.Model):
    """The making of one digest. Written by ``wiki.digests.composing`` only."""

    class Stage(models.TextChoices):
        COMPOSING = "composing", pgettext_lazy("digest", "Being composed")
        WAITING = "waiting", pgettext_lazy("digest", "Waits for approval")
        APPROVED = "approved", pgettext_lazy("digest", "Approved")
        SCHEDULED = "scheduled", pgettext_lazy("digest", "To be sent")
        SENT = "sent", pgettext_lazy("digest", "Sent")

    digest = models.OneToOneField(
        "guides.DigestPage", on_delete=models.CASCADE, related_name="edition"
    )
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.COMPOSING)
    composed_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    #: What was approved: the words over the items, as they were then.
    approved_revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    sent_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    send_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("making of a digest")
        verbose_name_plural = _("making of digests")
        indexes = [
            models.Index(fields=["stage", "send_at"], name="digests_edition_due"),
            models.Index(fields=["sent_at"], name="digests_edition_sent"),
        ]

    def __str__(self) -> str:
        return f"digest {self.digest_id}: {self.stage}"

    @property
    def is_open(self) -> bool:
        """Whether its items may still change."""
        return self.stage != self.Stage.SENT
