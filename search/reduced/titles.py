"""Titles offered while somebody types and the index does not answer."""

from django.db import DatabaseError
from wagtail.models import Page

from search.eligibility import indexable_pages
from search.engines.base import Suggestion
from search.people.reduced import people_named
from search.reduced.roots import Root, alternatives, words_of
from search.text import typed
from wiki.communities.audience import Viewer, readable
from wiki.core.once import reading_once

#: Titles read for each that is offered, so that the best are among them.
READ = 4
#: Words that are looked up: nobody needs more to find a title.
MOST_WORDS = 8


def reduced_titles(text: str, viewer: Viewer, *, limit: int) -> list[Suggestion]:
    """Pages in whose title every word begins another, shortest first (five queries)."""
    asked = [Root(word, whole=False) for word in words_of(text)][:MOST_WORDS]
    if not asked:
        return []
    try:
        with reading_once():
            pages = readable(indexable_pages(), viewer)
            for root in asked:
                pages = pages.filter(title__iregex=alternatives((root,)))
            # In no order: the database stops as soon as it has found some.
            found = list(pages[: READ * limit])
    except DatabaseError:
        return []
    offered = [_page(page) for page in found] + people_named(asked, viewer, most=READ * limit)
    start = typed(text)
    offered.sort(key=lambda o: (not typed(o.title).startswith(start), len(o.title), o.page_id))
    return offered[:limit]


def _page(page: Page) -> Suggestion:
    return Suggestion(
        page_id=page.pk,
        kind=getattr(page.specific_class, "search_kind", ""),
        title=page.title,
        url=page.url or "",
        # Where it lives is told by the index alone: it would be a query for each.
        context_key="",
        context="",
    )
