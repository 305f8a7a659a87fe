"""What pages show of the search: other pages about the same."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest
from wagtail.models import Page

from search import service
from search.errors import SearchUnavailable
from wiki.communities.audience import viewer_tokens
from wiki.core.changes import content_version
from wiki.core.related import finds_related

#: Twice what a page shows: it leaves out those to which it leads already.
FOUND = 8
#: Seconds; as long as a whole page is kept (``wiki.core.page_cache``).
KEPT_FOR = 600
#: Seconds during which an index that could not be asked is left alone, by all pages.
LEFT_ALONE = 30
UNAVAILABLE = "related:unavailable"


@finds_related
def related_ids(page: Page, request: HttpRequest) -> list[int]:
    """Pages about the same that this person may read; none while the index cannot be asked.

    Kept for everybody with the same rights, until any content changes.
    """
    if cache.get(UNAVAILABLE):
        return []
    tokens = " ".join(sorted(viewer_tokens(request.user)))
    rights = hashlib.sha256(tokens.encode()).hexdigest()[:16]
    key = f"related:{page.pk}:{rights}:{content_version()}"
    kept: list[int] | None = cache.get(key)
    if kept is not None:
        return kept
    try:
        found = service.related(page.pk, request.user, limit=FOUND)
    except SearchUnavailable:
        cache.set(UNAVAILABLE, True, LEFT_ALONE)
        return []
    ids = [content.page_id for content in found]
    cache.set(key, ids, KEPT_FOR)
    return ids
