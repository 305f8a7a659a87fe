"""Whatever changes a community brings its groups and restrictions along."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from wiki.communities.keeping import keep_in_step, keep_people_in_step
from wiki.communities.models import CommunityGroup, CommunityPage, Membership
from wiki.communities.review.workflow import keep_workflow
from wiki.communities.rights import Role
from wiki.communities.services.joining import withdraw_sent_by
from wiki.communities.signals import left, role_changed
from wiki.people.models import User


@receiver(post_save, sender=CommunityPage)
def _made(
    sender: type, *, instance: CommunityPage, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Pages may be submitted before the community is published."""
    if created and not raw:
        keep_workflow(instance)


@receiver(page_published, sender=CommunityPage)
def _published(sender: type, *, instance: CommunityPage, **kwargs: Any) -> None:
    keep_in_step(instance)


@receiver(post_save, sender=Membership)
def _member_changed(
    sender: type, *, instance: Membership, raw: bool = False, **kwargs: Any
) -> None:
    if not raw:
        keep_people_in_step(instance.community)


@receiver(post_delete, sender=Membership)
def _member_gone(
    sender: type, *, instance: Membership, origin: object = None, **kwargs: Any
) -> None:
    """Not when the person or the community goes: the places in its groups go along."""
    started = origin.model if isinstance(origin, QuerySet) else type(origin)
    if started is Membership:
        keep_people_in_step(instance.community)


@receiver(left)
def _gone(sender: type, *, community: CommunityPage, person: User, **kwargs: Any) -> None:
    """Nobody comes back, or lets others in, by a link made before leaving."""
    withdraw_sent_by(community, person, role=None)


@receiver(role_changed)
def _other_role(sender: type, *, membership: Membership, **kwargs: Any) -> None:
    withdraw_sent_by(membership.community, membership.person, role=Role(membership.role))


@receiver(post_delete, sender=CommunityGroup)
def _group_unused(sender: type, *, instance: CommunityGroup, **kwargs: Any) -> None:
    """The community is gone; whatever was open to its members alone is open to nobody."""
    Group.objects.filter(pk=instance.group_id).delete()
