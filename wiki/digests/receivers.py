"""What happens in communities, as far as subscriptions are concerned."""

from typing import Any

from django.dispatch import receiver

from wiki.communities.models import CommunityPage
from wiki.communities.signals import merged
from wiki.digests.subscriptions.services import follow_merger


@receiver(merged)
def _merged(sender: type, *, community: CommunityPage, into: CommunityPage, **kwargs: Any) -> None:
    follow_merger(community, into)
