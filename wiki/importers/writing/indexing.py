"""Brings Wagtail's indexes up to date with many pages at once."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.search.index import class_is_indexed

#: Pages in one transaction: short enough for others to write in between.
BATCH = 200


def index_pages(pages: Iterable[Page]) -> None:
    """Note what the pages refer to, and let the editors' search find them."""
    by_type: dict[type[Page], list[Page]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for page_type, rows in by_type.items():
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            with transaction.atomic():
                for page in batch:
                    ReferenceIndex.create_or_update_for_object(page)
                if class_is_indexed(page_type):
                    for backend in get_search_backends(with_auto_update=True):
                        backend.add_bulk(page_type, batch)
