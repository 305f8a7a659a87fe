"""Who belongs to a community, in which role."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wiki.communities.rights import Role


class Membership(models.Model):
    """One person in one community. Written by ``wiki.communities.services`` only."""

    community = models.ForeignKey(
        "communities.CommunityPage",
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("community"),
    )
    person = models.ForeignKey(
        "people.User",
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    reviews = models.BooleanField(
        _("reviews pages"),
        default=False,
        help_text=_("Pages that members propose are read by the people who review."),
    )
    joined_at = models.DateTimeField(_("member since"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"], name="communities_membership_once"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="communities_membership_role"
            ),
        ]
        indexes = [models.Index(fields=["person", "role"], name="communities_membership_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.community_id}: {self.role}"
