"""Publishes a page through a revision, in as few steps as that takes.

Wagtail saves a page three times to publish it: once for the draft, once for the
revision, once from the revision's JSON. What is imported is published as it is, so one
write is enough; the revision, the signal and the log are the same.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published

from wiki.importers.writing.rows import update_page
from wiki.people.models import User


def _relations(page: Page) -> Iterator[str]:
    """Names of all that belongs to the page in tables of its own."""
    for relation in get_all_child_relations(page):
        yield relation.get_accessor_name()
    for field in get_all_child_m2m_relations(page):
        yield field.name


def start_empty(page: Page) -> None:
    """Tell a page made just now that nothing belongs to it yet: no need to ask the database."""
    for name in _relations(page):
        setattr(page, name, [])


@transaction.atomic(savepoint=False)
def publish(
    page: Page,
    *,
    user: User | None = None,
    first_published: datetime | None = None,
    updated: datetime | None = None,
    is_new: bool = False,
) -> Revision:
    """Make ``page`` live as it is in memory; ``page`` is already in the tree."""
    now = timezone.now()
    page.live = True
    page.expired = False
    page.has_unpublished_changes = False
    page.draft_title = page.title
    page.first_published_at = first_published or page.first_published_at or now
    page.last_published_at = updated or first_published or now
    page.latest_revision_created_at = now
    _save_relations(page, is_new=is_new)
    revision = Revision(
        content_type=page.get_content_type(),
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        user=user,
        created_at=now,
        content=page.serializable_data(),
        object_str=str(page)[:255],
    )
    Revision.objects.bulk_create([revision])
    page.latest_revision = page.live_revision = revision
    update_page(page)
    page_published.send(sender=type(page), instance=page, revision=revision)
    _log(page, revision, user=user)
    return revision


def _save_relations(page: Page, *, is_new: bool) -> None:
    """Write what belongs to the page: tags, themes, stops, in a statement for each."""
    if is_new:
        for relation in get_all_child_relations(page):
            items = list(getattr(page, relation.get_accessor_name()).all())
            for item in items:
                setattr(item, relation.field.name, page)
            if items:
                relation.related_model._base_manager.bulk_create(items)
        for field in get_all_child_m2m_relations(page):
            if others := list(getattr(page, field.name).all()):
                own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
                through = field.remote_field.through
                through._base_manager.bulk_create(
                    through(**{own: page, other: one}) for one in others
                )
        return
    with disable_reference_index_auto_update():  # brought up to date at the end
        for name in _relations(page):
            getattr(page, name).commit()


def _log(page: Page, revision: Revision, *, user: User | None) -> None:
    """The line of the page's history that Wagtail writes when it publishes."""
    entry = PageLogEntry(
        page=page,
        content_type=page.cached_content_type,
        label=page.get_admin_display_title()[:255],
        action="wagtail.publish",
        timestamp=revision.created_at,
        data={},
        user=user,
        revision=revision,
        content_changed=True,
    )
    PageLogEntry.objects.bulk_create([entry])  # its save() validates what cannot be wrong
