"""What keeps pages to copy out of everything that readers see."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from guides.models import KnowledgePage


@receiver(page_published)
def _published(sender: type, *, instance: Any, **kwargs: Any) -> None:
    """A page that is published after all is a page like any other: it is no template now."""
    if isinstance(instance, KnowledgePage) and instance.is_template and instance.live:
        KnowledgePage.objects.filter(pk=instance.pk).update(is_template=False)
        instance.is_template = False
