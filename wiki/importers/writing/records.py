"""Remembers which page was made from which file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Revision

from wiki.importers.models import ImportedPage


@dataclass(slots=True)
class Records:
    """The records of one source: a folder imported at one place."""

    source: str
    _known: dict[str, ImportedPage] = field(default_factory=dict)
    _pages: dict[int, Page] = field(default_factory=dict)
    #: Files and folders whose page was there before this import.
    known_before: frozenset[str] = frozenset()
    #: Ids of all those pages.
    ids_before: frozenset[int] = frozenset()

    @classmethod
    def load(cls, source: str) -> "Records":
        """All that was imported from this source before."""
        known = {row.path: row for row in ImportedPage.objects.filter(source=source)}
        ids = [row.page_id for row in known.values() if row.page_id is not None]
        pages = Page.objects.filter(pk__in=ids).specific()
        by_id = {page.pk: page for page in pages}
        before = frozenset(path for path, row in known.items() if row.page_id in by_id)
        return cls(source, known, by_id, before, frozenset(by_id))

    def get(self, path: str) -> ImportedPage | None:
        """The record of a file or folder."""
        return self._known.get(path)

    def page(self, path: str) -> Any:
        """The page made from a file or folder, of its own type; None when there is none."""
        record = self._known.get(path)
        return self._pages.get(record.page_id) if record and record.page_id else None

    def was_deleted(self, path: str) -> bool:
        """Whether somebody deleted the page that was made."""
        record = self._known.get(path)
        return record is not None and record.page_id is None

    def add(self, pages: Iterable[tuple[str, Page]]) -> None:
        """Write down pages made just now, whose text is still to come."""
        fresh = []
        for path, page in pages:
            self._pages[page.pk] = page
            if path in self._known:
                self.remember(path, page)
            else:
                fresh.append(ImportedPage(source=self.source, path=path, page_id=page.pk))
        for row in ImportedPage.objects.bulk_create(fresh, batch_size=100):
            self._known[row.path] = row

    def remember(
        self,
        path: str,
        page: Page,
        *,
        digest: str = "",
        revision: Revision | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        """Write down that ``page`` is what the file gave."""
        if path not in self._known:
            self.add([(path, page)])
        record = self._known[path]
        record.page_id = page.pk
        record.digest = digest
        record.revision_id = revision.pk if revision else None
        record.extra = extra or {}
        self._pages[page.pk] = page
        ImportedPage.objects.filter(pk=record.pk).update(
            page_id=record.page_id,
            digest=record.digest,
            revision_id=record.revision_id,
            extra=record.extra,
            imported_at=timezone.now(),
        )

    def forget(self, path: str) -> None:
        """Drop the record of a file."""
        if record := self._known.pop(path, None):
            record.delete()
