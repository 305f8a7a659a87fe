"""The address to which one writes for a community."""

from collections.abc import Iterable

from django.conf import settings

from wiki.communities.models import CommunityPage


def mail_places(places: Iterable[CommunityPage]) -> list[tuple[CommunityPage, str]]:
    """Each community with its address; nothing where the site takes no messages."""
    local, _at, domain = settings.WATCH_MAIL_ADDRESS.partition("@")
    if not domain:
        return []
    return [(place, f"{local}+{place.slug}@{domain}") for place in places]


def slug_in(address: str) -> str:
    """The community that an address of the mailbox names; "" for none."""
    local = address.rpartition("@")[0]
    return local.partition("+")[2].lower()
