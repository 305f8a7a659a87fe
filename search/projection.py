"""From page ids to what should become of their entries, read from the database."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.models import Page

from search.documents import SearchDocument
from search.eligibility import indexable_pages
from search.engines.base import Changes
from search.kinds import searchable_models
from wiki.communities.audience import page_audiences

logger = logging.getLogger(__name__)


@dataclass
class Projection:
    """Reads pages and says: write or delete. Remembers the pages it could not read."""

    failed: dict[int, str] = field(default_factory=dict)

    def changes(self, ids: frozenset[int]) -> Changes:
        """Eligible pages are written, all others deleted; those that fail stay as they are."""
        eligible = indexable_pages().filter(pk__in=ids).values_list("pk", flat=True)
        documents = self.documents(eligible)
        written = {document.page_id for document in documents}
        return Changes(tuple(documents), ids - written - self.failed.keys())

    def documents(self, ids: Iterable[int]) -> list[SearchDocument]:
        """The entries of these pages; a constant number of queries per page type."""
        ids = list(ids)
        pages: list[Page] = []
        for model in searchable_models():
            pages += model.search_queryset().filter(pk__in=ids)
        audiences = page_audiences(pages)
        found = []
        for page in pages:
            try:
                found.append(SearchDocument(page.search_content(), audiences[page.pk]))
            except Exception as error:
                # One unreadable page must not keep the others out; it is kept and told.
                logger.exception("search.projection.failed", extra={"page_id": page.pk})
                self.failed[page.pk] = f"{type(error).__name__}: {error}"
        return found
