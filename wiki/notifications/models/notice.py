"""Something that one person is told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wiki.notifications.kinds import Channel


class Notice(models.Model):
    """Says what happened and where; names and titles are read there when it is shown.

    Shown and sent only while the recipient may read what it is about: every read goes
    through ``wiki.notifications.queries.visible``.
    """

    recipient = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="notices")
    #: A name of ``wiki.notifications.kinds``.
    kind = models.CharField(max_length=40)
    #: What happened, in a text of its own: one event tells a person once, however often it
    #: is told again by a task that begins anew.
    event = models.CharField(max_length=100)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, null=True, related_name="+"
    )
    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, null=True, related_name="+"
    )
    comment = models.ForeignKey(
        "feedback.Comment", on_delete=models.CASCADE, null=True, related_name="+"
    )
    #: Who did it.
    actor = models.ForeignKey("people.User", on_delete=models.SET_NULL, null=True, related_name="+")
    #: ``case`` (which of the kind's sentences), ``role``, ``text`` (words of the actor).
    data = models.JSONField(default=dict)
    #: How the person wanted to hear of it when it happened; never « off ».
    channel = models.CharField(max_length=10, choices=Channel.choices)
    delivery = models.ForeignKey(
        "notifications.Delivery", on_delete=models.SET_NULL, null=True, related_name="notices"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "event"], name="notifications_told_once")
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notifications_newest"),
            models.Index(
                fields=["recipient"], condition=Q(read_at=None), name="notifications_unread"
            ),
            models.Index(
                fields=["channel", "recipient"],
                condition=Q(delivery=None, read_at=None),
                name="notifications_to_send",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_id}"
