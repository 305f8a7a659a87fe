"""From page ids to what should become of their entries, read from the database."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from search.documents import SearchDocument
from search.engines.base import Changes
from search.kinds import searchable_models
from search.people.ids import split
from search.sources import people_documents, standing
from wiki.communities.audience import page_audiences
from wiki.core.search_content import SearchContent

logger = logging.getLogger(__name__)

#: Whatever a page's content raises: one unreadable page must not keep the others out.
#: It is kept in the outbox with the reason, and told by the commands.
UNREADABLE = Exception


@dataclass
class Projection:
    """Reads pages and says: write or delete. Remembers the pages it could not read."""

    failed: dict[int, str] = field(default_factory=dict)

    def changes(self, ids: frozenset[int]) -> Changes:
        """Eligible pages are written, all others deleted; those that fail stay as they are."""
        documents = self.documents(standing(ids))
        written = {document.page_id for document in documents}
        return Changes(tuple(documents), ids - written - self.failed.keys())

    def documents(self, ids: Iterable[int], *, texts: bool = True) -> list[SearchDocument]:
        """The entries of these pages and people; a constant number of queries per type.

        Without ``texts`` their sections may be missing: ten times as fast.
        """
        ids = list(ids)
        chosen, _people = split(ids)
        found: list[SearchDocument] = []
        for model in searchable_models():
            pages = list(model.search_queryset().filter(pk__in=chosen)) if chosen else []
            audiences = page_audiences(pages) if pages else {}
            contents = self._contents(model, pages, texts=texts)
            found += [SearchDocument(content, audiences[content.page_id]) for content in contents]
        return [*found, *people_documents(ids)]

    def _contents(self, model: Any, pages: list[Page], *, texts: bool) -> Iterator[SearchContent]:
        """What each page says; all at once, then one by one from the first that fails."""
        told = 0
        try:
            for content in model.search_contents(pages, texts=texts):
                told += 1
                yield content
        except UNREADABLE:
            yield from self._one_by_one(pages[told:])

    def _one_by_one(self, pages: list[Any]) -> Iterator[SearchContent]:
        for page in pages:
            try:
                yield page.search_content()
            except UNREADABLE as error:
                logger.exception("search.projection.failed", extra={"page_id": page.pk})
                self.failed[page.pk] = f"{type(error).__name__}: {error}"
