"""Pages that are published."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from guides.models import KnowledgePage
from wiki.notifications.quiet import is_quiet
from wiki.notifications.tasks import tell_of_page
from wiki.notifications.telling import after_commit


@receiver(page_published)
def _published(
    sender: type, *, instance: Page, revision: Revision | None = None, **kwargs: Any
) -> None:
    """The signal also comes for a page that will be published later: that one is not live."""
    published = instance.last_published_at
    if is_quiet() or not instance.live or published is None or instance.alias_of_id:
        return
    if isinstance(instance, KnowledgePage):
        new = instance.first_published_at == published
        who = revision.user_id if revision else None
        after_commit(tell_of_page, instance.pk, new, published.isoformat(), who)
