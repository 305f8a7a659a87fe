"""Addresses of the pages: free among their neighbours."""

from collections.abc import Callable
from pathlib import PurePosixPath

from wagtail.models import Page

from wiki.core.text import anchor_slug
from wiki.importers.documents import Document, humanised


def wanted_slug(document: Document) -> str:
    """The last part of the address that the file asks for, or of its name."""
    if slug := document.values.text("slug"):
        return anchor_slug(slug.strip("/").rpartition("/")[2])
    if document.speaks_for_folder:
        return anchor_slug(document.title)
    permalink = document.values.text("permalink").strip("/").rpartition("/")[2]
    return anchor_slug(permalink or humanised(PurePosixPath(document.path).stem))


def free_slug(slug: str, taken: Callable[[str], bool]) -> str:
    """``slug``, or else with the first free number."""
    candidate, number = slug, 2
    while taken(candidate):
        candidate, number = f"{slug}-{number}", number + 1
    return candidate


def free_among_children(slug: str, parent: Page) -> str:
    """A slug that no child of ``parent`` has."""
    return free_slug(
        slug, lambda wanted: Page.objects.child_of(parent).filter(slug=wanted).exists()
    )
