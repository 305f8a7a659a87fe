"""Inserts thousands of published pages in one go, on both sides alike.

No signal runs and nothing is indexed: it only makes the collection that reads and
searches are measured on.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.query import QuerySet
from django.utils import timezone
from wagtail.models import Locale, Page

BATCH = 200


def number_pages(pages: Sequence[Page], parent: Page) -> None:
    """Give new pages the place below ``parent`` that the tree would give them."""
    now = timezone.now()
    locale = Locale.objects.get()
    kinds = ContentType.objects.get_for_models(*{type(page) for page in pages})
    for offset, page in enumerate(pages, start=parent.numchild + 1):
        page.path = parent._get_path(parent.path, parent.depth + 1, offset)
        page.depth = parent.depth + 1
        page.numchild = 0
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.draft_title = page.title
        page.locale = locale
        page.content_type = kinds[type(page)]
        page.live = True
        page.first_published_at = page.first_published_at or now
        page.last_published_at = page.latest_revision_created_at = now


def _tables(model: type[models.Model]) -> list[type[models.Model]]:
    """The model's own table last, those of its concrete parents before it."""
    parents = [base for base in reversed(model.__mro__) if hasattr(base, "_meta")]
    return [base for base in parents if not base._meta.abstract and base is not models.Model]


@transaction.atomic
def insert_pages(pages: Sequence[Page], parent: Page) -> None:
    """``pages``, all of one type, below ``parent``; they have their ids afterwards.

    Django's ``bulk_create`` refuses models with several tables, so each table is
    filled with the step that ``bulk_create`` itself uses.
    """
    if not pages:
        return
    number_pages(pages, parent)
    first = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    tables = _tables(type(pages[0]))
    for offset, page in enumerate(pages):
        for table in tables:
            setattr(page, table._meta.pk.attname, first + offset)
    for table in tables:
        rows: Any = QuerySet(table)
        rows._for_write = True
        rows._batched_insert(list(pages), table._meta.local_concrete_fields, BATCH)
    for page in pages:
        page._state.adding = False
    parent.numchild += len(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
