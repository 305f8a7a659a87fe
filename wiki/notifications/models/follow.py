"""What somebody follows: a page, a theme, a person or a community."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

TARGETS = ("page", "theme", "person", "community")


def _only(target: str) -> Q:
    return Q(**{f"{name}__isnull": name != target for name in TARGETS})


class Follow(models.Model):
    """One thing followed by one person."""

    follower = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="following")
    page = models.ForeignKey(
        "guides.KnowledgePage", on_delete=models.CASCADE, null=True, related_name="+"
    )
    theme = models.ForeignKey("core.Theme", on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, null=True, related_name="+")
    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, null=True, related_name="+"
    )
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("thing followed")
        verbose_name_plural = _("things followed")
        constraints = [
            models.CheckConstraint(
                condition=_only("page") | _only("theme") | _only("person") | _only("community"),
                name="notifications_follow_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=["follower", target], name=f"notifications_follow_{target}_once"
                )
                for target in TARGETS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} follows {self.target}"

    @property
    def target(self) -> str:
        """Which of the four it is."""
        return next(name for name in TARGETS if getattr(self, f"{name}_id") is not None)

    @property
    def target_id(self) -> int:
        """Its id."""
        return int(getattr(self, f"{self.target}_id"))

    @property
    def title(self) -> str:
        """What it is called."""
        return str(getattr(self, self.target))
