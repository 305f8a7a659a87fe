"""Remembers which page was made from which file."""

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page, Revision

from wiki.importers.models import ImportedPage


@dataclass(slots=True)
class Records:
    """The records of one source: a folder imported at one place."""

    source: str
    _known: dict[str, ImportedPage] = field(default_factory=dict)

    @classmethod
    def load(cls, source: str) -> "Records":
        """All that was imported from this source before."""
        rows = ImportedPage.objects.filter(source=source).select_related("page")
        return cls(source, {row.path: row for row in rows})

    def get(self, path: str) -> ImportedPage | None:
        """The record of a file or folder."""
        return self._known.get(path)

    def page(self, path: str) -> Page | None:
        """The page made from a file or folder, unless it was deleted."""
        record = self._known.get(path)
        return record.page if record else None

    def was_deleted(self, path: str) -> bool:
        """Whether somebody deleted the page that was made."""
        record = self._known.get(path)
        return record is not None and record.page_id is None

    def remember(
        self,
        path: str,
        page: Page,
        *,
        digest: str = "",
        revision: Revision | None = None,
        extra: dict[str, Any] | None = None,
    ) -> ImportedPage:
        """Write down that ``page`` is what the file gave."""
        record, _made = ImportedPage.objects.update_or_create(
            source=self.source,
            path=path,
            defaults={
                "page_id": page.pk,
                "digest": digest,
                "revision_id": revision.pk if revision else None,
                "extra": extra or {},
            },
        )
        record.page = Page(pk=page.pk) if not isinstance(page, Page) else page
        self._known[path] = record
        return record

    def forget(self, path: str) -> None:
        """Drop the record of a file."""
        if record := self._known.pop(path, None):
            record.delete()
