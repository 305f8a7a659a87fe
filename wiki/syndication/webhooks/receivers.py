"""When a digest is published, its community's channels hear of it."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from guides.models import DigestPage
from wiki.communities.places import communities_of
from wiki.notifications.quiet import is_quiet
from wiki.syndication.webhooks.services import announce


@receiver(page_published)
def digest_published(sender: type, *, instance: Page, **kwargs: Any) -> None:
    """The signal also comes for a page that will be published later: that one is not live."""
    if is_quiet() or not instance.live or instance.alias_of_id:
        return
    if not isinstance(instance, DigestPage):
        return
    community = communities_of([instance]).get(instance.pk)
    if community is not None:
        announce(instance.pk, community)
