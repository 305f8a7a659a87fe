"""What stands beside the text of some pages: the items of a digest, the stops of a series.

Each names other pages, so each is written for one reader.
"""

from typing import Any

from django.template.loader import render_to_string

from guides.digest_items import in_sections, items_for
from guides.models import DigestPage, SeriesPage
from wiki.communities.audience import Viewer, readable


def lists_html(page: Any, viewer: Viewer) -> str:
    """HTML of them, "" for the other types of page (two queries at most)."""
    match page:
        case DigestPage():
            context: dict[str, Any] = {"sections": in_sections(items_for(page, viewer))}
        case SeriesPage():
            entries = page.entries.filter(page__live=True).select_related("page")
            context = {"stops": list(readable(entries, viewer, prefix="page__"))}
        case _:
            return ""
    return render_to_string("syndication/entry_lists.html", {"page": page, **context})
