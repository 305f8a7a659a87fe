"""From what happens to pictures and documents to the pages that show them.

An entry is silent about the files that some readers of its page may not open; which
those are changes with the file's collection and with its restrictions.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction

from search.outbox import queue
from search.touched import showing
from wiki.core.models import RecueilDocument, RecueilImage


@receiver(post_save, sender=RecueilImage)
@receiver(post_save, sender=RecueilDocument)
def _moved(
    sender: type[Model], *, instance: Model, created: bool, raw: bool, **kwargs: Any
) -> None:
    if not created and not raw:
        queue(showing(sender.objects.filter(pk=instance.pk)))  # type: ignore[attr-defined]


@receiver(post_save, sender=CollectionViewRestriction)
@receiver(pre_delete, sender=CollectionViewRestriction)
def _restricted(sender: type, *, instance: CollectionViewRestriction, **kwargs: Any) -> None:
    _queue_below(instance)


@receiver(m2m_changed, sender=CollectionViewRestriction.groups.through)
def _groups_changed(sender: type, *, instance: Model, action: str, **kwargs: Any) -> None:
    if action not in {"post_add", "post_remove", "pre_clear", "post_clear"}:
        return
    if isinstance(instance, CollectionViewRestriction):
        _queue_below(instance)
    elif isinstance(instance, Group):
        _group_deleted(Group, instance=instance)


@receiver(pre_delete, sender=Group)
def _group_deleted(sender: type, *, instance: Group, **kwargs: Any) -> None:
    for restriction in CollectionViewRestriction.objects.filter(groups=instance):
        _queue_below(restriction)


def _queue_below(restriction: CollectionViewRestriction) -> None:
    place = Collection.objects.filter(pk=restriction.collection_id).first()
    if place is None:
        return
    for model in (RecueilImage, RecueilDocument):
        queue(showing(model.objects.filter(collection__path__startswith=place.path)))
