"""Channels elsewhere that hear of new digests, and what was posted there."""

from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_SALT = "syndication.webhook"


class Service(models.TextChoices):
    """Where the channel is; they read messages of different forms."""

    TEAMS = "teams", "Microsoft Teams"
    SLACK = "slack", "Slack"
    MATTERMOST = "mattermost", "Mattermost"


class Webhook(models.Model):
    """One channel of one community.

    The address is signed with the site's key: whoever can write in the database alone
    cannot lead messages elsewhere.
    """

    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, related_name="webhooks"
    )
    name = models.CharField(_("name of the channel"), max_length=80)
    service = models.CharField(_("service"), max_length=12, choices=Service.choices)
    sealed = models.TextField(editable=False)
    members_only = models.BooleanField(
        _("only members of the community read this channel"),
        default=False,
        help_text=_(
            "Then digests that all members read are posted there too. Otherwise only those "
            "that anybody may read."
        ),
    )
    active = models.BooleanField(_("in use"), default=True)
    created_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where messages go; "" when it is not what this site once signed."""
        try:
            community, address = signing.loads(self.sealed, salt=_SALT)
        except (signing.BadSignature, ValueError):
            return ""
        # An address copied from another community's row is not signed for this one.
        return str(address) if community == self.community_id else ""

    def seal(self, address: str) -> None:
        """Take this address."""
        self.sealed = signing.dumps([self.community_id, address], salt=_SALT)


class WebhookPost(models.Model):
    """One message on its way to one channel; claimed before it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its turn")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("posted")
        #: Neither public nor, in a channel of members, for all members.
        WITHHELD = "withheld", _("kept back: this channel may not show it")
        FAILED = "failed", _("refused")
        #: Cut off after the message had left: it may have arrived.
        UNKNOWN = "unknown", _("no answer: look in the channel")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="posts")
    #: The digest; empty for a test.
    page = models.ForeignKey(
        "guides.KnowledgePage", on_delete=models.CASCADE, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    #: What the service answered last, as HTTP has it.
    status = models.PositiveSmallIntegerField(null=True)
    #: Why it failed, in a word of ours; never what the service said.
    reason = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message to a channel")
        verbose_name_plural = _("messages to channels")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "page"], name="syndication_posted_once")
        ]
        indexes = [models.Index(fields=["state", "next_try"], name="syndication_post_due")]

    def __str__(self) -> str:
        return f"message {self.pk}: {self.state}"
