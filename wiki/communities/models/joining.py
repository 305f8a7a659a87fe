"""The two ways into a community that is not open: one asks, or one is asked."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wiki.communities.rights import Role


class JoinRequest(models.Model):
    """Somebody would like to be a member; kept after the answer, which the person reads."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, related_name="join_requests"
    )
    person = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="join_requests"
    )
    message = models.TextField(
        _("a word to the facilitators"),
        blank=True,
        max_length=1000,
        help_text=_("What you do, and what you would like to learn or bring."),
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("a word to the person"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"],
                condition=models.Q(state="waiting"),
                name="communities_one_request_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.community_id}: {self.state}"


class Invitation(models.Model):
    """A way in, by link or to one address; only a digest of its secret is kept."""

    class State(models.TextChoices):
        USABLE = "usable", pgettext_lazy("invitation", "open")
        USED = "used", pgettext_lazy("invitation", "used")
        EXPIRED = "expired", pgettext_lazy("invitation", "expired")
        WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "withdrawn")

    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, related_name="invitations"
    )
    secret_digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("Only the account with this address can use it; empty: whoever has the link."),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    invited_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    #: 0: as many people as want to.
    max_uses = models.PositiveIntegerField(_("how many people may use it"), default=1)
    uses = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.community_id}"

    @property
    def state(self) -> State:
        """Where it stands now."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if self.max_uses and self.uses >= self.max_uses:
            return self.State.USED
        return self.State.USABLE if self.expires_at > timezone.now() else self.State.EXPIRED

    @property
    def is_usable(self) -> bool:
        """Whether one more person may use it now."""
        return self.state is self.State.USABLE
