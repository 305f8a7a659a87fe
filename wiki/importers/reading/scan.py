"""Finds the files of a folder and reads them, without ever leaving it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from wiki.importers.reports import ReportBuilder

TEXT_SUFFIXES = {".md", ".markdown"}
#: A guide of 5 MB would be some two thousand printed pages: more is a mistake or an attack.
MAX_TEXT_BYTES = 5 * 1024 * 1024
#: Folders of tools, never of content.
IGNORED_FOLDERS = {"node_modules", "__pycache__", "venv"}
#: Folders in which a README only says that there are pictures.
PICTURE_FOLDERS = {"images", "image", "img", "imgs", "assets", "media", "static", "pictures"}
#: Where site generators keep the files that they serve from the root.
PUBLIC_FOLDERS = ("", ".vuepress/public", "docs/.vuepress/public", "public", "static")


class Unreadable(Exception):  # noqa: N818  (named after the situation)
    """A file cannot be read; ``code`` is the warning's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file: its path inside the folder (with ``/``) and its text."""

    path: str
    text: str


class SourceFolder:
    """A folder of content. Paths given and returned are relative to it, with ``/``."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.name = self.root.name

    def contains(self, path: Path) -> bool:
        """Whether ``path``, with its symbolic links followed, is inside the folder."""
        return path.resolve().is_relative_to(self.root)

    def text_paths(self, report: ReportBuilder) -> Iterator[str]:
        """The Markdown files in order; those that lead out of the folder are reported."""
        for folder, folders, names in os.walk(self.root, followlinks=False):
            here = Path(folder)
            for name in sorted(folders):
                if (here / name).is_symlink() and not self.contains(here / name):
                    self._refuse(here / name, report)
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".")
                and name not in IGNORED_FOLDERS
                and not (here / name).is_symlink()
            )
            for name in sorted(names):
                path = here / name
                if path.suffix.lower() not in TEXT_SUFFIXES or name.startswith("."):
                    continue
                if not self.contains(path):
                    self._refuse(path, report)
                    continue
                yield path.relative_to(self.root).as_posix()

    def _refuse(self, path: Path, report: ReportBuilder) -> None:
        report.fail(
            path.relative_to(self.root).as_posix(),
            0,
            code="outside",
            message=_("This symbolic link leads out of the folder; it was not followed."),
        )

    def read(self, path: str, report: ReportBuilder) -> SourceFile:
        """The text of a file. Raises Unreadable."""
        full = self.root / path
        try:
            size = full.stat().st_size
            if size > MAX_TEXT_BYTES:
                raise Unreadable(
                    "too-large",
                    _("The file is too large: %(size)d MB, the limit is %(limit)d MB.")
                    % {"size": round(size / 1024**2), "limit": MAX_TEXT_BYTES // 1024**2},
                )
            data = full.read_bytes()
        except OSError as error:
            raise Unreadable(
                "unreadable", _("The file cannot be read: %(reason)s.") % {"reason": error.strerror}
            ) from error
        return SourceFile(path=path, text=self._decoded(path, data, report))

    def _decoded(self, path: str, data: bytes, report: ReportBuilder) -> str:
        if b"\x00" in data:
            raise Unreadable("encoding", _("This is no text: it holds null bytes."))
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise Unreadable(
                "encoding", _("The encoding is neither UTF-8 nor Windows-1252.")
            ) from error
        report.warn(
            path,
            line,
            code="encoding",
            message=_("The file is not in UTF-8; it was read as Windows-1252."),
        )
        return text

    def find(self, target: str, *, beside: str) -> Path | None:
        """The file that ``target`` means in the file ``beside``; None when there is none.

        A target that begins with ``/`` is looked for in the root and in the folders that
        site generators serve. What leads out of the folder does not exist.
        """
        if target.startswith("/"):
            places = [self.root / public / target.lstrip("/") for public in PUBLIC_FOLDERS]
        else:
            places = [(self.root / beside).parent / target]
        for place in places:
            try:
                if self.contains(place) and place.is_file():
                    return place.resolve()
            except (OSError, ValueError):  # a name too long, a null byte
                continue
        return None

    def leads_out(self, target: str, *, beside: str) -> bool:
        """Whether a relative target points outside the folder."""
        return not target.startswith("/") and not self.contains(
            (self.root / beside).parent / target
        )
