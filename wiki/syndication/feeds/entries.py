"""Pages of knowledge as entries of a feed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import translation

from guides.digest_items import live_items
from guides.models import DigestPage, KnowledgePage
from wiki.communities.audience import Viewer, readable
from wiki.syndication.feeds.content import page_html
from wiki.syndication.feeds.values import NEVER, Category, Entry, absolute, tag_uri

#: How many pages a feed holds; programs look often enough to miss none.
NEWEST = 30


def newest(pages: QuerySet[KnowledgePage]) -> list[KnowledgePage]:
    """The first pages of ``pages`` with all that an entry says of them (a dozen queries)."""
    return list(
        pages.select_related("owner")
        .prefetch_related("co_authors", "themes", "tags")
        .specific()[:NEWEST]  # type: ignore[attr-defined]  # a queryset of pages
    )


def entries_of(pages: Iterable[KnowledgePage], viewer: Viewer) -> tuple[Entry, ...]:
    """An entry for each page, in their order, as this person reads it.

    Whoever calls has made sure that the person may read them.
    """
    pages = list(pages)
    corrected = _corrected(pages, viewer)
    return tuple(_entry(page, viewer, corrected=corrected.get(page.pk)) for page in pages)


def _corrected(pages: Sequence[KnowledgePage], viewer: Viewer) -> dict[int, datetime]:
    """When each digest was last corrected, as far as this person reads it (three queries at most).

    A correction is no publication of the page, and yet what subscribers should see again.
    """
    digests = [page.pk for page in pages if isinstance(page, DigestPage)]
    if not digests:
        return {}
    items = readable(live_items(digests), viewer, prefix="page__").exclude(corrected_at=None)
    rows = items.order_by().values_list("digest").annotate(Max("corrected_at"))
    return dict(rows)


def _entry(page: Any, viewer: Viewer, *, corrected: datetime | None) -> Entry:
    url = absolute(page.url or reverse("guides:go", args=[page.pk]))
    # Words of ours are in the language of the text, whoever reads the feed.
    with translation.override(page.language):
        html = page_html(page, viewer, url=url)
        categories = tuple(_categories(page))
        authors = _authors(page)
        rights = str(page.get_licence_display())
    published = page.first_published_at or page.last_published_at or NEVER
    updated = page.last_published_at or published
    return Entry(
        id=tag_uri(f"pages/{page.pk}"),
        url=url,
        title=page.title,
        language=page.language,
        summary=page.summary,
        html=html,
        published=published,
        updated=max(updated, corrected) if corrected else updated,
        authors=authors,
        categories=categories,
        source_url=page.source_url,
        rights=rights,
    )


def _authors(page: Any) -> tuple[str, ...]:
    """The names that visitors read below the title."""
    people = [page.owner] if page.owner else []
    people += [each for each in page.co_authors.all() if each not in people]
    return tuple(each.display_name for each in people)


def _categories(page: Any) -> Sequence[Category]:
    kind = Category(page.search_kind, str(page.kind_label), tag_uri("types"))
    themes = [
        Category(theme.slug, theme.label_in(page.language), tag_uri("themes"))
        for theme in page.themes.all()
    ]
    tags = [Category(tag.slug, tag.name, tag_uri("tags")) for tag in page.tags.all()]
    return [kind, *themes, *tags]
