"""What pages show of the search: other pages about the same, and who knows about it."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from search import service
from search.errors import SearchUnavailable
from search.people.knowing import subject_of_page, who_knows
from wiki.communities.audience import Viewer, viewer_tokens
from wiki.core.changes import content_version
from wiki.core.related import finds_related
from wiki.core.search_content import SearchContent
from wiki.people.knowing import Knower, finds_knowers

#: Twice what a page shows: it leaves out those to which it leads already.
FOUND = 8
#: Seconds; as long as a whole page is kept (``wiki.core.page_cache``).
KEPT_FOR = 600
#: Seconds during which an index that could not be asked is left alone, by all pages.
LEFT_ALONE = 30
UNAVAILABLE = "related:unavailable"


@finds_related
def related_ids(page: Page, request: HttpRequest) -> list[int]:
    """Pages about the same that this person may read; none while the index cannot be asked."""
    return [content.page_id for content in _related(page, request.user)]


def _related(page: Page, viewer: Viewer) -> list[SearchContent]:
    """The same with what is stored of them.

    Kept for everybody with the same rights, until any content changes.
    """
    if cache.get(UNAVAILABLE):
        return []
    key = f"related:{page.pk}:{_state(viewer)}"
    kept: list[SearchContent] | None = cache.get(key)
    if kept is not None:
        return kept
    try:
        found = list(service.related(page.pk, viewer, limit=FOUND))
    except SearchUnavailable:
        cache.set(UNAVAILABLE, True, LEFT_ALONE)
        return []
    cache.set(key, found, KEPT_FOR)
    return found


@finds_knowers
def knowers(page: Page, request: HttpRequest) -> tuple[Knower, ...]:
    """People to ask about the page; kept like the pages above, for one person and one day."""
    viewer, today = request.user, timezone.localdate()
    key = f"knowers:{page.pk}:{viewer.pk}:{today}:{_state(viewer)}"
    kept: tuple[Knower, ...] | None = cache.get(key)
    if kept is None:
        alike = _related(page, viewer)
        kept = who_knows(subject_of_page(page), viewer, today=today, alike=alike)
        cache.set(key, kept, KEPT_FOR)
    return kept


def _state(viewer: Viewer) -> str:
    """Changes with the person's rights and with any content (two queries)."""
    tokens = " ".join(sorted(viewer_tokens(viewer)))
    rights = hashlib.sha256(tokens.encode()).hexdigest()[:16]
    return f"{rights}:{content_version()}"
