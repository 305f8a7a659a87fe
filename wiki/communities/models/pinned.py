"""Pages that a community shows first."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PinnedPage(models.Model):
    """One page and its place on the shelf; effective at once, without a draft."""

    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, related_name="pinned_pages"
    )
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    pinned_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField(default=0)
    pinned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pinned page")
        verbose_name_plural = _("pinned pages")
        ordering = ["position", "pinned_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "page"], name="communities_pinned_once")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} in {self.community_id}"
