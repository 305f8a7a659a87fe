"""What happens in communities, as far as their inboxes are concerned."""

from typing import Any

from django.dispatch import receiver

from wiki.communities.models import CommunityPage
from wiki.communities.signals import left, merged
from wiki.people.models import User
from wiki.watch.models import Source, Story, StoryState, Watcher


@receiver(left)
def _left(sender: type, *, community: CommunityPage, person: User, **kwargs: Any) -> None:
    """Whoever leaves has no week any more, and nothing to look at."""
    Watcher.objects.filter(community=community, person=person).delete()
    given = Story.objects.filter(community=community, assigned_to=person)
    given.filter(state=StoryState.NEW).update(assigned_to=None)


@receiver(merged)
def _merged(sender: type, *, community: CommunityPage, into: CommunityPage, **kwargs: Any) -> None:
    """Sources go over with what they brought; those that the other community has end."""
    there = set(Source.objects.filter(community=into).values_list("address", flat=True))
    coming = Source.objects.filter(community=community)
    coming.filter(address__in=there).update(active=False)
    coming.exclude(address__in=there).update(community=into)
    Story.objects.filter(community=community, items__source__community=into).update(community=into)
