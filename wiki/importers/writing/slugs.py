"""Addresses of the pages: free among their neighbours."""

from pathlib import PurePosixPath

from wagtail.models import Page

from wiki.core.languages import Language
from wiki.core.text import anchor_slug
from wiki.importers.documents import Document, humanised


def wanted_slug(document: Document) -> str:
    """The last part of the address that the file asks for, or of its name."""
    if slug := document.values.text("slug"):
        return anchor_slug(slug.strip("/").rpartition("/")[2])
    stem = PurePosixPath(document.path).stem
    # « guide.en.md » is named after its original; its own title makes a better address.
    if document.speaks_for_folder or PurePosixPath(stem).suffix.lstrip(".") in Language.values:
        return anchor_slug(document.title)
    permalink = document.values.text("permalink").strip("/").rpartition("/")[2]
    return name_slug(permalink or humanised(stem))


def name_slug(name: str) -> str:
    """The address made of a file's or folder's name: « data.gouv.fr » gives data-gouv-fr."""
    return anchor_slug(name.replace(".", "-"))


class SlugBook:
    """Gives each new page a slug that no neighbour has; asks the database once per parent."""

    def __init__(self) -> None:
        self._taken: dict[int, set[str]] = {}

    def free(self, slug: str, parent: Page) -> str:
        """``slug``, or else with the first free number."""
        taken = self._taken.get(parent.pk)
        if taken is None:
            children = Page.objects.child_of(parent).values_list("slug", flat=True)
            taken = self._taken[parent.pk] = set(children)
        candidate, number = slug, 2
        while candidate in taken:
            candidate, number = f"{slug}-{number}", number + 1
        taken.add(candidate)
        return candidate
