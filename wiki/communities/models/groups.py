"""The Wagtail groups that carry a community's rights in the CMS."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupKind(models.TextChoices):
    """Three groups are enough for the acts that Wagtail knows."""

    MEMBERS = "members", _("members")
    EDITORS = "editors", _("editors")
    FACILITATORS = "facilitators", _("facilitators")


class CommunityGroup(models.Model):
    """One group of one community, made and filled by ``wiki.communities.keeping``."""

    community = models.ForeignKey(
        "communities.CommunityPage", on_delete=models.CASCADE, related_name="community_groups"
    )
    kind = models.CharField(max_length=20, choices=GroupKind.choices)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="community_group")

    class Meta:
        verbose_name = _("group of a community")
        verbose_name_plural = _("groups of communities")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind"], name="communities_one_group_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.community_id}: {self.kind}"
