"""Whether anything that readers see has changed, told in one query.

Whole pages are kept for visitors (``wiki.core.page_cache``). A page names others: a
guide shows its neighbours, a community its latest pages. Rather than guess which pages
a change concerns, any change of content starts a new version of all of them. The
version lives in the database, so it is true in every process from the commit on.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from wiki.core.models import ContentChange, RecueilRendition
from wiki.core.once import once

#: Rows older than this are dropped. Longer than any kept page lives, so that a version
#: never comes back while a page of it is still kept.
MEMORY = timedelta(hours=1)
#: Dropping old rows once in so many changes is often enough.
TIDY_EVERY = 100
#: Apps whose every model stands in what readers see.
APPS = frozenset({"core", "communities", "guides", "feedback", "home"})
OTHERS = (
    Page, PageViewRestriction, PageViewRestriction.groups.through,
    Collection, CollectionViewRestriction, CollectionViewRestriction.groups.through, Site,
)  # fmt: skip
#: Made while a page is read, or the record itself.
SILENT = (ContentChange, RecueilRendition)


def content_version() -> str:
    """A text that differs after every committed change of content (one query)."""
    return once("content version", _read_version)


def _read_version() -> str:
    state = ContentChange.objects.aggregate(rows=Count("pk"), last=Max("pk"))
    return f"{state['rows']}-{state['last'] or 0}"


def note_change() -> None:
    """Start a new version. Receivers call it; so does whoever writes without signals."""
    change = ContentChange.objects.create()
    if change.pk % TIDY_EVERY == 0:
        ContentChange.objects.filter(at__lt=timezone.now() - MEMORY).delete()


def _concerns_readers(sender: type) -> bool:
    # Models of a migration's own time: the table of changes may not be there yet.
    if issubclass(sender, SILENT) or sender.__module__ == "__fake__":
        return False
    meta = sender._meta  # type: ignore[attr-defined]
    return (
        meta.app_label in APPS
        or issubclass(sender, OTHERS)
        or meta.label == settings.AUTH_USER_MODEL
    )


@receiver(post_save)
@receiver(post_delete)
def _row_changed(sender: type, **kwargs: Any) -> None:
    signing_in = set(kwargs.get("update_fields") or ()) == {"last_login"}
    if not kwargs.get("raw") and not signing_in and _concerns_readers(sender):
        note_change()


@receiver(m2m_changed)
def _links_changed(sender: type, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and _concerns_readers(sender):
        note_change()


@receiver(post_page_move)
@receiver(page_slug_changed)
def _subtree_moved(sender: type, **kwargs: Any) -> None:
    note_change()
