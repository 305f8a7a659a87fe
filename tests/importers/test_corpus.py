"""Real guides, as their authors left them: nothing is lost, nothing fails."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from wagtail.models import Page

from guides.rendering import rendered
from tests.conftest import need
from tests.importers.words import page_words, source_words
from wiki.importers.models import ImportedPage
from wiki.importers.options import ImportOptions
from wiki.importers.reports import ImportReport
from wiki.importers.services import import_folder

ROOT = Path(__file__).resolve().parents[2]
CORPORA = Path(os.environ.get("RECUEIL_CORPORA", ROOT.parent / "shared" / "corpora"))
GUIDES = CORPORA / "guides-etalab"
OPTIONS = ImportOptions(site_url="https://guides.etalab.gouv.fr")

pytestmark = pytest.mark.corpus

#: Every warning that the corpus still gives, and why it must be one.
JUSTIFIED = {
    "component": 21,  # <Button> became a link; the lists of pages that VuePress filled in are gone
    "unknown-key": 9,  # sidebar, home, heroText…: how the old site looked
    "image-remote": 8,  # badges and map tiles on other hosts
    "image-alt": 2,  # pictures without any words
    "image-missing": 2,  # files that were not in the source
    "image-format": 1,  # a drawing in SVG
    "toc": 2,  # every page has its own list of contents
    "skipped": 2,  # the README of a folder of pictures, an index without text
}


@pytest.fixture
def imported(home: Page) -> ImportReport:
    need(GUIDES.is_dir(), f"the corpus is not at {GUIDES}")
    return import_folder(GUIDES, options=OPTIONS)


def pages() -> dict[str, Page]:
    """The page of each file."""
    rows = ImportedPage.objects.exclude(path__contains="#").select_related("page")
    return {row.path: row.page.specific for row in rows if row.page}


def test_all_files_are_imported_and_all_words_are_kept(imported: ImportReport) -> None:
    files = sorted(path.relative_to(GUIDES).as_posix() for path in GUIDES.rglob("*.md"))
    assert [done.file for done in imported.pages] == files
    assert imported.failed == 0
    assert imported.created == len(files) - JUSTIFIED["skipped"]
    lost = {
        path: words
        for path, page in pages().items()
        if (words := source_words((GUIDES / path).read_text()) - page_words(page))
    }
    assert lost == {}
    counted = Counter(warning.code for warning in imported.warnings)
    assert counted == JUSTIFIED
    for warning in imported.warnings:
        lines = (GUIDES / warning.file).read_text().split("\n")
        assert 1 <= warning.line <= len(lines)

    again = import_folder(GUIDES, options=OPTIONS)
    assert (again.created, again.updated, again.failed) == (0, 0, 0)
    assert again.unchanged == imported.created


def test_pages_open_and_their_links_lead_somewhere(imported: ImportReport, client: Client) -> None:
    ids = {page.url: html_ids(page) for page in pages().values()}
    for path, page in pages().items():
        html = "".join(part.html for part in rendered(page).parts)
        for href in re.findall(r'href="([^"]*)"', html):
            address, _hash, fragment = href.partition("#")
            if address.startswith("/") and address in ids and fragment:
                assert fragment in ids[address], (path, href)
            if not address and fragment:
                assert fragment in ids[page.url], (path, href)
            assert not address.endswith(".md") or "://" in address, (path, href)
    for path in ("qualite/3-documenter-les-donnees.md", "algorithmes/0-guide.md"):
        assert client.get(pages()[path].url).status_code == 200


def html_ids(page: Page) -> set[str]:
    """All the ids of a page's text."""
    view = rendered(page)
    html = "".join(part.html for part in view.parts)
    return {*re.findall(r'\bid="([^"]+)"', html), *(part.anchor for part in view.parts), "top"}


def test_readers_tell_introductions_apart(imported: ImportReport) -> None:
    places = [page.get_parent().title for page in pages().values() if page.title == "Introduction"]
    assert len(places) > 5
    assert len(set(places)) == len(places)
