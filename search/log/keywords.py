"""Adds to a page the words by which people ask for it, as an editor would by hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from search.text import typed
from wiki.communities.audience import Viewer
from wiki.core.search_content import SearchablePage
from wiki.core.text import folded_lines


class KeywordsRefused(Exception):  # noqa: N818  (named after the situation)
    """Another person holds the page, its type has no keywords, or it may not be changed."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the words; ``published`` when readers find the page by them already."""

    words: tuple[str, ...]
    published: bool


def may_add(page: Page, user: Viewer) -> bool:
    """Whether this person may change the keywords of this (specific) page now."""
    if not _field(page):
        return False
    permissions = page.permissions_for_user(user)
    return permissions.can_edit() and not permissions.page_locked()


def add_keywords(page: Page, lines: Iterable[str], user: Viewer) -> Added:
    """A new revision of the page with these ways to ask; those it has are left out.

    It is published when nothing else waits to be and the person may publish; otherwise
    it joins the draft. Raises ``KeywordsRefused``.
    """
    page = page.specific
    if not may_add(page, user):
        raise KeywordsRefused
    with transaction.atomic():
        waiting = page.has_unpublished_changes or page.workflow_in_progress
        draft = page.get_latest_revision_as_object()
        known = keywords_of(draft)
        new = {typed(line): line for line in reversed(list(lines)) if typed(line)}
        added = tuple(new[key] for key in reversed(new) if key not in set(map(typed, known)))
        if not added:
            return Added((), published=page.live and not waiting)
        setattr(draft, _field(page), "\n".join([*known, *added]))
        try:
            revision = draft.save_revision(user=user, log_action=True)
        except ValidationError as error:
            raise KeywordsRefused from error
        published = page.live and not waiting and page.permissions_for_user(user).can_publish()
        if published:
            revision.publish(user=user)
    return Added(added, published=published)


def keywords_of(page: Page) -> list[str]:
    """The other ways to ask that a (specific) page holds; none for a type without keywords."""
    name = _field(page)
    return folded_lines(getattr(page, name)) if name else []


def _field(page: Page) -> str:
    return page.keywords_field if isinstance(page, SearchablePage) else ""
