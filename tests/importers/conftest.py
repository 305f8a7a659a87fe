"""Folders of Markdown for the tests of the import."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from wagtail.models import Page

from wiki.importers.models import ImportedPage
from wiki.importers.options import ImportOptions
from wiki.importers.reports import ImportReport
from wiki.importers.services import import_folder

Blocks = list[tuple[str, Any]]


class Folder:
    """A folder of content that a test writes and imports."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()

    def write(self, name: str, text: str) -> Path:
        """A text file; its folders are made."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def picture(self, name: str, *, colour: str = "red") -> Path:
        """A small picture in one colour."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 6), colour).save(path)
        return path

    def load(self, *, into: str | None = None, **options: Any) -> ImportReport:
        """Import the folder."""
        return import_folder(self.path, into=into, options=ImportOptions(**options))

    def page(self, name: str) -> Any:
        """The page made from a file, as the database has it."""
        page = ImportedPage.objects.get(path=name).page
        assert page is not None
        return Page.objects.get(pk=page.pk).specific


@pytest.fixture
def folder(tmp_path: Path, home: Page) -> Folder:
    """An empty folder named « guides-test » beside a site with a home page."""
    return Folder(tmp_path / "guides-test")


@pytest.fixture
def body(folder: Folder) -> Callable[[str], Blocks]:
    """The blocks of the page that a text becomes."""

    def import_text(text: str) -> Blocks:
        folder.write("texte.md", f"---\ntitle: Un texte\n---\n\n{text}")
        folder.load()
        return [(block["type"], block["value"]) for block in folder.page("texte.md").body.raw_data]

    return import_text


def codes(report: ImportReport) -> set[str]:
    """The codes of all warnings."""
    return {warning.code for warning in report.warnings}
