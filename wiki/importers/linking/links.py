"""From the address in a link to the page that it means."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from wiki.importers.conversion.context import Target
from wiki.importers.documents import Document
from wiki.importers.linking.addresses import AddressBook
from wiki.importers.linking.library import DocumentRefused, Library
from wiki.importers.reading.scan import SourceFolder
from wiki.importers.reports import ReportBuilder

WEB = {"http", "https"}
KEPT = {"mailto", "tel", "sms", "ftp"}


@dataclass(slots=True)
class LinkResolver:
    """Resolves the links of all files of one import."""

    folder: SourceFolder
    documents: dict[str, Document]
    report: ReportBuilder
    library: Library
    #: Where the links of the old site began, for example ``https://old.example/docs``.
    site_url: str
    #: ``url_path`` of the site's home page.
    root_path: str
    #: Id of the page of each file.
    pages: dict[str, int] = field(default_factory=dict)
    #: Gives the id of the index page of a folder.
    folder_page: Callable[[str], int | None] = lambda folder: None
    _book: AddressBook = field(init=False)

    def __post_init__(self) -> None:
        self._book = AddressBook.of(self.documents.values())

    def resolve(self, href: str, *, document: Document, line: int) -> Target:
        """Where ``href`` goes from ``document``; what goes nowhere is reported."""
        href = href.strip()
        if href.startswith("#"):
            return self._here(href[1:], document=document, line=line)
        try:
            parts = urlsplit(href)
        except ValueError:
            return self._broken(href, document, line)
        if parts.scheme in WEB or href.startswith("//"):
            inside = self._inside_old_site(href)
            if inside is None:
                return Target("web", url=href if parts.scheme else f"https:{href}")
            target = self._local(inside, document=document, line=line, original=href)
            return target if target.kind != "broken" else Target("web", url=href)
        if parts.scheme in KEPT:
            return Target("web", url=href)
        if parts.scheme and "/" not in parts.scheme and not href.lower().endswith(".md"):
            self.report.warn(
                document.path, line, code="link-scheme",
                message=_("A link to “%(href)s” cannot be kept; its text stays.")
                % {"href": href},
            )  # fmt: skip
            return Target("broken")
        return self._local(href, document=document, line=line, original=href)

    def file_of(self, href: str, *, document: Document) -> str | None:
        """The file of the import that an address means, whatever its anchor."""
        address = unquote(href.partition("#")[0].partition("?")[0].strip())
        if inside := self._inside_old_site(address):
            address = inside
        places = (
            [address]
            if address.startswith("/")
            else [posixpath.join(document.folder, address), address]
        )
        if permalink := document.values.text("permalink"):
            places.append(posixpath.join(permalink, address))
        return next((found for place in places if (found := self._book.file(place))), None)

    def _inside_old_site(self, href: str) -> str | None:
        """The path of an address of the old site, from its root; None for other sites."""
        if not self.site_url:
            return None
        old, new = urlsplit(self.site_url), urlsplit(href)
        if not new.netloc or _host(old.netloc) != _host(new.netloc):
            return None
        base = old.path.rstrip("/")
        if base and not (new.path + "/").startswith(base + "/"):
            return None
        path = "/" + new.path[len(base) :].lstrip("/")
        return f"{path}#{new.fragment}" if new.fragment else path

    def _here(self, fragment: str, *, document: Document, line: int) -> Target:
        if not fragment:
            return Target("here", anchor="top")
        anchor = document.anchor(unquote(fragment))
        if anchor:
            return Target("here", anchor=anchor)
        if anchor == "":
            return Target("here", anchor="top")
        self._no_anchor(fragment, document, line)
        return Target("broken")

    def _local(self, href: str, *, document: Document, line: int, original: str) -> Target:
        address, _hash, fragment = href.partition("#")
        address = unquote(address.partition("?")[0])
        if not address.startswith("/") and self._climbs_out(address, document):
            self.report.warn(
                document.path, line, code="outside",
                message=_("“%(href)s” leads out of the folder.") % {"href": original},
            )  # fmt: skip
            return Target("broken")
        path = self.file_of(href, document=document)
        folder = self._book.folder(posixpath.join("/", document.folder, address))
        if folder and not fragment and not address.lower().endswith(".md"):
            page_id = self.folder_page(folder)
            if page_id is not None:
                return Target("page", id=page_id)
        if path:
            return self._page(path, fragment, document=document, line=line, original=original)
        if folder and (page_id := self.folder_page(folder)) is not None:
            return Target("page", id=page_id)
        if file := self.folder.find(address, beside=document.path):
            return self._file(file, document=document, line=line, original=original)
        if address.startswith("/") and (page_id := self._existing(address)) is not None:
            return Target("page", id=page_id)
        return self._broken(original, document, line)

    def _climbs_out(self, address: str, document: Document) -> bool:
        return posixpath.normpath(posixpath.join(document.folder, address)).startswith("..")

    def _page(
        self, path: str, fragment: str, *, document: Document, line: int, original: str
    ) -> Target:
        page_id = self.pages.get(path)
        if page_id is None:
            return self._broken(original, document, line)
        anchor = ""
        if fragment:
            found = self.documents[path].anchor(unquote(fragment))
            if found is None:
                self._no_anchor(fragment, document, line)
            anchor = found or ""
        if path == document.path and anchor:
            return Target("here", anchor=anchor)
        return Target("page", id=page_id, anchor=anchor)

    def _file(self, file: Path, *, document: Document, line: int, original: str) -> Target:
        if file.suffix.lower().lstrip(".") in settings.WAGTAILDOCS_EXTENSIONS:
            return self._document(file, document=document, line=line, original=original)
        self.report.warn(
            document.path, line, code="file-link",
            message=_("“%(href)s” is a file that the library does not take; its text stays.")
            % {"href": original},
        )  # fmt: skip
        return Target("broken")

    def _document(self, file: Path, *, document: Document, line: int, original: str) -> Target:
        try:
            return Target("document", id=self.library.document(file))
        except DocumentRefused as refusal:
            self.report.warn(
                document.path, line, code="file-refused",
                message=_("“%(href)s” was refused; its text stays. %(reason)s")
                % {"href": original, "reason": refusal},
            )  # fmt: skip
        return Target("broken")

    def _existing(self, address: str) -> int | None:
        """A page that was already in the site."""
        path = self.root_path + address.strip("/") + "/"
        return Page.objects.filter(url_path=path, live=True).values_list("pk", flat=True).first()

    def _no_anchor(self, fragment: str, document: Document, line: int) -> None:
        self.report.warn(
            document.path, line, code="broken-anchor",
            message=_("No heading answers to “#%(anchor)s”.") % {"anchor": unquote(fragment)},
        )  # fmt: skip

    def _broken(self, href: str, document: Document, line: int) -> Target:
        self.report.warn(
            document.path, line, code="broken-link",
            message=_("“%(href)s” leads to no page; the text of the link stays.")
            % {"href": href},
        )  # fmt: skip
        return Target("broken")


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")
