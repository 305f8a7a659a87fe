"""The private address under which programs read what one person may read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedToken(models.Model):
    """A key and what became of it. The secret is made from ``key`` and the site's own key.

    Nothing of this table opens anything by itself: see ``wiki.syndication.feeds.tokens``.
    """

    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="feed_tokens")
    key = models.CharField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    #: By day: enough to see that an address serves, and no trace of when somebody reads.
    last_used = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("private address of feeds")
        verbose_name_plural = _("private addresses of feeds")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(revoked_at=None),
                name="syndication_one_address_in_use",
            )
        ]

    def __str__(self) -> str:
        return f"address {self.pk} of {self.person_id}"
