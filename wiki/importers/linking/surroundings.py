"""One file's view of the folder: its links, its pictures, its warnings."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from wiki.importers.conversion.context import Picture, Target
from wiki.importers.documents import Document
from wiki.importers.linking.library import Library, PictureRefused
from wiki.importers.linking.links import LinkResolver
from wiki.importers.reading.scan import SourceFolder
from wiki.importers.reports import ReportBuilder


@dataclass(frozen=True, slots=True)
class FileSurroundings:
    """Answers the questions that the conversion of one file asks."""

    document: Document
    folder: SourceFolder
    links: LinkResolver
    library: Library
    report: ReportBuilder

    def link(self, href: str, *, line: int) -> Target:
        """Where a link of the file goes."""
        return self.links.resolve(href, document=self.document, line=line)

    def warn(self, line: int, code: str, message: object) -> None:
        """Note what was lost or changed in the file."""
        self.report.warn(self.document.path, line, code=code, message=message)

    def picture(self, src: str, *, alt: str, caption: str, line: int) -> Picture:
        """The library's picture for ``src``; its words only when the library cannot have it."""
        lost = Picture(None, alt, caption, line)
        try:
            parts = urlsplit(src)
        except ValueError:
            return self._missing(src, lost)
        if parts.scheme in {"http", "https"} or src.startswith("//"):
            self.warn(
                line,
                "image-remote",
                _("The picture %(src)s is on another site; a link to it stays.") % {"src": src},
            )
            web = src if parts.scheme else f"https:{src}"
            return Picture(None, alt, caption, line, web=web)
        if parts.scheme:
            return self._missing(src[:80], lost)
        address = unquote(parts.path)
        if self.folder.leads_out(address, beside=self.document.path):
            self.warn(line, "outside", _("“%(href)s” leads out of the folder.") % {"href": src})
            return lost
        path = self.folder.find(address, beside=self.document.path)
        if path is None:
            return self._missing(src, lost)
        try:
            number = self.library.picture(path, alt=alt)
        except PictureRefused as refusal:
            self.warn(line, refusal.code, refusal)
            return lost
        if not alt:
            self.warn(
                line,
                "image-alt",
                _("The picture %(src)s has no alternative text; it was marked as decorative.")
                % {"src": src},
            )
        return Picture(number, alt, caption, line)

    def _missing(self, src: str, lost: Picture) -> Picture:
        self.warn(lost.line, "image-missing", _("The picture “%(src)s” is missing.") % {"src": src})
        return lost
