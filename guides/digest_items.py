"""Items of digests as readers meet them: each sees those whose page they may read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from guides.models import DigestItem, DigestPage, KnowledgePage
from wiki.communities.audience import Viewer, readable
from wiki.core.page_context import adds_context


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item in words; ``url`` is a path of the site, an address elsewhere, or ""."""

    pk: int
    anchor: str
    section: str
    title: str
    language: str
    url: str
    #: The same by the page's number, which stays right when the page moves.
    lasting_url: str
    #: Key, word and icon of the type of page; "" for free words.
    kind: str
    kind_label: str
    kind_icon: str
    #: Where a watch note comes from; the title of the page on which a question was asked.
    origin: str
    word: str
    correction: str
    corrected_at: datetime | None
    page_id: int | None


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A heading ("" for none) and its items."""

    title: str
    items: tuple[ShownItem, ...]


def live_items(digests: Iterable[int]) -> QuerySet[DigestItem]:
    """All items of these digests whose page is published, with what is shown of it (one query)."""
    rows = DigestItem.objects.filter(digest__in=list(digests))
    return (
        rows.filter(Q(page=None) | Q(page__live=True))
        .select_related("page", "page__content_type")
        .defer("page__keywords", "page__search_description")
        .annotate(publisher=F("page__watchnotepage__publisher"))
        .order_by("digest", "position", "pk")
    )


def items_for(digest: DigestPage, viewer: Viewer) -> list[ShownItem]:
    """The items that this person may read, in order (two queries at most)."""
    rows = readable(live_items([digest.pk]), viewer, prefix="page__")
    return [shown(row, language=digest.language) for row in rows]


def shown(item: Any, *, language: str) -> ShownItem:
    """A row of ``live_items`` in words; ``language`` is that of the digest."""
    page: KnowledgePage | None = item.page
    if page is None:
        return _shown(item, title=item.title, language=language, url=item.url)
    kind: type[KnowledgePage] = page.specific_class or KnowledgePage
    return _shown(
        item,
        title=item.title or page.title,
        language=page.language,
        url=f"{page.url or ''}{item.url}",
        lasting_url=f"{reverse('guides:go', args=[page.pk])}{item.url}",
        kind=kind.search_kind,
        kind_label=str(kind.kind_label),
        kind_icon=kind.kind_icon,
        origin=page.title if item.title else (item.publisher or ""),
    )


def _shown(item: DigestItem, *, url: str, lasting_url: str = "", **values: Any) -> ShownItem:
    return ShownItem(
        pk=item.pk,
        anchor=item.anchor,
        section=item.section,
        url=url,
        lasting_url=lasting_url or url,
        word=item.word,
        correction=item.correction,
        corrected_at=item.corrected_at,
        page_id=item.page_id,
        **{"kind": "", "kind_label": "", "kind_icon": "", "origin": "", **values},
    )


def in_sections(items: Sequence[ShownItem]) -> list[ShownSection]:
    """The items below their headings, which stand in the order in which they first appear."""
    found: dict[str, list[ShownItem]] = {}
    for item in items:
        found.setdefault(item.section, []).append(item)
    return [ShownSection(title, tuple(rows)) for title, rows in found.items()]


@adds_context(DigestPage)
def digest_context(page: DigestPage, request: HttpRequest) -> dict[str, Any]:
    """The sections of a digest as this person reads them."""
    return {"sections": in_sections(items_for(page, request.user)) if page.pk else []}
