"""Puts together what the reading of one document needs."""

from dataclasses import dataclass

from wiki.importers.conversion.context import Page
from wiki.importers.conversion.source import labels_cited
from wiki.importers.documents import Document
from wiki.importers.fields.shared import Reading
from wiki.importers.linking.library import Library
from wiki.importers.linking.links import LinkResolver
from wiki.importers.linking.surroundings import FileSurroundings
from wiki.importers.metadata.directory import Directory
from wiki.importers.reading.scan import SourceFolder
from wiki.importers.reports import ReportBuilder
from wiki.people.models import User


@dataclass(frozen=True, slots=True)
class Readings:
    """What all documents of an import share."""

    folder: SourceFolder
    links: LinkResolver
    library: Library
    report: ReportBuilder
    directory: Directory
    owner: User | None

    def of(self, document: Document) -> Reading:
        """The reading of one document."""
        around = FileSurroundings(
            document=document,
            folder=self.folder,
            links=self.links,
            library=self.library,
            report=self.report,
        )
        outline = document.outline
        cited: set[str] = set()
        for chunk in document.chunks:
            if chunk.kind != "footnote" and "[^" in chunk.raw:
                cited |= labels_cited(chunk.raw)
        page = Page(
            around=around,
            anchors=document.anchors,
            references=outline.references,
            footnotes=outline.footnotes,
            shift=document.shift,
            cited=frozenset(cited),
        )
        return Reading(
            document=document,
            around=around,
            directory=self.directory,
            page=page,
            default_owner=self.owner.pk if self.owner else None,
        )
