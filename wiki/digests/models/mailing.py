"""What is sent to many, and what became of each message."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wiki.digests.models.subscription import Rhythm


class Mailing(models.Model):
    """One digest, one week or month of digests, or one correction, to all whom it concerns."""

    class Kind(models.TextChoices):
        DIGEST = "digest", pgettext_lazy("mailing", "Digest")
        PERIOD = "period", pgettext_lazy("mailing", "Digests of a period")
        CORRECTION = "correction", pgettext_lazy("mailing", "Correction")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    #: Of a digest and of a correction.
    digest = models.ForeignKey(
        "guides.DigestPage", on_delete=models.CASCADE, null=True, related_name="mailings"
    )
    #: Of a correction.
    item = models.ForeignKey(
        "guides.DigestItem", on_delete=models.CASCADE, null=True, related_name="+"
    )
    #: When what it tells was written: other words about the same item are told by another one.
    corrected_at = models.DateTimeField(null=True)
    #: Of a period: how long it is, the day on which it leaves, and what was sent in it.
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, blank=True)
    day = models.DateField(null=True)
    #: Empty for the message that merges all communities.
    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, null=True, related_name="+"
    )
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    made_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    #: When all deliveries stood in the table; before that, whoever comes by goes on writing them.
    gathered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(kind="digest"), name="digests_mailing_digest_once"
            ),
            models.UniqueConstraint(
                fields=["item", "corrected_at"], name="digests_mailing_correction_once"
            ),
            models.UniqueConstraint(
                fields=["rhythm", "day"],
                condition=Q(kind="period", community=None),
                name="digests_mailing_merged_once",
            ),
            models.UniqueConstraint(
                fields=["rhythm", "day", "community"],
                condition=Q(kind="period"),
                name="digests_mailing_period_once",
            ),
        ]

    def __str__(self) -> str:
        return f"mailing {self.pk}: {self.kind}"


class Rendering(models.Model):
    """What some people got in one mailing: those who may read the same got the same."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="renderings")
    #: Language and ids of the items, as a digest.
    key = models.CharField(max_length=64)
    items = models.JSONField(default=list)
    #: Ids of the digests; one may have come without items, for its editorial.
    digests = models.JSONField(default=list)

    class Meta:
        verbose_name = _("what was sent")
        verbose_name_plural = _("what was sent")
        constraints = [
            models.UniqueConstraint(fields=["mailing", "key"], name="digests_rendering_once")
        ]

    def __str__(self) -> str:
        return f"rendering {self.pk} of {self.mailing_id}"


class Delivery(models.Model):
    """One message to one mailbox. Claimed, then marked as leaving right before the words go.

    Whoever dies before that mark has sent nothing: the row is taken up again. Whoever dies
    after it leaves a message of which nobody knows whether it arrived: it is shown to the
    author and not sent again by itself.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("delivery", "to be sent")
        CLAIMED = "claimed", pgettext_lazy("delivery", "about to be sent")
        LEAVING = "leaving", pgettext_lazy("delivery", "leaving now")
        SENT = "sent", pgettext_lazy("delivery", "sent")
        #: Nothing in it for this person at this moment, or no account or subscription any more.
        EMPTY = "empty", pgettext_lazy("delivery", "nothing to say")
        REFUSED = "refused", pgettext_lazy("delivery", "refused by the server")
        GIVEN_UP = "given_up", pgettext_lazy("delivery", "tried too often")
        UNKNOWN = "unknown", pgettext_lazy("delivery", "outcome unknown")

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, null=True, related_name="digest_deliveries"
    )
    address = models.ForeignKey(
        "digests.OutsideAddress", on_delete=models.CASCADE, null=True, related_name="deliveries"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    #: Which run of which process holds it.
    run = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    #: What the server answered: its code, or the name of the failure. Never an address.
    code = models.CharField(max_length=60, blank=True)
    rendering = models.ForeignKey(
        Rendering, on_delete=models.SET_NULL, null=True, related_name="deliveries"
    )
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message of a mailing")
        verbose_name_plural = _("messages of mailings")
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "person"], name="digests_delivery_person_once"
            ),
            models.UniqueConstraint(
                fields=["mailing", "address"], name="digests_delivery_address_once"
            ),
        ]
        indexes = [
            models.Index(fields=["mailing", "state", "next_try"], name="digests_delivery_due"),
            models.Index(fields=["state", "claimed_at"], name="digests_delivery_held"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}: {self.state}"
