"""Brings Wagtail's indexes up to date with many pages at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.search.index import class_is_indexed

#: Pages in one transaction: short enough for others to write in between.
BATCH = 200


def index_pages(pages: Iterable[Page], *, known: Collection[int]) -> None:
    """Note what the pages refer to, and let the editors' search find them.

    ``known`` are the ids of pages that were there before: they may have old references.
    """
    by_type: dict[type[Page], list[Page]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for page_type, rows in by_type.items():
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            with transaction.atomic():
                _note_references([page for page in batch if page.pk not in known])
                for page in batch:
                    if page.pk in known:
                        ReferenceIndex.create_or_update_for_object(page)
                if class_is_indexed(page_type):
                    for backend in get_search_backends(with_auto_update=True):
                        backend.add_bulk(page_type, batch)


def _note_references(pages: Iterable[Page]) -> None:
    """The references of pages made just now: there are none to compare with or to delete."""
    rows = []
    base = ContentType.objects.get_for_model(Page)
    for page in pages:
        # The part of create_or_update_for_object that reads the page.
        found = dict.fromkeys(ReferenceIndex._extract_references_from_object(page))
        rows += [
            ReferenceIndex(
                content_type=page.cached_content_type,
                base_content_type=base,
                object_id=page.pk,
                to_content_type_id=content_type_id,
                to_object_id=object_id,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            )
            for content_type_id, object_id, model_path, content_path in found
        ]
    ReferenceIndex.objects.bulk_create(rows, batch_size=100, ignore_conflicts=True)
