"""What one page may say of another that it links to."""

from dataclasses import dataclass

from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """The face of a chosen page; everything is empty when it may not be shown."""

    url: str = ""
    title: str = ""
    kind: str = ""
    icon: str = ""
    summary: str = ""


def public_face(page: Page) -> LinkedPage:
    """Title and address of a live page; for a block that is shown alone (its preview)."""
    if not page.live:
        return LinkedPage()
    return LinkedPage(url=page.get_url() or "", title=page.title)
