"""From what happens to the pages that may be concerned.

A receiver says only who may have changed; what becomes of the entry is decided in
``sync``, from the database.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from search.kinds import searchable_models
from search.outbox import queue
from search.touched import about, about_theme, below, restricted_by, siblings, with_aliases
from wiki.communities.models import CommunityPage
from wiki.core.models import KnowledgeTag, Theme
from wiki.core.search_content import entries_changed
from wiki.people.models import User

#: Fields of a person that stand in entries; signing in saves others.
NAME_FIELDS = {"first_name", "last_name"}


@receiver(page_published)
@receiver(page_unpublished)
def _published_or_not(sender: type, *, instance: Page, **kwargs: Any) -> None:
    ids = with_aliases([instance.pk])
    if instance.numchild and not Site.objects.filter(root_page=instance.pk).exists():
        # A section: its title stands in the entries of all below.
        ids |= below(instance.path)
    if isinstance(instance, CommunityPage):
        ids |= about(instance)
    queue(ids | siblings(instance))


@receiver(entries_changed)
def _changed_quietly(sender: type, *, ids: Iterable[int], **kwargs: Any) -> None:
    queue(with_aliases(ids))


@receiver(post_page_move)
@receiver(page_slug_changed)
def _moved(sender: type, *, instance: Page, **kwargs: Any) -> None:
    """One signal for the top page only; the addresses and the readers of all below change."""
    path = Page.objects.values_list("path", flat=True).get(pk=instance.pk)
    queue(below(path))


def connect() -> None:
    """Listen to each type of page; Django sends no signal of a parent model on saving."""
    for model in searchable_models():
        pre_save.connect(_saved_soon, sender=model)
        post_save.connect(_made_live, sender=model)
        pre_delete.connect(_deleted_soon, sender=model)


def _saved_soon(
    sender: type,
    *,
    instance: Page,
    raw: bool,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    """Before, so that languages that the page leaves are known; drafts save a few fields only."""
    if not raw and (update_fields is None or "live" in update_fields):
        queue(siblings(instance))


def _deleted_soon(sender: type, *, instance: Page, **kwargs: Any) -> None:
    queue(siblings(instance))


def _made_live(sender: type, *, instance: Page, created: bool, raw: bool, **kwargs: Any) -> None:
    """An alias, or a page added live: Wagtail sends no other signal."""
    if created and not raw and instance.live:
        queue([instance.pk])


@receiver(post_delete, sender=Page)
def _deleted(sender: type, *, instance: Page, **kwargs: Any) -> None:
    """Sent for each page of a deleted subtree."""
    queue([instance.pk])


@receiver(post_save, sender=PageViewRestriction)
@receiver(pre_delete, sender=PageViewRestriction)
def _restricted(sender: type, *, instance: PageViewRestriction, **kwargs: Any) -> None:
    queue(restricted_by(instance))


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def _groups_changed(sender: type, *, instance: Model, action: str, **kwargs: Any) -> None:
    if action not in {"post_add", "post_remove", "pre_clear", "post_clear"}:
        return
    if isinstance(instance, PageViewRestriction):
        queue(restricted_by(instance))
    elif isinstance(instance, Group):
        _of_group(instance)


@receiver(pre_delete, sender=Group)
def _group_deleted(sender: type, *, instance: Group, **kwargs: Any) -> None:
    """The rows in between go without a signal of their own."""
    _of_group(instance)


def _of_group(group: Group) -> None:
    for restriction in PageViewRestriction.objects.filter(groups=group):
        queue(restricted_by(restriction))


@receiver(post_save, sender=Theme)
@receiver(pre_delete, sender=Theme)
def _theme_changed(sender: type, *, instance: Theme, **kwargs: Any) -> None:
    queue(about_theme(instance))


@receiver(post_save, sender=KnowledgeTag)
@receiver(pre_delete, sender=KnowledgeTag)
def _tag_changed(sender: type, *, instance: KnowledgeTag, **kwargs: Any) -> None:
    queue(about(instance))


@receiver(post_save, sender=User)
@receiver(pre_delete, sender=User)
def _person_changed(
    sender: type, *, instance: User, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    if update_fields is None or NAME_FIELDS & set(update_fields):
        queue(about(instance))
