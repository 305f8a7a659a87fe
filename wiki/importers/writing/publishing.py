"""Publishes a page through a revision, in as few steps as that takes.

Wagtail saves a page three times to publish it: once for the draft, once for the
revision, once from the revision's JSON. What is imported is published as it is, so one
save is enough; the revision, the signals and the log are the same.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from wiki.people.models import User


@transaction.atomic
def publish(
    page: Page,
    *,
    user: User | None = None,
    first_published: datetime | None = None,
    updated: datetime | None = None,
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
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=user,
        created_at=now,
        content=page.serializable_data(),
        object_str=str(page)[:255],
    )
    page.latest_revision = page.live_revision = revision
    page.save(clean=False)
    page_published.send(sender=type(page), instance=page, revision=revision)
    log(instance=page, action="wagtail.publish", user=user, revision=revision, content_changed=True)
    return revision
