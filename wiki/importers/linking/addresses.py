"""Under which addresses the files of a folder may be meant."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field

from wiki.importers.documents import Document

_SUFFIXES = (".md", ".markdown", ".html", ".htm")


def normalised(address: str) -> str:
    """An address without its slashes at both ends, its suffix and its case."""
    path = posixpath.normpath("/" + address.strip()).strip("/").lower()
    for suffix in _SUFFIXES:
        if path.endswith(suffix):
            path = path[: -len(suffix)]
            break
    name = path.rpartition("/")[2]
    if name in {"readme", "index", "_index"}:
        path = path[: -len(name)].rstrip("/")
    return path


@dataclass(slots=True)
class AddressBook:
    """Finds the file that an address means. Paths of folders end with /."""

    _files: dict[str, str] = field(default_factory=dict)
    _folders: dict[str, str] = field(default_factory=dict)
    _exact: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "AddressBook":
        """All the addresses of these files: their paths, and the permalinks they declare."""
        book = cls()
        for document in documents:
            book._exact[document.path.lower()] = document.path
            names = [document.path]
            if permalink := document.values.text("permalink"):
                names.append(permalink)
            for name in names:
                book._files.setdefault(normalised(name), document.path)
            folder = document.folder
            while folder:
                book._folders.setdefault(normalised(folder), folder)
                folder = folder[:-1].rpartition("/")[0]
                folder = f"{folder}/" if folder else ""
        return book

    def file(self, address: str) -> str | None:
        """The file of an address; a README answers for its folder."""
        plain = posixpath.normpath("/" + address).strip("/").lower()
        return self._exact.get(plain) or self._files.get(normalised(address))

    def folder(self, address: str) -> str | None:
        """The folder of an address that names no file."""
        if address.lower().endswith(_SUFFIXES):
            return None
        return self._folders.get(normalised(address))
