"""One run of an import: read all files, make the pages, then write them with their links."""

import gc
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from tqdm import tqdm
from wagtail.models import Page

from wiki.core.changes import note_change
from wiki.importers.documents import Document, read_document
from wiki.importers.fields.readings import Readings
from wiki.importers.fields.typed import page_data
from wiki.importers.linking.library import Library
from wiki.importers.linking.links import LinkResolver
from wiki.importers.metadata.directory import Directory
from wiki.importers.options import ImportOptions
from wiki.importers.planning import Plan, plan_of
from wiki.importers.reading.front_matter import BrokenFrontMatter
from wiki.importers.reading.scan import SourceFolder, Unreadable
from wiki.importers.reports import ReportBuilder
from wiki.importers.writing.communities import community_data
from wiki.importers.writing.indexing import index_pages
from wiki.importers.writing.places import Places, record_path
from wiki.importers.writing.records import Records
from wiki.importers.writing.series import write_series
from wiki.importers.writing.shelving import shelve
from wiki.importers.writing.writer import Prepared, Writer
from wiki.people.models import User

logger = logging.getLogger("importers")


@contextmanager
def _long_lived_objects_left_alone() -> Iterator[None]:
    """Keeps the garbage collector off the application and the documents just read.

    All of them stay until the end; looking through them again and again takes a fifth of
    the time of a long import.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


class FolderImport:
    """The steps of an import, in the order of :meth:`run`."""

    def __init__(
        self,
        folder: SourceFolder,
        *,
        base: Page,
        owner: User | None,
        options: ImportOptions,
        report: ReportBuilder,
    ) -> None:
        self.folder, self.owner, self.options, self.report = folder, owner, options, report
        self.home = base if base.depth == 2 else base.get_ancestors().get(depth=2).specific
        self.base = base
        self.records = Records.load(f"{folder.name}@{base.pk}")

    def run(self) -> None:
        """Read, make, write."""
        documents = self._read()
        with _long_lived_objects_left_alone():
            self._make(documents)
        logger.info("importers.folder_imported", extra={"event": {"files": len(documents)}})

    def _make(self, documents: dict[str, Document]) -> None:
        plan = plan_of(documents.values(), base=self.base, report=self.report)
        places = Places(
            base=self.base,
            folder_name=self.folder.name,
            records=self.records,
            readmes=plan.readmes,
            user=self.owner,
        )
        writer = Writer(
            home=self.home,
            places=places,
            records=self.records,
            report=self.report,
            owner=self.owner,
            force=self.options.force,
            home_url=self.home.get_url() or "/",
        )
        prepared = writer.prepare(plan.pages)
        readings = self._readings(documents, places)
        readings.links.pages = {one.document.path: one.page.pk for one in prepared}
        self._introduce_folders(plan, places=places, links=readings.links)
        try:
            self._write(prepared, readings=readings, writer=writer)
            write_series(prepared, writer=writer)
        finally:
            index_pages(places.touched, known=self.records.ids_before)
            if places.touched:
                note_change()  # the rows were written without signals
            shelve(readings.library.made)

    def _readings(self, documents: dict[str, Document], places: Places) -> Readings:
        """What the texts are read with, once all pages have their place."""
        library = Library(dry_run=self.options.dry_run)
        directory = Directory.load()
        for folder, community in places.communities.items():
            directory.add_community_name(PurePosixPath(folder).name, community.pk)
        links = LinkResolver(
            folder=self.folder,
            documents=documents,
            report=self.report,
            library=library,
            site_url=self.options.site_url,
            root_path=self.home.url_path,
            folder_page=lambda folder: page.pk if (page := places.index_of(folder)) else None,
        )
        return Readings(
            folder=self.folder,
            links=links,
            library=library,
            report=self.report,
            directory=directory,
            owner=self.owner,
        )

    def _progress(self, items: Iterable, *, label: str, total: int | None = None) -> Iterable:
        return tqdm(
            items,
            desc=str(label),
            total=total,
            unit="",
            disable=not self.options.progress,
            leave=False,
        )

    def _read(self) -> dict[str, Document]:
        """The documents of all files that can be read."""
        documents = {}
        paths = list(self.folder.text_paths(self.report))
        for path in self._progress(paths, label=_("Reading")):
            try:
                documents[path] = read_document(self.folder.read(path, self.report), self.report)
            except Unreadable as error:
                self.report.fail(path, 0, code=error.code, message=error)
            except BrokenFrontMatter as error:
                self.report.fail(path, error.line, code="front-matter", message=error)
        return documents

    def _introduce_folders(self, plan: Plan, *, places: Places, links: LinkResolver) -> None:
        """A README of a few words is the introduction of its folder's index."""
        for document in plan.intros:
            known = record_path(document.folder, "guide") in self.records.known_before
            index = places.container(document.folder, "guide")
            links.pages[document.path] = index.pk
            self.report.outcome(
                document.path,
                "unchanged" if known else "created",
                page_id=index.pk,
                url=index.get_url() or "",
            )

    def _write(self, prepared: list[Prepared], *, readings: Readings, writer: Writer) -> None:
        for one in self._progress(prepared, label=_("Writing")):
            document = one.document
            try:
                reading = readings.of(document)
                data = (
                    community_data(reading) if document.kind == "community" else page_data(reading)
                )
                writer.write(one, data)
            except (DatabaseError, ValidationError, ValueError, OSError) as error:
                writer.discard(one)
                self._failed(document, error)

    def _failed(self, document: Document, error: Exception) -> None:
        reason = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        self.report.fail(
            document.path,
            0,
            code="not-written",
            message=_("The page could not be written: %(reason)s") % {"reason": reason},
        )
