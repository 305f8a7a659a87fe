"""What the watch does when pages are published."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from guides.models import WatchNotePage
from wiki.notifications.quiet import is_quiet
from wiki.watch.clipping.records import keep_record
from wiki.watch.life.citing import FED, keep_citations, tell_authors


@receiver(page_published)
def _published(
    sender: type, *, instance: Page, revision: Revision | None = None, **kwargs: Any
) -> None:
    """The signal also comes for a page that will be published later: that one is not live."""
    if not instance.live or instance.alias_of_id:
        return
    if isinstance(instance, WatchNotePage):
        keep_record(instance)
    elif isinstance(instance, FED):
        keep_citations(instance)
        if not is_quiet():
            tell_authors(instance, actor=revision.user_id if revision else None)
