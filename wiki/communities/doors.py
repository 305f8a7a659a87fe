"""The door of a community: what somebody finds who knows of it and may not read it."""

from django.urls import reverse

from wiki.communities.models import CommunityPage


def door_url(community: CommunityPage) -> str:
    """The address of the door. It leads on whoever may read the community."""
    return reverse("communities:door", args=[community.slug])
